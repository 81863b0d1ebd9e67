public import Synchronization

/// A byte for each entry of a table: how often the entry was used lately, and the part of the cache that it is in.
///
/// Hits count uses at the same time, so the bytes are atomic. A use that two hits count at once may count as one. Hits
/// write nothing once an entry has ``mostUses``, so that the entries that everybody uses stay in the caches of all
/// processors.
///
/// An unmanaged handle, which belongs to the memory of the table.
@frozen
@usableFromInline
struct EntryMarks {
  /// `Atomic` is stored inline and has the layout of its value, of which every bit pattern is valid.
  @usableFromInline let bytes: UnsafeMutablePointer<Atomic<UInt8>>

  @inlinable
  static var mostUses: UInt8 { 3 }
  @inlinable
  static var isMainBit: UInt8 { 0x80 }

  /// Allocates the bytes. The table sets each of them when it adds the entry.
  @inlinable
  init(capacity: Int) {
    bytes = .allocate(capacity: capacity)
  }

  @inlinable
  func free() { bytes.deallocate() }

  @inlinable
  subscript(index: Int) -> UInt8 {
    @inline(__always) get { bytes[index].load(ordering: .relaxed) }
    @inline(__always) nonmutating set { bytes[index].store(newValue, ordering: .relaxed) }
  }

  /// Counts a use of the entry. Code that changes the part of an entry excludes hits, so no part is lost here.
  @inlinable
  @inline(__always)
  func markUse(at index: Int) {
    let mark = self[index]
    if mark & ~Self.isMainBit < Self.mostUses { self[index] = mark &+ 1 }
  }
}
