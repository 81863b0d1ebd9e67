import Foundation

/// A place where a number of threads wait for each other.
final class Meeting: Sendable {
  private let condition = NSCondition()
  private nonisolated(unsafe) var missing: Int

  init(of count: Int) { missing = count }

  /// Waits until all have come, and says whether they have within `seconds`.
  func isHeld(within seconds: TimeInterval) -> Bool {
    condition.lock()
    defer { condition.unlock() }
    missing -= 1
    condition.broadcast()
    let deadline = Date(timeIntervalSinceNow: seconds)
    while missing > 0 {
      guard condition.wait(until: deadline) else { return missing <= 0 }
    }
    return true
  }
}
