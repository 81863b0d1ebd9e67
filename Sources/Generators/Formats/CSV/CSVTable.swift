internal import CByteScan
import DecoratorPrimitives

/// Where the records and fields of a block are. Its memory is used again when no record refers to it any more.
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
  /// Where its memory goes with the last reference to it.
  private let spares: SpareCSVTables
  /// The block that the records are in, once they are delivered.
  @usableFromInline var block: Block?
  @usableFromInline var context = Context()
  /// How many records are delivered: the first ones of `records`.
  var count = 0

  fileprivate init(_ memory: SpareCSVTables.Memory, _ spares: SpareCSVTables) {
    (fields, records, fieldCapacity) = (memory.fields, memory.records, memory.fieldCapacity)
    self.spares = spares
  }

  deinit { spares.put(SpareCSVTables.Memory(fields: fields, records: records, fieldCapacity: fieldCapacity)) }

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

/// The memory of tables to which nothing refers any more, to be used again, by whichever thread needs it next.
final class SpareCSVTables: Sendable {
  fileprivate struct Memory: @unchecked Sendable {
    let fields: UnsafeMutablePointer<UInt32>
    let records: UnsafeMutablePointer<csv_record>
    let fieldCapacity: Int

    init(fieldCapacity: Int) {
      fields = .allocate(capacity: 2 * fieldCapacity)
      records = .allocate(capacity: CSVTable.standardRecords)
      self.fieldCapacity = fieldCapacity
    }

    init(fields: UnsafeMutablePointer<UInt32>, records: UnsafeMutablePointer<csv_record>, fieldCapacity: Int) {
      (self.fields, self.records, self.fieldCapacity) = (fields, records, fieldCapacity)
    }

    func deallocate() {
      fields.deallocate()
      records.deallocate()
    }
  }

  /// Those that are read ahead, and some that records keep for a while.
  private static let depth = BlockPool.depth

  private let memories = Locked<[Memory]>([])

  deinit {
    for memory in memories.withLock({ $0 }) { memory.deallocate() }
  }

  /// An empty table with room for `fields` at least.
  func table(fieldCapacity fields: Int = CSVTable.standardFields) -> CSVTable {
    guard fields <= CSVTable.standardFields else { return CSVTable(Memory(fieldCapacity: fields), self) }
    let memory = memories.withLock { $0.popLast() }
    return CSVTable(memory ?? Memory(fieldCapacity: CSVTable.standardFields), self)
  }

  fileprivate func put(_ memory: Memory) {
    let isKept =
      memory.fieldCapacity == CSVTable.standardFields
      && memories.withLock { memories in
        guard memories.count < Self.depth else { return false }
        memories.append(memory)
        return true
      }
    if !isKept { memory.deallocate() }
  }
}
