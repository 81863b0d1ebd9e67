import Logging

/// The log line of a timed call.
struct TimingLog: Sendable {
  let level: Logger.Level
  let logger: Logger?

  func write(_ makeCall: () -> TimedCall) {
    if let logger { write(makeCall, to: logger) } else { write(makeCall, to: .current) }
  }

  private func write(_ makeCall: () -> TimedCall, to logger: Logger) {
    guard level >= logger.logLevel else { return }
    let call = makeCall()
    logger.log(
      level: level,
      "\(LogText.escaped(call.name)) took \(call.duration)",
      metadata: metadata(of: call),
      file: call.place.fileIDText,
      function: call.place.functionText,
      line: call.place.line
    )
  }

  private func metadata(of call: TimedCall) -> Logger.Metadata {
    var metadata: Logger.Metadata = [
      LogKey.function: .escaped(call.name),
      LogKey.outcome: .string(call.outcome.rawValue),
      LogKey.duration: .seconds(call.duration),
    ]
    if let error = call.error { metadata[LogKey.errorType] = .type(of: error) }
    return metadata
  }
}
