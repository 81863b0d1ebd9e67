import Decorators
import DecoratorsTesting

/// Some hundred calls on one cache with stale values and perhaps weights, each compared with the model.
struct RuledCase<Key: FuzzedKey> {
  private struct LoadFailure: Error {}

  private let census: Census
  private let clock = RecordingClock()
  private let cache: MemoCache<Key, Tracked>
  private var model: RuledModel<Key>
  private var now = 0

  init(_ random: inout SeededGenerator, _ census: Census) {
    self.census = census
    model = RuledModel(
      capacity: .random(in: 0...40, using: &random),
      isWeighed: .random(using: &random),
      timeToLive: .random(in: 1...60, using: &random),
      staleFor: Bool.random(using: &random) ? .random(in: 1...60, using: &random) : 0,
      retryingAfter: .random(in: 1...30, using: &random)
    )
    let weighing: @Sendable (Key, Tracked) -> Int = { Self.weight(of: $1.number) }
    cache = MemoCache(
      capacity: model.capacity,
      freshness: Freshness(
        timeToLive: .nanoseconds(model.timeToLive),
        staleFor: .nanoseconds(model.staleFor),
        retryingAfter: .nanoseconds(model.retryingAfter)
      ),
      clock: clock,
      weighing: model.isWeighed ? weighing : nil
    )
  }

  private static func weight(of number: Int) -> Int { number % 13 - 1 }

  /// The first difference, or nil.
  mutating func difference(_ random: inout SeededGenerator) -> String? {
    for step in 0..<Int.random(in: 1...300, using: &random) {
      // Entries that are stored at the same time could leave in any order.
      advance(by: 1)
      if let difference = difference(at: step, Key.make(&random), &random) { return "At step \(step), \(difference)" }
      guard census.alive == model.entries.count, cache.count == census.alive else {
        return "After step \(step), \(census.alive) values are alive; the cache has \(cache.count), and "
          + "\(model.entries.count) were expected."
      }
      guard cache.weight == model.weight else {
        return "After step \(step), the weight is \(cache.weight), and \(model.weight) was expected."
      }
    }
    return nil
  }

  private mutating func advance(by pause: Int) {
    now += pause
    clock.advance(by: .nanoseconds(pause))
  }

  private mutating func difference(at step: Int, _ key: Key, _ random: inout SeededGenerator) -> String? {
    switch Int.random(in: 0..<24, using: &random) {
    case 0..<6: return lookUp(key, loading: step)
    case 6..<11: return lookUp(key, loading: nil)
    case 11..<15:
      model.insert(step, weight: Self.weight(of: step), for: key, at: now)
      cache.insert(Tracked(step, in: census), for: key)
    case 15..<17:
      model.remove(key)
      cache.remove(key)
    case 17..<20: advance(by: .random(in: 0...30, using: &random))
    case 20:
      let (count, expected) = (cache.removeExpired(), model.removeExpired(at: now))
      guard count == expected else { return "removeExpired gave \(count), and \(expected) was expected." }
    case 21:
      let capacity = Int.random(in: 0...40, using: &random)
      model.resize(to: capacity, at: now)
      cache.resize(to: capacity)
    case 22:
      guard cache.keys == model.freshKeys(at: now) else {
        return "the keys are \(cache.keys), not \(model.freshKeys(at: now))."
      }
    default:
      guard Int.random(in: 0..<5, using: &random) == 0 else { return nil }
      model.removeAll()
      cache.removeAll()
    }
    return nil
  }

  /// Looks a key up with a load that returns a number, or that fails.
  private mutating func lookUp(_ key: Key, loading number: Int?) -> String? {
    let found = model.find(key, at: now)
    var loads = 0
    let value = try? cache.value(for: key) { () throws -> Tracked in
      loads += 1
      guard let number else { throw LoadFailure() }
      return Tracked(number, in: census)
    }
    let expected: Int?
    var expectedLoads = 1
    switch found {
    case .fresh(let kept), .stale(let kept, isDue: false): (expected, expectedLoads) = (kept, 0)
    case .stale(let kept, isDue: true): expected = number ?? kept
    case .nothing: expected = number
    }
    if expectedLoads == 1 {
      if let number {
        model.insert(number, weight: Self.weight(of: number), for: key, at: now)
      } else {
        model.fail(key, at: now)
      }
    }
    guard value?.number == expected, loads == expectedLoads else {
      return "value(for:) of \(key) gave \(String(describing: value?.number)) with \(loads) loads, and "
        + "\(String(describing: expected)) with \(expectedLoads) was expected."
    }
    return nil
  }
}
