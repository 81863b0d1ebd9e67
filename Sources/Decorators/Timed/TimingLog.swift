import Logging

/// The log line of a timed call.
@usableFromInline
struct TimingLog: Sendable {
  let level: Logger.Level
  let logger: Logger?

  func write(_ call: TimedCall, function: String) {
    (logger ?? .current).log(
      level: level,
      "\(call.name) took \(call.duration)",
      metadata: metadata(of: call),
      file: call.location.fileID,
      function: function,
      line: call.location.line
    )
  }

  private func metadata(of call: TimedCall) -> Logger.Metadata {
    var metadata: Logger.Metadata = [
      "function": .string(call.name),
      "outcome": .string(call.outcome.rawValue),
      "duration.seconds": call.duration.inSeconds,
    ]
    if let error = call.error { metadata["error.type"] = error.typeName }
    return metadata
  }
}
