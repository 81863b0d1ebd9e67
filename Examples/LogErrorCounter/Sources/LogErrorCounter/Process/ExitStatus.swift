internal import UnixSignals

/// How a run ended, as its exit code tells.
enum ExitStatus: Equatable, Sendable {
  /// All was read, and the last push acknowledged.
  case success
  /// Something could not be read, pushed or written; the rest was counted and printed.
  case incomplete
  /// The run was stopped by a signal, after its flush.
  case stopped(by: UnixSignal)

  /// 0, 1, 130 for SIGINT and 143 for SIGTERM.
  var code: Int32 {
    switch self {
    case .success: 0
    case .incomplete: 1
    case .stopped(let signal): 128 + signal.rawValue
    }
  }
}
