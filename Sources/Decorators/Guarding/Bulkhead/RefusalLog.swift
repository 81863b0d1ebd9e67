import DecoratorPrimitives
import Logging

/// Writes refusals of calls to a log: one line for the first one, and then at most one line a minute, with their count.
struct RefusalLog: Sendable {
  /// How many calls were refused since the last line. Logs of one object that are made for one call each share it.
  final class Count: Sendable {
    fileprivate struct State {
      var nextLine = Duration.zero
      var refused = 0
    }

    fileprivate let state = Locked(State())
  }

  private let logger: Logger
  private let what: String
  private let count: Count

  init?(_ logger: Logger?, for what: String, count: @autoclosure () -> Count = Count()) {
    guard let logger else { return nil }
    self.logger = logger
    self.what = what
    self.count = count()
  }

  /// Counts a refused call, and writes a line if one is due.
  ///
  /// - Parameters:
  ///   - error: Why it was refused.
  ///   - now: The time of the object that refused it.
  func refused(_ error: some Rejection & CustomStringConvertible, at site: CallSite, now: Duration) {
    let refused: Int? = count.state.withLock { state in
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
