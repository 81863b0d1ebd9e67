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
