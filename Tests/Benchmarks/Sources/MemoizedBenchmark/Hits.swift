import BenchmarkHarness
import Decorators
import Synchronization

/// A hit with one key after the other, run now, beside a dictionary with and without a lock.
func hits(_ title: String, _ keys: [Int]) async { await table(title, keys, sought(keys)) }
func hits(_ title: String, _ keys: [String]) async { await table(title, keys, sought(keys)) }
func hits(_ title: String, _ keys: [Pair]) async { await table(title, keys, sought(keys)) }

@inline(__always)
private func table<Key: Hashable & Sendable>(_ title: String, _ keys: [Key], _ sought: [Key]) async {
  let plain = opaque(Dictionary(uniqueKeysWithValues: zip(keys, 0...)))
  let locked = LockedDictionary(plain)
  let cache = MemoCache<Key, Int>(capacity: keys.count)
  for (value, key) in keys.enumerated() { cache.insert(value, for: key) }
  var table = BenchmarkTable("A hit, \(title)")
  table.row("Dictionary") { count in sum(count) { plain[sought[$0 % keyCount]] ?? 0 } }
  table.row("Mutex<Dictionary>", over: "Dictionary") { count in
    sum(count) { locked.value(for: sought[$0 % keyCount]) ?? 0 }
  }
  table.row("MemoCache.value(for:)", over: "Mutex<Dictionary>", atMost: .times(1.25)) { count in
    sum(count) { number in cache.value(for: sought[number % keyCount]) { number } }
  }
  await table.run()
}

/// What one writes without a cache: the standard library's dictionary behind its mutex.
final class LockedDictionary<Key: Hashable & Sendable>: Sendable {
  let values: Mutex<[Key: Int]>

  init(_ values: [Key: Int]) { self.values = Mutex(values) }

  @inline(__always)
  func value(for key: Key) -> Int? { values.withLock { $0[key] } }
}
