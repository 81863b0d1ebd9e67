import DecoratorsTesting
import Testing

@testable import Decorators

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

extension LRUTable {
  /// The number of entries that a lookup compares before and with each entry that it finds.
  fileprivate func stepsOfLookups() -> [Int] {
    var steps: [Int] = []
    for head in 0...room.mask {
      for first in [room.heads, room.hardenedHeads].compactMap({ $0?[head] }) {
        var (link, step) = (first, 0)
        while link != 0 {
          step += 1
          steps.append(step)
          link = node(at: Int(link) - 1).pointee.next
        }
      }
    }
    return steps
  }
}

@Suite("Lengths of chains")
struct ChainLengthTests {
  /// With these seeds, the hash of a word is its lower half.
  private let knownSeeds = HashSeeds(seed: 0, multiplier: 1)

  private func steps<Key: Hashable>(_ keys: [Key], _ seeds: HashSeeds) -> (steps: [Int], isHardened: Bool) {
    let hash = KeyHash<Key>(seeds: seeds)
    var table = LRUTable<Key, Int>()
    defer { table.destroy() }
    for (value, key) in keys.enumerated() { table.append(key, value, hash: hash(key), by: hash) }
    for (value, key) in keys.enumerated() {
      if table.index(of: key, hash: hash(key), by: hash).map({ table[$0] }) != value { Issue.record("\(key) is lost.") }
    }
    while table.moving.isUnderWay { table.move(by: hash) }
    return (table.stepsOfLookups(), table.isHardened)
  }

  @Test("no integers that are made for known seeds make a lookup compare more than 32 entries")
  func integersMadeForTheSeeds() {
    let (steps, isHardened) = steps((0..<10_000).map { $0 << 32 }, knownSeeds)
    #expect(steps.count == 10_000 && isHardened)
    #expect(steps.max()! <= 32)
    #expect(Double(steps.reduce(0, +)) / 10_000 < 2)
  }

  @Test("no strings that are made for known seeds make a lookup compare more than 32 entries")
  func stringsMadeForTheSeeds() {
    let zeros = String(repeating: "\0", count: 8)
    let (steps, isHardened) = steps((0..<5_000).map { zeros + String(10_000 + $0) }, knownSeeds)
    #expect(steps.count == 5_000 && isHardened)
    #expect(steps.max()! <= 32)
  }

  @Test("no arguments that are made for known seeds make a lookup compare more than 32 entries")
  func argumentsMadeForTheSeeds() {
    let (steps, isHardened) = steps((0..<5_000).map { Arguments(1, $0 << 32) }, knownSeeds)
    #expect(steps.count == 5_000 && isHardened)
    #expect(steps.max()! <= 32)
  }

  @Test("with ordinary seeds all keys stay in the chains of their own hash")
  func ordinarySeeds() {
    let (steps, isHardened) = steps(Array(0..<10_000), HashSeeds())
    #expect(steps.count == 10_000 && !isHardened)
  }

  @Test("one with keys whose own hash is the same for all works, slowly")
  func constantHash() {
    struct Key: Hashable {
      let number: Int
      func hash(into hasher: inout Hasher) {}
    }
    let (steps, isHardened) = steps((0..<300).map(Key.init), HashSeeds())
    #expect(steps.max() == 300 && !isHardened)
  }

  private static let kinds: [(name: String, key: @Sendable (Int, inout SeededGenerator) -> Int)] = [
    ("sequential", { number, _ in number }),
    ("shifted by 8", { number, _ in number << 8 }),
    ("shifted by 32", { number, _ in number << 32 }),
    ("shifted by 50", { number, _ in number << 50 }),
    ("pointers, 16 bytes apart", { number, _ in 0x7F3A_5C00_0000 + number << 4 }),
    ("random", { _, random in Int(bitPattern: UInt(random.next())) }),
  ]

  /// `CHAIN_SEEDS=10000 swift test -c release -Xswiftc -enable-testing --filter ChainLengthTests` prints the distribution.
  @Test("ordinary keys have short chains with every seed, in a full table", arguments: kinds.indices)
  func distribution(kind: Int) {
    let (name, key) = Self.kinds[kind]
    let wanted = getenv("CHAIN_SEEDS").flatMap { Int(String(cString: $0)) }
    var random = SeededGenerator(seed: 42)
    let keys = Set((0..<4096).map { key($0, &random) })
    var longest: [Int: Int] = [:]
    var means: [Double] = []
    for _ in 0..<(wanted ?? 20) {
      let (steps, isHardened) = steps(Array(keys), HashSeeds(seed: random.next(), multiplier: random.next() | 1))
      #expect(!isHardened)
      longest[steps.max()!, default: 0] += 1
      means.append(Double(steps.reduce(0, +)) / Double(steps.count))
    }
    #expect(longest.keys.max()! <= 16 && means.max()! < 1.5)
    guard wanted != nil else { return }
    means.sort()
    let lengths = longest.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }.joined(separator: ", ")
    print("\(name): mean \(means[0]) \(means[means.count / 2]) \(means.last!), longest \(lengths)")
  }
}
