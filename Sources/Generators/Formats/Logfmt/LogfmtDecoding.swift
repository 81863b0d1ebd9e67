extension TextRecord {
  /// Decodes the fields of logfmt.
  func decodeLogfmt<Value: Decodable>(_ type: Value.Type, _ formats: FieldFormats) throws -> Value {
    let pairs = Array(logfmt)
    if let torn = pairs.last, torn.value.isTorn {
      throw RecordError(
        .unterminatedQuote,
        source: source,
        number: number,
        offset: offset,
        "the value of \"\(torn.key)\" has no closing quote. Mend it, or skip or handle such records."
      )
    }
    return try TextFieldsDecoder.decode(type, from: LogfmtPairs(pairs), formats)
  }
}

private struct LogfmtPairs: TextFields {
  private let pairs: [(key: ByteSlice, value: LogfmtValue)]
  /// Where keys are, if there are so many that a search through them would take long.
  private let places: [[UInt8]: Int]?

  init(_ pairs: [(key: ByteSlice, value: LogfmtValue)]) {
    self.pairs = pairs
    let isLarge = pairs.count > 64
    places =
      isLarge
      ? Dictionary(pairs.indices.map { (Array(pairs[$0].key), $0) }, uniquingKeysWith: { first, _ in first }) : nil
  }

  var names: [String] { pairs.map(\.key.string) }

  func field(named name: String) -> LogfmtValue? {
    if let places { return places[Array(name.utf8)].map { pairs[$0].value } }
    return pairs.first { $0.key == name }?.value
  }
}
