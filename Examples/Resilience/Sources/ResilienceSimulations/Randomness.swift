import DecoratorsTesting
import Foundation
import Synchronization

/// Random numbers that are the same in each run.
final class Randomness: Sendable {
  private let generator: Mutex<SeededGenerator>

  init(seed: UInt64) { generator = Mutex(SeededGenerator(seed: seed)) }

  /// A number from 0 up to, but not including, 1.
  func uniform() -> Double { generator.withLock { .random(in: 0..<1, using: &$0) } }

  /// The time between two events that happen `rate` times a second on average.
  func interval(rate: Double) -> Duration { .seconds(-log(1 - uniform()) / rate) }

  /// A normally distributed time, mirrored at zero.
  func normal(mean: Duration, deviation: Duration) -> Duration {
    let radius = (-2 * log(1 - uniform())).squareRoot()
    let value = mean / .seconds(1) + deviation / .seconds(1) * radius * cos(2 * .pi * uniform())
    return .seconds(abs(value))
  }

  /// A time of the Pareto distribution: mostly little more than `least`, and sometimes very much more.
  func pareto(least: Duration, shape: Double) -> Duration {
    least * pow(1 - uniform(), -1 / shape)
  }
}

/// A number that tasks count up.
final class Tally: Sendable {
  private let count = Atomic(0)

  var value: Int { count.load(ordering: .relaxed) }

  func increment() { count.add(1, ordering: .relaxed) }
}
