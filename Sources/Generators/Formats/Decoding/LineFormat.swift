/// How the lines that are decoded are written.
public struct LineFormat: Hashable, Sendable {
  enum Kind: Hashable, Sendable { case json, logfmt(FieldFormats) }

  let kind: Kind

  /// A JSON document a line, as `JSONDecoder` decodes it by default. For other settings, give a closure of your own to
  /// `decoded(_:)`.
  public static let json = LineFormat(kind: .json)

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

extension Line {
  /// The line decoded.
  ///
  /// ```swift
  /// let event = try line.decode(as: Event.self)
  /// let entry = try line.decode(as: Entry.self, from: .logfmt)
  /// ```
  ///
  /// - Parameters:
  ///   - type: What to decode.
  ///   - format: How the line is written; by default as JSON.
  /// - Throws: ``RecordError`` with the line's number and offset: ``RecordError/Code/undecodable`` with the decoder's
  ///   error, ``RecordError/Code/recordTooLong`` for a truncated line, ``RecordError/Code/unterminatedQuote`` for
  ///   logfmt that ends inside quotes.
  public func decode<Value: Decodable>(
    as type: Value.Type,
    from format: LineFormat = .json
  ) throws(RecordError) -> Value {
    try decoded { line in
      switch format.kind {
      case .json: try line.bytes.decodeJSON(type)
      case .logfmt(let formats): try line.decodeLogfmt(type, formats)
      }
    }
  }

  /// What `decode` makes of a whole line, with the place of the line in the error.
  func decoded<Value>(_ decode: (Line) throws -> Value) throws(RecordError) -> Value {
    if isTruncated { throw .truncated(self) }
    do {
      return try decode(self)
    } catch let error as RecordError {
      throw error
    } catch {
      throw .undecodable(source: source, number: number, offset: offset, error)
    }
  }

  /// Whether there is nothing in the line but spaces: such a line is no record (rule G12).
  var isBlank: Bool {
    bytes.withBytes { bytes in
      bytes.allSatisfy { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") || $0 == UInt8(ascii: "\r") }
    }
  }
}

extension RecordError {
  static func truncated(_ line: Line) -> RecordError {
    RecordError(
      .recordTooLong,
      source: line.source,
      number: line.number,
      offset: line.offset,
      "it is longer than the limit of \(line.bytes.count) bytes. Raise the limit, or skip or handle such records."
    )
  }
}
