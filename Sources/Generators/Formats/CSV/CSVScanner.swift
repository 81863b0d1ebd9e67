internal import CByteScan

/// Finds records and fields in the bytes of a block as they come, each byte once, and keeps them in tables.
struct CSVScanner {
  private var scan = csv_scan()
  private let spares = SpareCSVTables()
  private var table: CSVTable

  init(_ format: CSVFormat) {
    table = spares.table()
    scan.separator = format.separator.asciiValue!
    scan.quote = format.quote?.asciiValue ?? 0
    scan.quoting = format.quote == nil ? 0 : .max
    scan.escape = format.backslashEscapes ? UInt8(ascii: "\\") : scan.quote
    scan.has_comments = format.comment != nil
    scan.comment = format.comment?.asciiValue ?? 0
    scan.trims = format.trimsFields
    scan.is_strict = format.strictQuotes
    use(table)
  }

  /// The whole records that have been found and not delivered.
  var records: UnsafeMutableBufferPointer<csv_record> {
    UnsafeMutableBufferPointer(start: table.records, count: scan.record_count)
  }

  /// How far the block has been scanned.
  var position: Int { scan.at }
  /// Where the unfinished record starts.
  var unfinishedStart: Int { scan.record_start }
  /// How many bytes of the unfinished record there are.
  var unfinishedLength: Int { scan.at - scan.record_start }
  /// The unfinished record, as far as it is known.
  var unfinished: csv_record {
    csv_record(
      start: UInt32(scan.record_start),
      end: UInt32(scan.at),
      first: UInt32(scan.record_first),
      last: UInt32(scan.field_count),
      ordinal: scan.ordinal,
      line: scan.record_line
    )
  }

  /// The ordinal of the unfinished record.
  var ordinal: UInt32 { scan.ordinal }
  /// How many lines of the table come before the unfinished record.
  var line: UInt32 { scan.record_line }
  /// Whether the scan has stopped at a quote that strict quotes forbid.
  var isAtStrayQuote: Bool { scan.mode == csv_at_stray_quote }
  /// The number of the field that is being scanned, from 1.
  var fieldNumber: Int { scan.field_count - scan.record_first + 1 }
  /// Whether the byte before ``position`` is a carriage return.
  var isAfterReturn: Bool { scan.is_after_return }

  // MARK: Scanning

  /// Continues up to `end`, until a table is full of whole records, or up to a stray quote.
  mutating func run(in block: Block, to end: Int) {
    while scan.at < end {
      csv_scan_run(&scan, block.base, end)
      if scan.record_count > 0 || isAtStrayQuote { return }
      if scan.at < end { growTable() }
    }
  }

  /// Ends the last record where the bytes end, and says whether that can be: not inside quotes.
  mutating func finish(in block: Block) -> Bool {
    if scan.field_count == scan.field_capacity { growTable() }
    return csv_scan_finish(&scan, block.base)
  }

  /// Removes the whole record number `index` and everything after it.
  mutating func forget(from index: Int) {
    let record = table.records[index]
    scan.record_count = index
    scan.record_first = Int(record.first)
    scan.ordinal = record.ordinal
    scan.record_line = record.line
    forgetUnfinished()
  }

  /// Removes the unfinished record.
  mutating func forgetUnfinished() {
    scan.field_count = scan.record_first
    scan.needs_decoding = false
  }

  /// Counts a record that is left out.
  mutating func countSkipped() { scan.ordinal += 1 }

  /// Goes on at `position`, where a record starts, `newlines` after where the unfinished record started.
  mutating func start(at position: Int, newlines: UInt32 = 0, isAfterReturn: Bool = false) {
    scan.at = position
    scan.record_start = position
    scan.field_start = position
    scan.mode = csv_at_field
    scan.record_line += newlines
    scan.line = scan.record_line
    scan.is_after_return = isAfterReturn
  }

  /// Separates fields by another byte from now on.
  mutating func separate(by separator: UInt8) { scan.separator = separator }

  /// Corrects the places of the unfinished record, whose bytes have been moved towards the start of their block.
  mutating func move(by distance: Int) {
    for index in scan.record_first..<scan.field_count {
      scan.fields[index].start -= UInt32(distance)
      scan.fields[index].end -= UInt32(distance)
    }
    scan.at -= distance
    // Those that do not belong to the unfinished record mean nothing.
    scan.record_start = max(0, scan.record_start - distance)
    scan.field_start = max(0, scan.field_start - distance)
    scan.field_end = max(0, scan.field_end - distance)
  }

  // MARK: Tables

  /// The texts of the fields of the first whole record.
  ///
  /// The records after it stay as they are: a header that is too long is read again.
  mutating func textsOfFirstRecord(in block: Block) -> [String] {
    let first = table.records[0]
    let unfinished = scan.record_first
    scan.record_first = Int(first.last)
    decodeFields(in: block)
    scan.record_first = unfinished
    return (0..<Int(first.last)).map { index in
      let field = table.fieldEntries[index]
      return String(decoding: block.bytes(Int(field.start)..<Int(field.end)), as: UTF8.self)
    }
  }

  /// Returns the table with the first `count` of its whole records and begins another one; nil if there are none.
  mutating func takeTable(of count: Int, in block: Block, _ context: CSVTable.Context) -> CSVTable? {
    decodeFields(in: block)
    let full = table
    // The unfinished record goes on in the next table, and has room there.
    continueTable(in: spares.table(fieldCapacity: 2 * (scan.field_count - scan.record_first)))
    scan.ordinal = 0
    scan.line -= scan.record_line
    scan.record_line = 0
    guard count > 0 else { return nil }
    full.block = block
    full.context = context
    full.count = count
    return full
  }

  /// Removes doubled quotes and escapes in the whole records, in place. Bytes after them stay, because they can be
  /// scanned again.
  private mutating func decodeFields(in block: Block) { csv_decode_fields(&scan, block.base) }

  /// Makes room for more fields of a record that fills the table.
  private mutating func growTable() {
    continueTable(in: spares.table(fieldCapacity: 2 * table.fieldCapacity))
  }

  /// Goes on in an empty table, into which the fields of the unfinished record are copied.
  private mutating func continueTable(in next: CSVTable) {
    let count = scan.field_count - scan.record_first
    next.fieldEntries.update(from: table.fieldEntries + scan.record_first, count: count)
    (scan.field_count, scan.record_first, scan.record_count) = (count, 0, 0)
    scan.any_needs_decoding = count > 0 && scan.any_needs_decoding
    table = next
    use(next)
  }

  private mutating func use(_ table: CSVTable) {
    scan.fields = table.fieldEntries
    scan.field_capacity = table.fieldCapacity
    scan.records = table.records
    scan.record_capacity = CSVTable.standardRecords
  }
}
