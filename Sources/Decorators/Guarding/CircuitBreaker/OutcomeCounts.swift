/// How calls ended.
struct OutcomeCounts: Equatable {
  var calls = 0
  var failures = 0
  var slow = 0

  var failureRate: Double? { calls > 0 ? Double(failures) / Double(calls) : nil }
  var slowRate: Double? { calls > 0 ? Double(slow) / Double(calls) : nil }

  mutating func add(isFailure: Bool, isSlow: Bool) {
    calls &+= 1
    if isFailure { failures &+= 1 }
    if isSlow { slow &+= 1 }
  }

  static func -= (left: inout Self, right: Self) {
    left.calls &-= right.calls
    left.failures &-= right.failures
    left.slow &-= right.slow
  }
}

/// The smallest number of calls that is at least a share of all.
func leastCount(of total: Int, reaching share: Double) -> Int {
  var count = Int((Double(total) * share).rounded(.up))
  // The product of 100 and 0.07 is more than 7, but 7 of 100 are 0.07.
  while count > 1, Double(count - 1) / Double(total) >= share { count -= 1 }
  return max(1, count)
}
