import Logging

/// The keys of this package's metadata in log records.
///
/// All begin with `call.`, because the metadata of a record replaces that of its logger under the same key (L10).
enum LogKey {
  // Of every call
  static let function = "call.function"
  static let outcome = "call.outcome"
  static let duration = "call.duration.seconds"
  static let errorType = "call.error.type"

  // Of a logged call
  static let id = "call.id"
  static let arguments = "call.arguments"
  static let result = "call.result"
  static let errorDescription = "call.error.description"

  // Of a retried call
  static let attempt = "call.attempt"
  static let attempts = "call.attempts"
  static let delay = "call.delay.seconds"
  static let serverDelay = "call.server.delay.seconds"
  static let elapsed = "call.elapsed.seconds"
  static let reason = "call.reason"
  static let waitErrorType = "call.wait.error.type"
  static let isNested = "call.nested"
}

extension Logger.MetadataValue {
  /// A duration as a decimal number of seconds.
  static func seconds(_ duration: Duration) -> Self { .stringConvertible(duration / .seconds(1)) }

  /// The type of an error, with its module.
  static func type(of error: any Error) -> Self { .string(stableName(of: Swift.type(of: error))) }

  /// A text of the user, such as a name, with its control characters escaped.
  static func escaped(_ text: String) -> Self { .string(LogText.escaped(text)) }
}
