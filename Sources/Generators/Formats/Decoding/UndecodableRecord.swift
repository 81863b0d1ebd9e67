extension RecordError {
  /// The error for a record of which `error` says that it cannot be decoded.
  static func undecodable(source: String, number: Int, offset: Int, _ error: any Error) -> RecordError {
    RecordError(
      .undecodable,
      source: source,
      number: number,
      offset: offset,
      underlying: error,
      "it cannot be decoded: \(reason(error)). Mend it, or skip or handle such records."
    )
  }

  private static func reason(_ error: any Error) -> String {
    guard let error = error as? DecodingError else { return "\(error)" }
    switch error {
    case .keyNotFound(let key, let context):
      return "there is no value for \"\(path(context.codingPath + [key]))\""
    case .typeMismatch(let type, let context):
      return "\(subject(context.codingPath)) is no \(type)"
    case .valueNotFound(let type, let context):
      return "\(subject(context.codingPath)) is empty where a value of type \(type) is expected"
    case .dataCorrupted(let context):
      let text =
        context.debugDescription.hasSuffix(".") ? String(context.debugDescription.dropLast()) : context.debugDescription
      return context.codingPath.isEmpty ? text : "\"\(path(context.codingPath))\": \(text)"
    @unknown default: return "\(error)"
    }
  }

  private static func subject(_ keys: [any CodingKey]) -> String { keys.isEmpty ? "it" : "\"\(path(keys))\"" }

  private static func path(_ keys: [any CodingKey]) -> String {
    keys.map { $0.intValue.map(String.init) ?? $0.stringValue }.joined(separator: ".")
  }
}
