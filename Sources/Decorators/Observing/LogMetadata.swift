import Logging

extension Logger.MetadataValue {
  /// A decimal number of seconds, as records carry it.
  static func seconds(_ duration: Duration) -> Self { .stringConvertible(duration / .seconds(1)) }

  /// An error's type with its module, as records carry it.
  static func type(of error: any Error) -> Self { .string(String(reflecting: Swift.type(of: error))) }
}
