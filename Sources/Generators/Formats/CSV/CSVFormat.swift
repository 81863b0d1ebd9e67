/// How a CSV input is written, and what happens to records that break its rules.
///
/// ```swift
/// try withCSVRecords(at: "people.csv", .headed) { records in … }
/// try withCSVRecords(at: "export.csv", CSVFormat(separator: ";", header: .firstRecord, ragged: .skip)) { … }
/// try withCSVRecords(at: "table.tsv", CSVFormat(separator: "\t", quote: nil)) { … }
/// ```
///
/// By default it is RFC 4180 (rule G11) with what files in the wild add to it: any of CRLF, LF and CR ends a record, a
/// byte-order mark at the very start is stripped, the last record needs no newline, and empty lines are no records. In
/// quotes everything is text, newlines too, and a doubled quote stands for one. A quote in the middle of a field
/// without quotes is text, and so is what follows a closing quote: `"a"b` is the field `ab`. ``strictQuotes`` makes
/// both an error.
///
/// The same format serves ``CSVWriter``, which writes what a reader of the format reads back as the same fields.
public struct CSVFormat: Hashable, Sendable {
  /// Where the names of the fields come from.
  public enum Header: Hashable, Sendable {
    /// Fields have no names.
    case none
    /// The first record holds the names, and is not delivered.
    case firstRecord
    /// These are the names, in the order of the fields.
    case names([String])
  }

  /// What happens to fields of the header that have the same name. It does not concern fields without a name, which you
  /// find by their place.
  public enum DuplicateNames: Hashable, Sendable {
    /// Reading ends with a ``RecordError`` of code ``RecordError/Code/duplicateName``.
    case fail
    /// The second `name` is called `name_2`, and so on, and a field without a name is called `column_3` by its place.
    case suffix
    /// They are kept as they are. The name finds the first of them, the place finds each.
    case allow
  }

  /// What happens to a record that has another number of fields than the header, or than the first record.
  public enum Ragged: Hashable, Sendable {
    /// Reading ends with a ``RecordError`` of code ``RecordError/Code/raggedRecord``.
    case fail
    /// The record is left out and counted in ``CSVRecords/skippedRecords``.
    case skip
    /// The record is delivered as it is.
    case allow
  }

  /// What happens to a record over the limit, to quotes that are never closed, and to quotes that are not strict. One
  /// quote too many can cause each of them.
  public enum Damaged: Hashable, Sendable {
    /// Reading ends with a ``RecordError``.
    case fail
    /// The line in which the record starts is left out and counted in ``CSVRecords/skippedRecords``, and reading goes
    /// on with the line after it, as if it began there. A damaged header always ends reading, so that no record is
    /// taken for it.
    ///
    /// - Complexity: What had been read of the record, ``CSVFormat/limit`` bytes at most, is read once more.
    case skip
  }

  /// Which fields a ``CSVWriter`` puts in quotes.
  public enum Quoting: Hashable, Sendable {
    /// Those that would be read as something else without them.
    case asNeeded
    /// All, except those that are null.
    case always
  }

  /// What a ``CSVWriter`` ends records with. Reading takes any.
  public enum LineEnd: Hashable, Sendable {
    /// A line feed, as is usual on Unix.
    case lf
    /// A carriage return and a line feed, as RFC 4180 has it.
    case crlf

    var text: StaticString { self == .lf ? "\n" : "\r\n" }
  }

  /// What is between fields.
  public let separator: Character
  /// What is around a field with separators or newlines in it; nil where nothing is.
  public let quote: Character?
  /// What begins a line that is no record; nil where nothing does.
  public let comment: Character?
  /// Where the names of the fields come from.
  public let header: Header
  /// What happens to equal names in the header.
  public let duplicateNames: DuplicateNames
  /// How many lines at the start of the input are skipped.
  public let skippedLines: Int
  /// Whether a first line such as `sep=;` names the separator.
  public let detectsSeparator: Bool
  /// Whether spaces and tabs around a field, outside of its quotes, are left out.
  public let trimsFields: Bool
  /// The texts that stand for no value.
  public let nullTexts: [String]
  /// Whether a quote inside a field that is not doubled is an error.
  public let strictQuotes: Bool
  /// What happens to a record with a wrong number of fields.
  public let ragged: Ragged
  /// What happens to a record over the limit or with quotes that are wrong.
  public let damaged: Damaged
  /// The bytes that a record may have, without its newline.
  public let limit: Int
  /// Whether a backslash in quotes makes the byte after it text.
  public let backslashEscapes: Bool
  /// Which fields are put in quotes by a writer.
  public let quoting: Quoting
  /// What a writer ends records with.
  public let lineEnd: LineEnd
  /// Whether a writer keeps spreadsheets from running text as a formula.
  public let escapesFormulas: Bool

  /// A format.
  ///
  /// Every character here is one of ASCII, and they are all different.
  ///
  /// - Parameters:
  ///   - separator: What is between fields. By default a comma.
  ///   - quote: What is around a field with separators or newlines in it. By default `"`. With nil, quotes are text and
  ///     a field ends at the next separator or newline, as in files of tab-separated values.
  ///   - comment: What begins a line that is no record, such as `#`. Only the first byte of a line counts, with
  ///     `trimsFields` the first that is not white space. By default nothing does.
  ///   - header: Where the names of the fields come from. By default they have none.
  ///   - duplicateNames: What happens to equal names in the header. By default they are an error, because a name would
  ///     find only one of the fields.
  ///   - skippedLines: How many lines at the start of the input, such as a title, are skipped: empty lines and
  ///     comments count, and quotes mean nothing. By default none.
  ///   - detectsSeparator: Whether a first line `sep=;`, as spreadsheets write it, names the separator and is no
  ///     record. It comes before the `skippedLines`. By default it is a record, because RFC 4180 knows no such line.
  ///   - trimsFields: Whether spaces and tabs around a field are left out, so that `1, "x, y"` is `1` and `x, y`. White
  ///     space in quotes stays, and a line of white space is an empty line. By default all white space is text.
  ///   - nullTexts: The texts that stand for no value, where an optional is decoded. By default the empty text. Name it
  ///     too if you give others: `["", "NULL"]`. Text in quotes is a value, except the empty text. A writer writes the
  ///     first of them for nil, or nothing where there is none.
  ///   - strictQuotes: Whether a quote in a field without quotes, and text after a closing quote, are an error of code
  ///     ``RecordError/Code/strayQuote``. By default they are text, so that `5" disk` is read as it is.
  ///   - ragged: What happens to a record with a wrong number of fields. By default it is an error.
  ///   - damaged: What happens to a record over the limit or with quotes that are wrong. By default it is an error.
  ///   - limit: The bytes that a record may have, without its newline: 1 to 268,435,456, by default 1 MiB. It bounds
  ///     the memory that is used, and what a quote too many can swallow.
  ///   - backslashEscapes: Whether in quotes a backslash makes the byte after it text, as some databases write it. By
  ///     default it is text itself.
  ///   - quoting: Which fields are put in quotes by a writer. By default those that need it.
  ///   - lineEnd: What a writer ends records with. By default a line feed.
  ///   - escapesFormulas: Whether a writer puts an apostrophe before text that begins with `=`, `+`, `-`, `@`, a tab or
  ///     a newline and is no number, so that spreadsheets do not run it as a formula (OWASP, "CSV Injection"). Reading
  ///     gives the apostrophe back as text. By default the text is written as it is.
  public init(
    separator: Character = ",",
    quote: Character? = "\"",
    comment: Character? = nil,
    header: Header = .none,
    duplicateNames: DuplicateNames = .fail,
    skippedLines: Int = 0,
    detectsSeparator: Bool = false,
    trimsFields: Bool = false,
    nullTexts: [String] = [""],
    strictQuotes: Bool = false,
    ragged: Ragged = .fail,
    damaged: Damaged = .fail,
    limit: Int = 1_048_576,
    backslashEscapes: Bool = false,
    quoting: Quoting = .asNeeded,
    lineEnd: LineEnd = .lf,
    escapesFormulas: Bool = false
  ) {
    self.separator = separator
    self.quote = quote
    self.comment = comment
    self.header = header
    self.duplicateNames = duplicateNames
    self.skippedLines = skippedLines
    self.detectsSeparator = detectsSeparator
    self.trimsFields = trimsFields
    self.nullTexts = nullTexts
    self.strictQuotes = strictQuotes
    self.ragged = ragged
    self.damaged = damaged
    self.limit = limit
    self.backslashEscapes = backslashEscapes
    self.quoting = quoting
    self.lineEnd = lineEnd
    self.escapesFormulas = escapesFormulas
    checkCharacters()
    require(
      quote != nil || quoting == .asNeeded,
      "A format without a quote cannot put all fields in quotes. Give it one, or leave quoting out."
    )
    if case .names(let names) = header {
      do {
        _ = try CSVHeader(names, duplicateNames)
      } catch {
        require(
          false,
          "In the names given for a CSV header, \(error.sentence). Give another, or choose duplicateNames."
        )
      }
    }
    require(
      (1...268_435_456).contains(limit),
      "The limit of a record's length is 1 to 268,435,456 bytes, and \(limit) is not."
    )
    require(skippedLines >= 0, "The number of lines to skip must not be negative; it was \(skippedLines).")
  }

  private func checkCharacters() {
    require(
      canSeparate(separator),
      "The separator of CSV fields is one ASCII character, neither a newline nor the quote, the comment or a backslash "
        + "that escapes; it was \(separator.debugDescription)."
    )
    if let quote {
      require(
        Self.isUsable(quote) && !" \t".contains(quote) && quote != comment && !(backslashEscapes && quote == "\\"),
        "The quote of CSV fields is one ASCII character, neither white space nor the comment or a backslash that escapes; "
          + "it was \(quote.debugDescription)."
      )
    }
    if let comment {
      require(
        Self.isUsable(comment) && !(trimsFields && " \t".contains(comment)),
        "The comment of a CSV format is one ASCII character, and no newline; it was \(comment.debugDescription)."
      )
    }
    require(
      !backslashEscapes || quote != nil,
      "A backslash escapes only in quotes, and the format has none. Give it a quote, or leave backslashEscapes out."
    )
  }

  /// Whether fields of this format can be separated by a character.
  func canSeparate(_ separator: Character) -> Bool {
    Self.isUsable(separator) && separator != quote && separator != comment && !(backslashEscapes && separator == "\\")
  }

  private static func isUsable(_ character: Character) -> Bool {
    character.isASCII && !["\r", "\n", "\r\n"].contains(character)
  }

  /// The same format with its first record as one of fields.
  var ofRecordsOnly: CSVFormat {
    CSVFormat(
      separator: separator,
      quote: quote,
      comment: comment,
      skippedLines: skippedLines,
      detectsSeparator: detectsSeparator,
      trimsFields: trimsFields,
      limit: limit,
      backslashEscapes: backslashEscapes
    )
  }

  /// Commas and no header.
  public static let standard = CSVFormat()
  /// Commas, and names in the first record.
  public static let headed = CSVFormat(header: .firstRecord)
}
