/// Ends a wait for bytes that may never come, from another thread: once and for every wait after it.
final class Interruption: Sendable {
  private let pipe: WakePipe

  init(for source: String) throws { pipe = try WakePipe(for: source) }

  func interrupt() { pipe.wake() }

  /// Waits until `descriptor` has bytes, an end or an error to read, and says whether it has: not if interrupted.
  func wait(forBytesFrom descriptor: Int32) -> Bool { !pipe.wait(beside: descriptor).isWoken }
}
