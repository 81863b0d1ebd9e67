/// Random numbers of one case, which follow from the seed, the reader and the number of the case.
///
/// The algorithm is SplitMix64 (Steele, Lea and Flood, OOPSLA 2014), as in `SeededGenerator` of DecoratorsTesting, which
/// would bring its libraries along.
struct Randomness: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  init(seed: UInt64, reader: String, number: Int) {
    let name = reader.utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    state = seed &* 0xD134_2543_DE82_EF95 ^ name
    state = next() ^ UInt64(number)
    state = next()
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// True once in `count` times.
  mutating func oneIn(_ count: Int) -> Bool { below(count) == 0 }

  /// A number from 0 up to, not including, `bound`.
  mutating func below(_ bound: Int) -> Int { Int(next().multipliedFullWidth(by: UInt64(bound)).high) }

  mutating func number(_ range: ClosedRange<Int>) -> Int { range.lowerBound + below(range.count) }

  mutating func element<Element>(of elements: [Element]) -> Element { elements[below(elements.count)] }
}
