/// One record of a CSV input: its fields, its number and where it starts.
///
/// ```swift
/// let name = record["name"]?.string     // by the header's names
/// let city = record[2].string           // by place; record.field(2) where it may not be there
/// for field in record { … }
/// ```
///
/// A field is a ``ByteSlice``: its text without the quotes around it, doubled quotes made one, and no `String` until
/// you ask; its bytes are those of the input, also if they are not UTF-8. A record is a small value that refers to the
/// block of memory that it was read into, 256 KiB as a rule, and to where the fields in it are. It can be stored and
/// sent anywhere, and keeps both alive: to keep a few out of many for long, keep strings.
public struct CSVRecord: RandomAccessCollection, Sendable {
  @usableFromInline let table: CSVTable
  @usableFromInline let start: UInt32
  @usableFromInline let first: UInt32
  @usableFromInline let length: UInt32
  @usableFromInline let ordinal: UInt32

  @inlinable
  init(table: CSVTable, start: UInt32, first: UInt32, count: UInt32, ordinal: UInt32) {
    self.table = table
    self.start = start
    self.first = first
    length = count
    self.ordinal = ordinal
  }

  @inlinable public var startIndex: Int { 0 }
  /// How many fields there are: at least 1.
  @inlinable public var endIndex: Int { Int(length) }

  /// The record's number in its input, from 1. A header in the input and records that are skipped have numbers too.
  /// Empty lines have none.
  @inlinable public var number: Int { table.context.firstNumber + Int(ordinal) }

  /// The number of the line on which the record starts, from 1. Every line of the input counts: empty ones, comments,
  /// and those inside quotes.
  ///
  /// - Complexity: O(log *n*) in the records of its block.
  public var line: Int { table.line(ofRecordAt: start) }

  /// The offset of the record's first byte in its input, from 0, after decompression.
  @inlinable public var offset: Int { table.block.unsafelyUnwrapped.offset + Int(start) }

  /// What the record was read from: a path, `standard input`, or the ``ByteSource/name`` of a source.
  @inlinable public var source: String { table.block.unsafelyUnwrapped.origin?.name ?? "" }

  /// The names of the fields, if the format has any.
  @inlinable public var header: CSVHeader? { table.context.header }

  /// The field number `index`, from 0. If the record has fewer, the program stops: see ``field(_:)``.
  @inlinable
  public subscript(index: Int) -> ByteSlice {
    guard let field = field(index) else {
      fatalError("The record has no such field. Use field(_:), which is nil for a field that is not there.")
    }
    return field
  }

  /// The field number `index`, from 0; nil if the record has fewer.
  @inlinable
  public func field(_ index: Int) -> ByteSlice? {
    require(index >= 0, "Fields are numbered from 0, so there is none at a negative index.")
    guard index < Int(length) else { return nil }
    let entry = table.fields + 2 * (Int(first) &+ index)
    let start = Int(entry[0])
    return ByteSlice(block: table.block.unsafelyUnwrapped, start: start, count: Int(entry[1]) &- start)
  }

  /// The field of that name in the header; nil if there is no such name, or the record is too short.
  ///
  /// - Complexity: The name is hashed. To read one field of many records, ask ``CSVHeader/index(of:)`` once.
  public subscript(name: String) -> ByteSlice? {
    header?.index(of: name).flatMap(field)
  }
}

extension CSVRecord {
  /// Whether the field number `index`, from 0, stands for no value: it is one of the format's ``CSVFormat/nullTexts``.
  ///
  /// Text in quotes is a value, except the empty text. A field that is not there stands for no value.
  public func isNull(_ index: Int) -> Bool {
    guard let field = field(index) else { return true }
    return table.context.nulls.contains(field, isQuoted: isQuoted(field))
  }

  /// Calls `body` with the bytes that the fields are in, with where each starts and ends there, and with how many bytes
  /// they have at most.
  func withPlaces(_ body: (UnsafePointer<UInt8>, UnsafePointer<UInt32>, Int) -> Void) {
    defer { withExtendedLifetime(table) {} }
    let places = UnsafePointer(table.fields + 2 * Int(first))
    let end = Int(places[2 * count - 1])
    body(UnsafePointer(table.block.unsafelyUnwrapped.base), places, end - Int(places[0]))
  }

  /// Whether a field has quotes around it. The byte before one without them is another: a separator, a newline or a
  /// blank.
  private func isQuoted(_ field: ByteSlice) -> Bool {
    guard let quote = table.context.nulls.quote, field.first > start else { return false }
    return withExtendedLifetime(table) { field.block.base[Int(field.first) - 1] == quote }
  }
}

extension CSVRecord: CustomStringConvertible {
  /// The texts of the fields.
  public var description: String { map(\.string).description }
}
