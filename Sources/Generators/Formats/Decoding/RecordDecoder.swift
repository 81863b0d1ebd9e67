/// Decodes one text after the other, with the memory of the one before where the format can use it again.
struct RecordDecoder<Value: Decodable>: Sendable {
  private enum Kind { case json(JSONDocuments), logfmt(FieldFormats) }

  private let kind: Kind

  init(_ type: Value.Type, _ format: LineFormat) {
    switch format.kind {
    case .json(let format): kind = .json(JSONDocuments(format))
    case .logfmt(let formats): kind = .logfmt(formats)
    }
  }

  /// The text decoded; nil where it is not a record (rule G12).
  func decodeUnlessBlank(_ record: some TextRecord) throws(RecordError) -> Value? {
    let bytes = record.bytes
    if bytes.isBlank { return nil }
    if record.isTruncated { throw .truncated(record) }
    do {
      switch kind {
      case .json(let documents): return try documents.decode(Value.self, from: bytes)
      case .logfmt(let formats): return try record.decodeLogfmt(Value.self, formats)
      }
    } catch let error as RecordError {
      throw error
    } catch {
      throw .undecodable(record, error)
    }
  }
}
