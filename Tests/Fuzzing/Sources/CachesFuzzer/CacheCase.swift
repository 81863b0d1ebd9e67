import Decorators
import DecoratorsTesting

/// Some hundred calls on one cache, each compared with the model.
struct CacheCase<Key: FuzzedKey> {
  let seed: UInt64

  /// The first difference, or nil.
  func difference() -> String? {
    var random = SeededGenerator(seed: seed)
    let census = Census()
    let difference: String? =
      switch Int.random(in: 0..<4, using: &random) {
      case 0: memoCase(&random, census)
      case 1: lruCase(&random, census)
      case 2: frequencyCase(&random, census)
      default: ruledCase(&random, census)
      }
    if let difference { return difference }
    return census.alive == 0 ? nil : "\(census.alive) values are alive after the cache is gone."
  }

  private func frequencyCase(_ random: inout SeededGenerator, _ census: Census) -> String? {
    var frequencyCase = FrequencyCase<Key>(&random, census)
    return frequencyCase.difference(&random)
  }

  // MARK: MemoCache

  private func memoCase(_ random: inout SeededGenerator, _ census: Census) -> String? {
    let timeToLive = Bool.random(using: &random) ? Int.random(in: 1...40, using: &random) : nil
    var model = ModelCache<Key>(capacity: .random(in: 0...20, using: &random), timeToLive: timeToLive)
    let clock = RecordingClock()
    let cache = MemoCache<Key, Tracked>(
      capacity: model.capacity,
      timeToLive: timeToLive.map { .seconds($0) },
      clock: clock
    )
    var now = 0
    for step in 0..<Int.random(in: 1...300, using: &random) {
      let key = Key.make(&random)
      switch Int.random(in: 0..<20, using: &random) {
      case 0..<9:
        let kept = model.value(for: key, at: now)
        let value = cache.value(for: key) { Tracked(step, in: census) }
        if kept == nil { model.insert(step, for: key, at: now) }
        guard value.number == kept ?? step else { return report("value(for:)", key, step, kept, value.number) }
      case 9..<12:
        let kept = model.peek(key, at: now)
        let value = cache.peek(key)?.number
        guard value == kept else { return report("peek", key, step, kept, value) }
      case 12..<15:
        model.insert(step, for: key, at: now)
        cache.insert(Tracked(step, in: census), for: key)
      case 15..<17:
        model.remove(key)
        _ = cache.remove(key)
      case 17..<19:
        let pause = Int.random(in: 0...20, using: &random)
        now += pause
        clock.advance(by: .seconds(pause))
      default:
        guard Int.random(in: 0..<5, using: &random) == 0 else { continue }
        model.removeAll()
        cache.removeAll()
      }
      guard census.alive == cache.cacheInfo.count else {
        return "After step \(step), \(census.alive) values are alive and the cache says \(cache.cacheInfo.count)."
      }
    }
    return nil
  }

  private func ruledCase(_ random: inout SeededGenerator, _ census: Census) -> String? {
    var ruled = RuledCase<Key>(&random, census)
    return ruled.difference(&random)
  }

  // MARK: LRUCache

  private func lruCase(_ random: inout SeededGenerator, _ census: Census) -> String? {
    var model = ModelCache<Key>(capacity: .random(in: 0...20, using: &random), timeToLive: nil)
    var cache = LRUCache<Key, Tracked>(capacity: model.capacity)
    var copies: [(cache: LRUCache<Key, Tracked>, numbers: [Int])] = []
    for step in 0..<Int.random(in: 1...300, using: &random) {
      let key = Key.make(&random)
      switch Int.random(in: 0..<20, using: &random) {
      case 0..<7:
        let kept = model.value(for: key, at: 0)
        let value = cache.value(for: key)?.number
        guard value == kept else { return report("value(for:)", key, step, kept, value) }
      case 7..<14:
        model.insert(step, for: key, at: 0)
        cache.insert(Tracked(step, in: census), for: key)
      case 14..<17:
        model.remove(key)
        cache.remove(key)
      case 17:
        copies.append((cache, model.entries.map(\.value)))
      case 18:
        guard Int.random(in: 0..<8, using: &random) == 0 else { continue }
        model.removeAll()
        cache.removeAll()
      default:
        let numbers = cache.map(\.value.number)
        let expected = model.entries.map(\.value)
        guard numbers == expected else { return "At step \(step), the order is \(numbers), not \(expected)." }
      }
    }
    for copy in copies where copy.cache.map(\.value.number) != copy.numbers {
      return "A copy has changed from \(copy.numbers) to \(copy.cache.map(\.value.number))."
    }
    return nil
  }

  private func report(_ call: String, _ key: Key, _ step: Int, _ expected: Int?, _ found: Int?) -> String {
    let text = { (value: Int?) in value.map(String.init) ?? "nothing" }
    return "At step \(step), \(call) of \(key) gave \(text(found)), and \(text(expected)) was expected."
  }
}
