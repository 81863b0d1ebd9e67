import DecoratorsTesting

/// Something that happens once, and that others wait for.
final class Signal: Sendable {
  private let clock = ManualClock()
  private static let happened = TestInstant(offset: .seconds(1))

  func send() { clock.advance(to: Self.happened) }

  /// - Throws: `CancellationError` when the waiting task is cancelled.
  func wait() async throws { try await clock.sleep(until: Self.happened) }

  /// Returns when `count` wait for it.
  func waiters(atLeast count: Int) async { await clock.sleepers(atLeast: count) }
}

/// Gives way until `condition` holds, which other tasks are about to bring about, or the suite's time limit cancels the test.
func until(_ condition: () -> Bool) async {
  while !condition(), !Task.isCancelled { await Task.yield() }
}
