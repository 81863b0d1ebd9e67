/// How a text is written that is to be decoded.
public struct LineFormat: Sendable {
  enum Kind { case json(JSONFormat), logfmt(FieldFormats) }

  let kind: Kind

  /// A JSON document in ``JSONFormat/standard``.
  public static let json = json(.standard)

  /// A JSON document: see ``JSONFormat``.
  public static func json(_ format: JSONFormat) -> LineFormat { LineFormat(kind: .json(format)) }

  /// `level=error msg="no route" retries=3`: see ``LogfmtFields``.
  ///
  /// Every field is a single value. Numbers, `Bool` (`true`, `false`, `1`, `0`, and true for a key without a value),
  /// ``Timestamp`` and `Date` (in RFC 3339), `URL`, `Decimal` and types that consist of one of these, such as
  /// enumerations with raw values, are read from their text. The empty text is nil where an optional value is asked
  /// for.
  public static let logfmt = LineFormat(kind: .logfmt(FieldFormats()))

  /// As ``logfmt``, with dates and numbers that are written in another way.
  ///
  /// ```swift
  /// lines.decoded(as: Entry.self, from: .logfmt(dates: .epochSeconds))
  /// ```
  ///
  /// - Parameters:
  ///   - dates: How dates and time stamps are written; by default as RFC 3339 says.
  ///   - numbers: How numbers are written; by default with a point, and finite.
  public static func logfmt(dates: TimestampFormat = .rfc3339, numbers: NumberFormat = .standard) -> LineFormat {
    LineFormat(kind: .logfmt(FieldFormats(dates: dates, numbers: numbers)))
  }
}

extension TextRecord {
  /// The text decoded.
  ///
  /// ```swift
  /// let event = try line.decode(as: Event.self)
  /// let entry = try line.decode(as: Entry.self, from: .logfmt)
  /// ```
  ///
  /// - Parameters:
  ///   - type: What to decode.
  ///   - format: How the text is written; by default as JSON.
  /// - Throws: ``RecordError`` with the number and the offset of the text: ``RecordError/Code/undecodable`` with the
  ///   decoder's error and, for JSON, the line and the column; ``RecordError/Code/recordTooLong`` for a truncated text;
  ///   ``RecordError/Code/unterminatedQuote`` for logfmt that ends inside quotes.
  public func decode<Value: Decodable>(
    as type: Value.Type,
    from format: LineFormat = .json
  ) throws(RecordError) -> Value {
    try decoded { text in
      switch format.kind {
      case .json(let format): try text.bytes.decodeJSON(type, format)
      case .logfmt(let formats): try text.decodeLogfmt(type, formats)
      }
    }
  }

  /// What `decode` makes of a whole text, with the place of the text in the error.
  @usableFromInline
  func decoded<Value>(_ decode: (Self) throws -> Value) throws(RecordError) -> Value {
    if isTruncated { throw .truncated(self) }
    do {
      return try decode(self)
    } catch let error as RecordError {
      throw error
    } catch {
      throw .undecodable(self, error)
    }
  }
}

extension RecordError {
  static func truncated(_ record: some TextRecord) -> RecordError {
    RecordError(
      .recordTooLong,
      source: record.source,
      number: record.number,
      offset: record.offset,
      "it is longer than the limit of \(record.bytes.count) bytes. Raise the limit, or skip or handle such records."
    )
  }
}
