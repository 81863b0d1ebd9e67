/// How a CSV input is written, and what becomes of records that break its rules.
///
/// ```swift
/// try withCSVRecords(at: "people.csv", .headed) { records in … }
/// try withCSVRecords(at: "export.csv", CSVFormat(separator: ";", header: .firstRecord, ragged: .skip)) { … }
/// ```
///
/// It is RFC 4180 (rule G11) with what files in the wild add to it: any of CRLF, LF and CR ends a record, a byte-order
/// mark at the very start is stripped, the last record needs no newline, and empty lines are no records. In quotes
/// everything is text, newlines too, and a doubled quote stands for one. A quote in the middle of a field without quotes
/// is text, and so is what stands behind a closing quote: `"a"b` is the field `ab`.
public struct CSVFormat: Hashable, Sendable {
  /// Where the names of the fields come from.
  public enum Header: Hashable, Sendable {
    /// Fields have no names.
    case none
    /// The first record holds the names, and is not given out.
    case firstRecord
    /// These are the names, in the order of the fields.
    case names([String])
  }

  /// What becomes of a record that has another number of fields than the header, or than the first record.
  public enum Ragged: Hashable, Sendable {
    /// Reading ends with a ``RecordError`` of code ``RecordError/Code/raggedRecord``.
    case fail
    /// The record is left out and counted in ``CSVRecords/skippedRecords``.
    case skip
    /// The record is given out as it is.
    case allow
  }

  /// What becomes of a record over the limit, and of quotes that are never closed: the work of one quote too many.
  public enum Damaged: Hashable, Sendable {
    /// Reading ends with a ``RecordError``.
    case fail
    /// The line in which the record starts is left out and counted in ``CSVRecords/skippedRecords``, and reading goes on
    /// with the line after it, as if it began there. Where the header is damaged, reading ends all the same: no record
    /// is taken for it.
    ///
    /// - Complexity: What had been read of the record, ``CSVFormat/limit`` bytes at most, is read once more.
    case skip
  }

  /// What stands between fields.
  public let separator: Character
  /// Where the names of the fields come from.
  public let header: Header
  /// What becomes of a record with a wrong number of fields.
  public let ragged: Ragged
  /// What becomes of a record over the limit or of quotes that are never closed.
  public let damaged: Damaged
  /// The bytes that a record may have, without its newline.
  public let limit: Int
  /// Whether a backslash in quotes makes the byte after it text.
  public let backslashEscapes: Bool

  /// A format.
  ///
  /// - Parameters:
  ///   - separator: What stands between fields: one ASCII character, neither a quote nor a newline. By default a comma.
  ///   - header: Where the names of the fields come from. By default they have none.
  ///   - ragged: What becomes of a record with a wrong number of fields. By default it is an error.
  ///   - damaged: What becomes of a record over the limit or of quotes that are never closed. By default it is an error.
  ///   - limit: The bytes that a record may have, without its newline: 1 to 268,435,456, by default 1 MiB. It bounds the
  ///     memory that is used, and what a quote too many can swallow.
  ///   - backslashEscapes: Whether in quotes a backslash makes the byte after it text, as some databases write it. By
  ///     default it is text itself.
  public init(
    separator: Character = ",",
    header: Header = .none,
    ragged: Ragged = .fail,
    damaged: Damaged = .fail,
    limit: Int = 1_048_576,
    backslashEscapes: Bool = false
  ) {
    let isUsable = separator.isASCII && !"\"\r\n".contains(separator) && separator != "\r\n"
    require(isUsable, "The separator of CSV fields is one ASCII character, neither a quote nor a newline.")
    require(
      !backslashEscapes || separator != "\\",
      "A backslash cannot both separate CSV fields and escape what is in them."
    )
    require(
      (1...268_435_456).contains(limit),
      "The limit of a record's length is 1 to 268,435,456 bytes, and \(limit) is not."
    )
    self.separator = separator
    self.header = header
    self.ragged = ragged
    self.damaged = damaged
    self.limit = limit
    self.backslashEscapes = backslashEscapes
  }

  /// Commas and no header.
  public static let standard = CSVFormat()
  /// Commas, and names in the first record.
  public static let headed = CSVFormat(header: .firstRecord)
}
