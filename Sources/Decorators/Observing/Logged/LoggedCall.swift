public import Logging

/// One call that is being logged: it writes the call record and the result record.
@usableFromInline
struct LoggedCall {
  private let policy: LoggingPolicy
  private let logger: Logger
  private let name: String
  private let location: SourceLocation
  private let function: String
  private var id: String?
  private var hasShownArguments = false

  @usableFromInline
  init(_ policy: LoggingPolicy, logger: Logger?, named name: String?, fileID: String, function: String, line: UInt) {
    self.policy = policy
    self.logger = logger ?? policy.logger ?? .current
    location = SourceLocation(fileID: fileID, line: line)
    self.name = name ?? location.description
    self.function = function
  }

  @usableFromInline
  mutating func begin(_ arguments: @autoclosure () -> LoggedArguments) {
    guard let level = due(policy.levels.call) else { return }
    write("called", at: level, metadata(showing: arguments()))
  }

  @usableFromInline
  mutating func end<Output>(
    returning output: Output,
    lasting duration: Duration,
    _ arguments: @autoclosure () -> LoggedArguments
  ) {
    guard let level = due(policy.levels.success) else { return }
    var metadata = metadata(showing: arguments())
    metadata["outcome"] = .string(CallOutcome.success.rawValue)
    metadata["duration.seconds"] = .seconds(duration)
    if policy.result == .value { metadata["result"] = policy.shown(output) }
    write("succeeded", at: level, metadata)
  }

  @usableFromInline
  mutating func end(
    throwing error: any Error,
    lasting duration: Duration?,
    _ arguments: @autoclosure () -> LoggedArguments
  ) {
    let outcome = CallOutcome(throwing: error)
    guard let level = due(policy.levels[outcome]) else { return }
    var metadata = metadata(showing: arguments())
    metadata["outcome"] = .string(outcome.rawValue)
    metadata["duration.seconds"] = duration.map { .seconds($0) }
    metadata["error.type"] = .type(of: error)
    if policy.errors == .description { metadata["error.description"] = policy.shown(error) }
    write(outcome == .cancelled ? "was cancelled" : "failed", at: level, metadata)
  }

  private func due(_ level: Logger.Level?) -> Logger.Level? {
    guard let level, logger.logLevel <= level else { return nil }
    return level
  }

  /// What every record carries; the arguments are in the first one only.
  private mutating func metadata(showing arguments: @autoclosure () -> LoggedArguments) -> Logger.Metadata {
    let id = self.id ?? policy.callID()
    self.id = id
    var metadata: Logger.Metadata = ["function": .string(name), "call.id": .string(id)]
    if !hasShownArguments, !policy.arguments.isNone { metadata["arguments"] = policy.shown(arguments()) }
    hasShownArguments = true
    return metadata
  }

  private func write(_ event: String, at level: Logger.Level, _ metadata: Logger.Metadata) {
    logger.log(
      level: level,
      "\(name) \(event)",
      metadata: metadata,
      file: location.fileID,
      function: function,
      line: location.line
    )
  }
}
