internal import CByteScan

/// Walks over the records of one table after the other.
@usableFromInline
struct CSVCursor {
  /// How a record is laid out in a table, in numbers of 32 bits: `csv_record`.
  @usableFromInline static var stride: Int { 6 }

  @usableFromInline var table: CSVTable?
  /// The next record, and the place behind the last one.
  @usableFromInline var record: UnsafePointer<UInt32>
  @usableFromInline var end: UnsafePointer<UInt32>

  fileprivate init() {
    record = Self.nowhere
    end = Self.nowhere
  }

  private static var nowhere: UnsafePointer<UInt32> { UnsafePointer(bitPattern: MemoryLayout<UInt32>.alignment)! }

  /// The next record of the table, or nil where another table is needed.
  @inlinable
  mutating func next() -> CSVRecord? {
    guard record != end else { return nil }
    let place = record
    record += Self.stride
    return CSVRecord(
      table: table.unsafelyUnwrapped,
      start: place[0],
      first: place[2],
      count: place[3] &- place[2],
      ordinal: place[4]
    )
  }

  mutating func load(_ slice: BlockSlice) {
    let table = slice.records!
    self.table = table
    record = UnsafeRawPointer(table.records).assumingMemoryBound(to: UInt32.self)
    end = record + table.count * Self.stride
  }

  /// Releases the table, so that it can be filled again.
  mutating func unload() {
    table = nil
    (record, end) = (Self.nowhere, Self.nowhere)
  }
}

/// The cursor of an iteration, which all copies of its iterator move on together: there is one input to read.
@usableFromInline
final class SharedCSVCursor {
  /// It is apart, so that moving it is a plain store.
  @usableFromInline let cursor: UnsafeMutablePointer<CSVCursor>

  init() {
    cursor = .allocate(capacity: 1)
    cursor.initialize(to: CSVCursor())
  }

  deinit {
    cursor.deinitialize(count: 1)
    cursor.deallocate()
  }

  @inlinable
  func next() -> CSVRecord? {
    defer { withExtendedLifetime(self) {} }
    return cursor.pointee.next()
  }

  func load(_ slice: BlockSlice) { cursor.pointee.load(slice) }

  func unload() { cursor.pointee.unload() }
}
