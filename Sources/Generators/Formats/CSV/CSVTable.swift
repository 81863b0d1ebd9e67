internal import CByteScan

/// Where the records and fields of a block are. It is written again only while no record refers to it.
@usableFromInline
final class CSVTable: @unchecked Sendable {
  /// What the records of a table have in common.
  @usableFromInline
  struct Context {
    @usableFromInline var header: CSVHeader?
    /// The number of the record whose ordinal is 0.
    @usableFromInline var firstNumber = 1
    /// The number of the line that has no line of the table before it.
    var firstLine = 1
    /// What stands for no value.
    var nulls = CSVNulls()
  }

  static let standardRecords = 1024
  static let standardFields = 8192

  /// A start and an end for each field.
  @usableFromInline let fields: UnsafeMutablePointer<UInt32>
  let records: UnsafeMutablePointer<csv_record>
  let fieldCapacity: Int
  /// The block that the records are in, once they are delivered.
  @usableFromInline var block: Block?
  @usableFromInline var context = Context()
  /// How many records are delivered: the first ones of `records`.
  var count = 0

  init(fieldCapacity: Int) {
    self.fieldCapacity = fieldCapacity
    fields = .allocate(capacity: 2 * fieldCapacity)
    records = .allocate(capacity: Self.standardRecords)
  }

  deinit {
    fields.deallocate()
    records.deallocate()
  }

  /// The number of the line on which the record that starts at `start` starts.
  func line(ofRecordAt start: UInt32) -> Int {
    var (low, high) = (0, count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if records[middle].start <= start { low = middle } else { high = middle }
    }
    return context.firstLine + Int(records[low].line)
  }

  var fieldEntries: UnsafeMutablePointer<csv_field> {
    UnsafeMutableRawPointer(fields).assumingMemoryBound(to: csv_field.self)
  }
}

/// Tables to be used again.
///
/// As for ``BlockPool``, nothing but the count of references orders what the consumer read and what is written next.
struct CSVTablePool {
  /// Those that are read ahead, and some that records keep for a while.
  private static let depth = BlockPool.depth

  private var tables: [CSVTable] = []

  /// A table with room for more than `fields`, to which nothing else refers.
  mutating func take(moreThan fields: Int) -> CSVTable {
    guard 2 * fields <= CSVTable.standardFields else { return CSVTable(fieldCapacity: 2 * fields) }
    for index in tables.indices where isKnownUniquelyReferenced(&tables[index]) {
      tables[index].block = nil
      return tables.remove(at: index)
    }
    return CSVTable(fieldCapacity: CSVTable.standardFields)
  }

  /// Keeps a table until nothing else refers to it. If too many wait, the oldest is given up.
  mutating func put(_ table: CSVTable) {
    guard table.fieldCapacity == CSVTable.standardFields else { return }
    if tables.count == Self.depth { tables.removeFirst() }
    tables.append(table)
  }

  /// Releases the blocks of tables to which nothing else refers, so that they can be filled again.
  mutating func releaseBlocks() {
    for index in tables.indices where isKnownUniquelyReferenced(&tables[index]) { tables[index].block = nil }
  }
}
