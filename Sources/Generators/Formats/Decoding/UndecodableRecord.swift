extension RecordError {
  /// The error for a record that `error` says cannot be decoded.
  static func undecodable(
    source: String,
    number: Int,
    line: Int? = nil,
    offset: Int,
    _ error: any Error
  ) -> RecordError {
    RecordError(
      .undecodable,
      source: source,
      number: number,
      line: line,
      offset: offset,
      underlying: error,
      "it cannot be decoded: \(reason(error)). \(wayOut)"
    )
  }

  /// The error for a text that `error` says cannot be decoded, with the line and the column where JSON is wrong.
  static func undecodable(_ record: some TextRecord, _ error: any Error) -> RecordError {
    guard let place = (error as? DecodingError)?.jsonError else {
      return .undecodable(source: record.source, number: record.number, offset: record.offset, error)
    }
    let before = record.bytes.prefix(place.offset)
    let lineFeeds = before.reduce(0) { $0 + ($1 == UInt8(ascii: "\n") ? 1 : 0) }
    let start = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    let (line, column) = (record.number + lineFeeds, place.offset - start + 1)
    let words = lineFeeds > 0 ? "line \(line), column \(column)" : "column \(column)"
    return RecordError(
      .undecodable,
      source: record.source,
      number: record.number,
      offset: record.offset,
      errorLine: line,
      errorColumn: column,
      underlying: error,
      "it cannot be decoded: \(words): \(reason(error)). \(wayOut)"
    )
  }

  private static let wayOut = "Mend it, or skip or handle such records."

  private static func reason(_ error: any Error) -> String {
    guard let error = error as? DecodingError else { return "\(error)" }
    switch error {
    case .keyNotFound(let key, let context):
      return "there is no value for \"\(path(context.codingPath + [key]))\""
    case .typeMismatch(let type, let context):
      return context.isOfJSON ? explained(context) : "\(subject(context.codingPath)) is no \(type)"
    case .valueNotFound(let type, let context):
      return context.isOfJSON
        ? explained(context) : "\(subject(context.codingPath)) is empty where a value of type \(type) is expected"
    case .dataCorrupted(let context): return explained(context)
    @unknown default: return "\(error)"
    }
  }

  private static func explained(_ context: DecodingError.Context) -> String {
    let text = context.debugDescription
    let sentence = text.hasSuffix(".") ? String(text.dropLast()) : text
    return context.codingPath.isEmpty ? sentence : "\"\(path(context.codingPath))\": \(sentence)"
  }

  private static func subject(_ keys: [any CodingKey]) -> String { keys.isEmpty ? "it" : "\"\(path(keys))\"" }

  private static func path(_ keys: [any CodingKey]) -> String {
    keys.map { $0.intValue.map(String.init) ?? $0.stringValue }.joined(separator: ".")
  }
}

extension DecodingError.Context {
  fileprivate var isOfJSON: Bool { underlyingError is JSONError }
}
