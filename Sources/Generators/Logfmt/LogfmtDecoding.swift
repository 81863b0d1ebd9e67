extension Line {
  /// Decodes the fields of logfmt.
  func decodeLogfmt<Value: Decodable>(_ type: Value.Type) throws -> Value {
    let pairs = LogfmtPairs(pairs: Array(logfmt))
    if let torn = pairs.pairs.last, torn.value.isTorn {
      throw RecordError(
        .unterminatedQuote,
        source: source,
        number: number,
        offset: offset,
        "the value of \"\(torn.key)\" has no closing quote. Mend it, or skip or handle such records."
      )
    }
    return try TextFieldsDecoder.decode(type, from: pairs)
  }
}

private struct LogfmtPairs: TextFields {
  let pairs: [(key: ByteSlice, value: LogfmtValue)]

  var names: [String] { pairs.map(\.key.string) }

  func field(named name: String) -> LogfmtValue? { pairs.first { $0.key == name }?.value }
}
