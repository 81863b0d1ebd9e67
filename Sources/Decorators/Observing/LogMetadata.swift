import Logging

extension Logger.MetadataValue {
  /// A duration as a decimal number of seconds.
  static func seconds(_ duration: Duration) -> Self { .stringConvertible(duration / .seconds(1)) }

  /// The type of an error, with its module.
  static func type(of error: any Error) -> Self { .string(String(reflecting: Swift.type(of: error))) }
}
