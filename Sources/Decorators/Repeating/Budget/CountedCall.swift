import Synchronization

/// A call that a budget has counted: a retry or a hedge inside one of its attempts belongs to it, and counts nothing in
/// that budget (U2).
///
/// Tasks that an attempt starts inherit it. It ends with the attempt, so that what outlives that counts again.
final class CountedCall: Sendable {
  @TaskLocal static var current: CountedCall?

  private let budget: RetryBudget
  private let outer: CountedCall?
  private let isOver = Atomic(false)

  init(by budget: RetryBudget) {
    self.budget = budget
    // Tasks that start each other after their calls have ended must not make a chain of them.
    var outer = Self.current
    while let call = outer, call.hasEnded { outer = call.outer }
    self.outer = outer
  }

  func end() { isOver.store(true, ordering: .releasing) }

  private var hasEnded: Bool { isOver.load(ordering: .acquiring) }

  /// Whether the budget has counted the call that the current task is in.
  static func isCounted(by budget: RetryBudget) -> Bool {
    var next = current
    while let call = next {
      if call.budget === budget, !call.hasEnded { return true }
      next = call.outer
    }
    return false
  }
}
