import DecoratorPrimitives

/// The outcomes of the calls that a circuit judges by (B3).
struct OutcomeWindow {
  /// A window over time has this many parts. The oldest one leaves as a whole.
  static let parts = 10

  // What every call changes comes first and is in no array: threads that share a circuit contend for few cache lines.

  /// The counts of the whole window.
  private(set) var total = OutcomeCounts()
  /// Over time: the counts of the current part, which the ring does not have yet.
  private var newest = OutcomeCounts()
  private var bucketEnd = Duration.zero
  private let isTimed: Bool

  // Over time: a ring of parts.
  private var buckets: [OutcomeCounts] = []
  private var current = 0
  private var bucketLength = Duration.zero

  // Over calls: a ring of calls.
  private var ring: [UInt8] = []
  private var oldest = 0

  init(_ window: CircuitWindow) {
    switch window {
    case .time(let duration):
      isTimed = true
      buckets = Array(repeating: OutcomeCounts(), count: Self.parts)
      bucketLength = max(
        min(duration, .longestWait) / Self.parts,
        Duration(secondsComponent: 0, attosecondsComponent: 1)
      )
      bucketEnd = bucketLength
    case .calls(let count):
      isTimed = false
      ring = Array(repeating: 0, count: count)
    }
  }

  mutating func add(isFailure: Bool, isSlow: Bool, at now: Duration) {
    if isTimed {
      advance(to: now)
      newest.add(isFailure: isFailure, isSlow: isSlow)
      total.add(isFailure: isFailure, isSlow: isSlow)
    } else {
      push(isFailure: isFailure, isSlow: isSlow)
    }
  }

  mutating func removeAll() {
    total = OutcomeCounts()
    newest = OutcomeCounts()
    for index in buckets.indices { buckets[index] = OutcomeCounts() }
    oldest = 0
  }

  /// The counts at an instant, without moving there.
  func counts(at now: Duration) -> OutcomeCounts {
    guard isTimed, now >= bucketEnd else { return total }
    let steps = steps(to: now)
    guard steps < Self.parts else { return OutcomeCounts() }
    var counts = total
    for step in 1...steps { counts -= buckets[(current + step) % Self.parts] }
    return counts
  }

  private mutating func push(isFailure: Bool, isSlow: Bool) {
    if total.calls == ring.count {
      let leaving = ring[oldest]
      total -= OutcomeCounts(calls: 1, failures: Int(leaving & 1), slow: Int(leaving >> 1))
      ring[oldest] = (isFailure ? 1 : 0) | (isSlow ? 2 : 0)
      oldest = oldest + 1 == ring.count ? 0 : oldest + 1
    } else {
      ring[total.calls] = (isFailure ? 1 : 0) | (isSlow ? 2 : 0)
    }
    total.add(isFailure: isFailure, isSlow: isSlow)
  }

  /// Drops the parts that are over. A clock that runs back leaves the current part as it is (A5).
  @inline(__always)
  private mutating func advance(to now: Duration) {
    if now >= bucketEnd { drop(before: now) }
  }

  private mutating func drop(before now: Duration) {
    let steps = steps(to: now)
    if steps < Self.parts {
      buckets[current] = newest
      newest = OutcomeCounts()
      for _ in 0..<steps {
        current = (current + 1) % Self.parts
        total -= buckets[current]
        buckets[current] = OutcomeCounts()
      }
      bucketEnd += bucketLength * steps
    } else {
      removeAll()
      let begun = Duration(attoseconds: (now - bucketEnd).attoseconds % bucketLength.attoseconds)
      bucketEnd = now - begun + bucketLength
    }
  }

  /// How many parts have ended since the current one began, at most all.
  private func steps(to now: Duration) -> Int {
    let further = (now - bucketEnd).attoseconds / bucketLength.attoseconds
    return further < Self.parts ? Int(further) + 1 : Self.parts
  }
}
