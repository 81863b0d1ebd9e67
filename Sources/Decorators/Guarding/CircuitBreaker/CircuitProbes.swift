/// The probes of a half-open circuit: a few places, which its calls take and give back.
struct CircuitProbes {
  struct Running: Equatable {
    let ticket: UInt64
    let began: Duration
  }

  /// How many outcomes decide at most, and how many probes run at once at most.
  let places: Int
  private(set) var running: [Running] = []
  private(set) var counts = OutcomeCounts()

  init(places: Int) { self.places = places }

  var hasFreePlace: Bool { counts.calls + running.count < places }

  mutating func begin(_ ticket: UInt64, at now: Duration) { running.append(Running(ticket: ticket, began: now)) }

  /// Ends a probe: its place is free.
  ///
  /// - Returns: False if the probe has lost its place.
  mutating func end(_ ticket: UInt64) -> Bool {
    guard let index = running.firstIndex(where: { $0.ticket == ticket }) else { return false }
    running.remove(at: index)
    return true
  }

  /// Counts a probe that has ended: its outcome keeps its place.
  mutating func add(isFailure: Bool, isSlow: Bool) { counts.add(isFailure: isFailure, isSlow: isSlow) }

  /// Takes their places from probes that began a lease ago.
  ///
  /// - Returns: How long each of them has been running.
  mutating func removeOverdue(lease: Duration, at now: Duration) -> [Duration] {
    guard running.contains(where: { now - $0.began >= lease }) else { return [] }
    let overdue = running.filter { now - $0.began >= lease }
    running.removeAll { now - $0.began >= lease }
    return overdue.map { now - $0.began }
  }

  /// How long until the first of the running probes is overdue.
  func untilOverdue(lease: Duration, at now: Duration) -> Duration? {
    running.map(\.began).min().map { min(lease, max(.zero, $0 + lease - now)) }
  }

  func overdueCount(lease: Duration, at now: Duration) -> Int {
    running.count { now - $0.began >= lease }
  }
}
