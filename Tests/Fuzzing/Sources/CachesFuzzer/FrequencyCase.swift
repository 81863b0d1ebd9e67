import Decorators
import DecoratorsTesting

/// Some hundred calls on one cache that evicts by frequency.
///
/// The model does not say which entry leaves. It learns that from the listener, and checks that everything else is there.
struct FrequencyCase<Key: FuzzedKey> {
  private struct Entry {
    var number: Int
    var deadline: Int
  }

  /// What the cache must have. The case uses it on one thread.
  private final class Present: @unchecked Sendable {
    var entries: [Key: Entry] = [:]
    var finding: String?

    func leave(_ key: Key, _ value: Tracked, _ cause: EvictionCause) {
      let entry = entries.removeValue(forKey: key)
      if entry?.number != value.number {
        finding = "\(value.number) left for \(key) (\(cause)), which had \(entry?.number.description ?? "nothing")"
      }
    }
  }

  private let census: Census
  private let clock = RecordingClock()
  private let cache: MemoCache<Key, Tracked>
  private let present = Present()
  private let timeToLive: Int?
  private let isWeighed: Bool
  private var capacity: Int
  private var now = 0

  init(_ random: inout SeededGenerator, _ census: Census) {
    self.census = census
    capacity = .random(in: 0...40, using: &random)
    timeToLive = Bool.random(using: &random) ? .random(in: 1...400, using: &random) : nil
    isWeighed = .random(using: &random)
    let weighing: @Sendable (Key, Tracked) -> Int = { Self.weight(of: $1.number) }
    cache = MemoCache(
      capacity: capacity,
      eviction: .windowTinyLFU,
      timeToLive: timeToLive.map { .nanoseconds($0) },
      clock: clock,
      onEviction: { [present] in present.leave($0, $1, $2) },
      weighing: isWeighed ? weighing : nil
    )
  }

  private static func weight(of number: Int) -> Int { number % 7 + 1 }

  /// The first difference, or nil.
  mutating func difference(_ random: inout SeededGenerator) -> String? {
    for step in 0..<Int.random(in: 1...600, using: &random) {
      now += 1
      clock.advance(by: .nanoseconds(1))
      let difference = difference(at: step, Key.make(&random), &random) ?? present.finding
      if let difference { return "At step \(step), \(difference)" }
      guard census.alive == present.entries.count, cache.count == census.alive else {
        return "After step \(step), \(census.alive) values are alive; the cache has \(cache.count), and "
          + "\(present.entries.count) were expected."
      }
      let weight = isWeighed ? present.entries.values.reduce(0) { $0 + Self.weight(of: $1.number) } : census.alive
      guard cache.weight == weight, weight <= capacity else {
        return
          "After step \(step), the weight is \(cache.weight), \(weight) was expected, and the bound is \(capacity)."
      }
    }
    return nil
  }

  private mutating func difference(at step: Int, _ key: Key, _ random: inout SeededGenerator) -> String? {
    switch Int.random(in: 0..<40, using: &random) {
    case 0..<24:
      let fresh = fresh(key)
      var isLoaded = false
      let value = cache.value(for: key) {
        isLoaded = true
        return Tracked(step, in: census)
      }
      if isLoaded { store(step, for: key) }
      guard value.number == fresh ?? step else { return "value(for:) of \(key) gave \(value.number)." }
    case 24..<28:
      let value = cache.peek(key)?.number
      guard value == fresh(key) else { return "peek of \(key) gave \(value?.description ?? "nothing")." }
    case 28..<34:
      cache.insert(Tracked(step, in: census), for: key)
      store(step, for: key)
    case 34..<37: cache.remove(key)
    case 37:
      guard Int.random(in: 0..<9, using: &random) == 0 else { return nil }
      cache.removeAll()
    case 38:
      guard Int.random(in: 0..<9, using: &random) == 0 else { return nil }
      capacity = .random(in: 0...40, using: &random)
      cache.resize(to: capacity)
    default:
      now += 30
      clock.advance(by: .nanoseconds(30))
      cache.removeExpired()
    }
    return nil
  }

  private func fresh(_ key: Key) -> Int? {
    present.entries[key].flatMap { $0.deadline > now ? $0.number : nil }
  }

  /// Notes a value that was just stored, unless the cache cannot keep it. A former one has left by now.
  private func store(_ number: Int, for key: Key) {
    guard key == key, (isWeighed ? Self.weight(of: number) : 1) <= capacity else { return }
    present.entries[key] = Entry(number: number, deadline: timeToLive.map { now + $0 } ?? .max)
  }
}
