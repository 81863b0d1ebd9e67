import Synchronization

/// A table of policies by their place in the source, which only grows.
///
/// A lookup takes no lock and writes nothing, so functions and threads do not wait for each other. It takes constant
/// time for up to some thousands of places.
///
/// It is unchecked, because it holds pointers: entries do not change once a bucket leads to them, and are never freed.
struct KeptPolicies: @unchecked Sendable {
  private struct Entry {
    let place: Int
    let policy: TimingPolicy
    let next: Link
  }
  private typealias Link = UnsafeMutablePointer<Entry>?

  private static let bits = 10
  private let buckets = UnsafeMutablePointer<Atomic<Link>>.allocate(capacity: 1 << Self.bits)

  init() {
    for index in 0..<(1 << Self.bits) { (buckets + index).initialize(to: Atomic(nil)) }
  }

  /// The policy of a place. If there is none, it keeps the one that `make` makes.
  ///
  /// If several first calls make one at the same time, the first to finish has its policy kept, and all get that one.
  func policy(at place: Int, _ make: () -> TimingPolicy) -> TimingPolicy {
    let bucket = buckets + Int((UInt64(UInt(bitPattern: place)) &* 0x9E37_79B9_7F4A_7C15) >> UInt64(64 - Self.bits))
    if let kept = Self.policy(at: place, from: bucket.pointee.load(ordering: .acquiring)) { return kept }
    let made = make()
    while true {
      let first = bucket.pointee.load(ordering: .acquiring)
      if let kept = Self.policy(at: place, from: first) { return kept }
      let entry = UnsafeMutablePointer<Entry>.allocate(capacity: 1)
      entry.initialize(to: Entry(place: place, policy: made, next: first))
      if bucket.pointee.compareExchange(expected: first, desired: entry, ordering: .acquiringAndReleasing).exchanged {
        return made
      }
      entry.deinitialize(count: 1).deallocate()
    }
  }

  private static func policy(at place: Int, from link: Link) -> TimingPolicy? {
    var link = link
    while let entry = link {
      if entry.pointee.place == place { return entry.pointee.policy }
      link = entry.pointee.next
    }
    return nil
  }
}
