import Logging

/// One call that is being logged: it writes the call record and the result record.
@usableFromInline
final class LoggedCall {
  private let policy: LoggingPolicy
  private let logger: Logger
  private let site: CallSite
  private let name: String
  private var start: StartTime?
  private var id: String?
  private var hasShownArguments = false

  /// A call that is not measured, and has written no record yet.
  init(_ policy: LoggingPolicy, logger: Logger?, at site: CallSite) {
    self.policy = policy
    self.logger = logger ?? policy.logger ?? .current
    self.site = site
    name = LogText.escaped(site.name)
  }

  /// Writes the call record and starts to measure.
  func begin(on clock: DecoratorClock, _ arguments: () -> LoggedArguments) {
    if let level = due(policy.levels.call) { write("called", at: level, metadata(showing: arguments)) }
    start = clock.start()
  }

  @usableFromInline
  func end<Output>(returning output: Output, _ arguments: () -> LoggedArguments) {
    guard let level = due(policy.levels.success) else { return }
    let duration = start?.elapsed()
    var metadata = metadata(showing: arguments)
    metadata[LogKey.outcome] = .string(CallOutcome.success.rawValue)
    metadata[LogKey.duration] = duration.map { .seconds($0) }
    if policy.result == .value { metadata[LogKey.result] = policy.shown(output) }
    write(CallOutcome.success.event, at: level, metadata)
  }

  func end(throwing error: any Error, _ arguments: () -> LoggedArguments) {
    let outcome = CallOutcome(throwing: error)
    guard let level = due(policy.levels[outcome]) else { return }
    let duration = start?.elapsed()
    var metadata = metadata(showing: arguments)
    metadata[LogKey.outcome] = .string(outcome.rawValue)
    metadata[LogKey.duration] = duration.map { .seconds($0) }
    metadata[LogKey.errorType] = .type(of: error)
    if policy.errors == .description { metadata[LogKey.errorDescription] = policy.shown(error) }
    write(outcome.event, at: level, metadata)
  }

  private func due(_ level: Logger.Level?) -> Logger.Level? {
    guard let level, logger.logLevel <= level else { return nil }
    return level
  }

  /// What every record carries; the arguments are in the first one only.
  private func metadata(showing arguments: () -> LoggedArguments) -> Logger.Metadata {
    let id = self.id ?? policy.callID?() ?? LoggingPolicy.randomCallID()
    self.id = id
    var metadata: Logger.Metadata = [LogKey.function: .string(name), LogKey.id: .escaped(id)]
    if !hasShownArguments, !policy.arguments.isNone { metadata[LogKey.arguments] = policy.shown(arguments()) }
    hasShownArguments = true
    return metadata
  }

  private func write(_ event: String, at level: Logger.Level, _ metadata: Logger.Metadata) {
    logger.log(
      level: level,
      "\(name) \(event)",
      metadata: metadata,
      file: site.fileID,
      function: site.function,
      line: site.line
    )
  }
}

extension CallOutcome {
  /// What the record of a call says that ended with this outcome.
  fileprivate var event: String {
    switch self {
    case .success: "succeeded"
    case .failure: "failed"
    case .rejected: "was rejected"
    case .cancelled: "was cancelled"
    }
  }
}
