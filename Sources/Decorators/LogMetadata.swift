import Logging

extension Duration {
  /// A decimal number of seconds, as records carry it.
  var inSeconds: Logger.MetadataValue { .stringConvertible(self / .seconds(1)) }
}

extension Error {
  /// The error's type with its module, as records carry it.
  var typeName: Logger.MetadataValue { .string(String(reflecting: type(of: self))) }
}
