import DecoratorPrimitives
import Logging

/// Writes refusals of calls to a log: one line for the first one, and then at most one line a minute, with their count.
struct RefusalLog: Sendable {
  private struct State {
    var nextLine = Duration.zero
    var refused = 0
  }

  private let logger: Logger
  private let what: String
  private let state = Locked(State())

  init?(_ logger: Logger?, for what: String) {
    guard let logger else { return nil }
    self.logger = logger
    self.what = what
  }

  /// Counts a refused call, and writes a line if one is due.
  ///
  /// - Parameters:
  ///   - error: Why it was refused.
  ///   - now: The time of the object that refused it.
  func refused(_ error: some Rejection & CustomStringConvertible, at site: CallSite, now: Duration) {
    let refused: Int? = state.withLock { state in
      state.refused += 1
      guard now >= state.nextLine else { return nil }
      state.nextLine = now + .seconds(60)
      defer { state.refused = 0 }
      return state.refused
    }
    guard let refused else { return }
    logger.log(
      level: .warning,
      "\(LogText.escaped(what)) refused \(refused == 1 ? "a call" : "\(refused) calls")",
      metadata: [
        LogKey.function: .escaped(site.name), "call.refused": .stringConvertible(refused),
        LogKey.errorType: .type(of: error), LogKey.errorDescription: .escaped(error.description),
      ],
      file: site.fileID,
      function: site.function,
      line: site.line
    )
  }
}
