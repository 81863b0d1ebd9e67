/// A random number generator for tests: the same seed always gives the same numbers.
///
/// The numbers do not depend on the platform, and they stay the same in every release of this package.
///
/// ```swift
/// var generator = SeededGenerator(seed: 7)
/// let delay = Duration.milliseconds(Int.random(in: 0...250, using: &generator))
/// ```
///
/// The algorithm is SplitMix64: Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators", OOPSLA 2014,
/// with the constants of Vigna's reference implementation (https://prng.di.unimi.it/splitmix64.c). It is not secure: do
/// not make secrets with it.
public struct SeededGenerator: RandomNumberGenerator, Sendable {
  private var state: UInt64

  /// Creates a generator that starts from `seed`.
  ///
  /// - Parameter seed: Any number. All seeds work equally well, including zero.
  public init(seed: UInt64) {
    state = seed
  }

  /// Leaves out numbers, in constant time.
  mutating func skip(_ count: UInt64) { state &+= count &* Self.increment }

  private static let increment: UInt64 = 0x9e37_79b9_7f4a_7c15

  public mutating func next() -> UInt64 {
    state &+= Self.increment
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }
}
