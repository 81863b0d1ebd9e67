/// A change of the limit of a ``Bulkhead``. The hook `limitDidChange` receives it.
public struct BulkheadLimitChange: Sendable, Hashable {
  /// The name of the bulkhead.
  public let name: String
  /// The limit before.
  public let old: Int
  /// The limit from now on.
  public let new: Int
  /// The number of the change, from 1. Hooks run in this order.
  public let number: Int

  /// Creates a change. Use it in tests of code that receives one.
  public init(name: String, old: Int, new: Int, number: Int) {
    self.name = name
    self.old = old
    self.new = new
    self.number = number
  }
}

/// The changes that are still to be reported.
struct BulkheadReports {
  private var waiting: [Int: BulkheadLimitChange] = [:]
  private var last = 0
  private var isReporting = false

  /// - Returns: Whether the caller must report what ``next()`` gives.
  mutating func add(_ change: BulkheadLimitChange) -> Bool {
    waiting[change.number] = change
    if isReporting || waiting[last + 1] == nil { return false }
    isReporting = true
    return true
  }

  /// The change that follows the last one; nil if it is not there yet.
  mutating func next() -> BulkheadLimitChange? {
    guard let change = waiting.removeValue(forKey: last + 1) else {
      isReporting = false
      return nil
    }
    last += 1
    return change
  }
}
