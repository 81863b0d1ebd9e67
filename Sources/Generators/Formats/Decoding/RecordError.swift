/// Why a record of CSV, JSON Lines or logfmt could not be read.
///
/// Its description is a full sentence that names the input, the record by number and place, and the way out:
///
/// ```
/// Cannot read "people.csv", record 7, line 9, at byte 412: it has 3 fields, and 4 are expected. Mend it, or allow or skip ragged records.
/// ```
public struct RecordError: Error, Sendable {
  /// What went wrong, to decide by.
  public struct Code: Hashable, Sendable, CustomStringConvertible {
    private enum Value {
      case recordTooLong, unterminatedQuote, strayQuote, raggedRecord, duplicateName, noHeader, undecodable
    }
    private let value: Value

    private init(_ value: Value) { self.value = value }

    /// The name of the code, such as `undecodable`.
    public var description: String { "\(value)" }

    /// A record is longer than the limit: a truncated line, or CSV with one quote too many.
    public static let recordTooLong = Code(.recordTooLong)
    /// The input, or a line of logfmt, ends inside quotes.
    public static let unterminatedQuote = Code(.unterminatedQuote)
    /// A field of CSV has a quote inside it that is not doubled, and the format is strict about quotes.
    public static let strayQuote = Code(.strayQuote)
    /// Two fields of a CSV header have the same name.
    public static let duplicateName = Code(.duplicateName)
    /// A record has another number of fields than the header or the first record.
    public static let raggedRecord = Code(.raggedRecord)
    /// A CSV record was to be decoded by names, and the format has no header.
    public static let noHeader = Code(.noHeader)
    /// A record could not be decoded. ``RecordError/underlying`` says why.
    public static let undecodable = Code(.undecodable)
  }

  /// What went wrong, to decide by.
  public let code: Code
  /// What was being read: a path, `standard input`, or the name of a ``ByteSource``.
  public let source: String
  /// The number of the record, or of the line, from 1.
  public let number: Int
  /// The number of the line on which a CSV record starts, from 1; nil for formats whose records are lines.
  public let line: Int?
  /// The place of the record's first byte in the input, from 0, after decompression.
  public let offset: Int
  /// The number of the line in which a JSON document is wrong, from 1; nil for other errors.
  public let errorLine: Int?
  /// Which byte of that line is the first that is wrong, or the first of the value that cannot be decoded, from 1; nil for
  /// other errors.
  public let errorColumn: Int?
  /// The error that the decoding threw.
  public let underlying: (any Error)?

  private let explanation: String

  init(
    _ code: Code,
    source: String,
    number: Int,
    line: Int? = nil,
    offset: Int,
    errorLine: Int? = nil,
    errorColumn: Int? = nil,
    underlying: (any Error)? = nil,
    _ explanation: String
  ) {
    self.code = code
    self.source = source
    self.number = number
    self.line = line
    self.offset = offset
    self.errorLine = errorLine
    self.errorColumn = errorColumn
    self.underlying = underlying
    self.explanation = explanation
  }
}

extension RecordError: CustomStringConvertible {
  /// One line, unless an underlying error describes itself in several.
  public var description: String {
    "Cannot read \(ReadingError.quoted(source)), record \(number)\(line.map { ", line \($0)," } ?? "") at byte \(offset): "
      + explanation
  }
}
