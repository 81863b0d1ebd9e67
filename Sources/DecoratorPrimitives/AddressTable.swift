public import Synchronization

/// A table of values by address, which only grows.
///
/// A lookup takes no lock and writes nothing, so functions and threads do not wait for each other. It takes constant
/// time for a few values per bucket.
///
/// ```swift
/// let policies = AddressTable<Policy>(buckets: 1_024)
/// let policy = policies.value(at: address) { Policy() }
/// ```
///
/// It is unchecked, because it holds pointers: an entry does not change once a bucket leads to it, and is freed only
/// with the table.
@usableFromInline
package final class AddressTable<Value: Sendable>: @unchecked Sendable {
  @usableFromInline
  struct Entry {
    @usableFromInline let address: Int
    @usableFromInline let value: Value
    @usableFromInline let next: Link

    @inlinable
    init(address: Int, value: Value, next: Link) {
      self.address = address
      self.value = value
      self.next = next
    }
  }
  @usableFromInline typealias Link = UnsafeMutablePointer<Entry>?

  @usableFromInline let count: Int
  @usableFromInline let buckets: UnsafeMutablePointer<Atomic<Link>>

  /// Creates an empty table. `count` is a power of two.
  @inlinable
  package init(buckets count: Int) {
    self.count = count
    buckets = .allocate(capacity: count)
    for index in 0..<count { (buckets + index).initialize(to: Atomic(nil)) }
  }

  @inlinable
  deinit {
    for index in 0..<count {
      var link = buckets[index].load(ordering: .acquiring)
      while let entry = link {
        link = entry.pointee.next
        entry.deinitialize(count: 1).deallocate()
      }
    }
    buckets.deinitialize(count: count).deallocate()
  }

  /// The value of an address. If there is none, the table keeps the one that `make` makes.
  ///
  /// If several first calls make one at the same time, the table keeps the one of the first to finish, and all get that
  /// one.
  @inlinable
  package func value(at address: Int, _ make: () -> Value) -> Value {
    let hash = (UInt64(UInt(bitPattern: address)) &* 0x9E37_79B9_7F4A_7C15) >> 40
    let bucket = buckets + (Int(truncatingIfNeeded: hash) & (count - 1))
    if let entry = Self.entry(at: address, from: bucket.pointee.load(ordering: .acquiring)) {
      return entry.pointee.value
    }
    let made = make()
    while true {
      let first = bucket.pointee.load(ordering: .acquiring)
      if let entry = Self.entry(at: address, from: first) { return entry.pointee.value }
      let entry = UnsafeMutablePointer<Entry>.allocate(capacity: 1)
      entry.initialize(to: Entry(address: address, value: made, next: first))
      if bucket.pointee.compareExchange(expected: first, desired: entry, ordering: .acquiringAndReleasing).exchanged {
        return made
      }
      entry.deinitialize(count: 1).deallocate()
    }
  }

  @inlinable
  static func entry(at address: Int, from link: Link) -> Link {
    var link = link
    while let entry = link, entry.pointee.address != address { link = entry.pointee.next }
    return link
  }
}
