/// The sleepers of a manual clock, and the watchers that wait for sleepers.
///
/// It is a plain value, guarded by the clock's lock. Its methods return what to wake. The clock wakes it after it has
/// released the lock.
struct SleepSchedule {
  typealias ID = UInt64

  struct Entry {
    let id: ID
    let place: Place
    let sleeper: ManualClock.Sleeper
    let wakeUp: WakeUp
  }

  /// Where a sleeper stands: after those that wake earlier, and after those that came earlier.
  struct Place: Comparable {
    let deadline: TestInstant
    let arrival: UInt64

    static func < (left: Self, right: Self) -> Bool {
      (left.deadline, left.arrival) < (right.deadline, right.arrival)
    }
  }

  struct Watcher {
    let id: ID
    let count: Int
    let continuation: CheckedContinuation<Void, Never>
  }

  private(set) var now = TestInstant()
  /// The sleepers, in the order in which they wake.
  private var entries: [Entry] = []
  /// Where each sleeper stands, so that one that leaves is found without a search through all.
  private var places: [ID: Place] = [:]
  private var arrivals: UInt64 = 0
  private var watchers: [Watcher] = []
  private var lastID: ID = 0

  var sleepers: [ManualClock.Sleeper] { entries.map(\.sleeper) }

  mutating func makeID() -> ID {
    lastID += 1
    return lastID
  }

  /// - Returns: The sleepers that are due, in the order in which they wake.
  mutating func advance(to instant: TestInstant) -> [Entry] {
    now = instant
    let due = entries.prefix { $0.sleeper.deadline <= instant }
    entries.removeFirst(due.count)
    for sleeper in due { places[sleeper.id] = nil }
    return Array(due)
  }

  /// - Returns: The sleepers that wake next, after time has moved to them; nil if nobody sleeps, or only until later.
  mutating func advanceToNext(notAfter latest: TestInstant? = nil) -> [Entry]? {
    guard let next = entries.first?.sleeper.deadline, latest.map({ next <= $0 }) ?? true else { return nil }
    return advance(to: next)
  }

  /// - Returns: The watchers whose count is now reached.
  mutating func insert(id: ID, deadline: TestInstant, wakeUp: WakeUp) -> [Watcher] {
    let sleeper = ManualClock.Sleeper(deadline: deadline, duration: now.duration(to: deadline))
    arrivals += 1
    let place = Place(deadline: deadline, arrival: arrivals)
    places[id] = place
    entries.insert(Entry(id: id, place: place, sleeper: sleeper, wakeUp: wakeUp), at: index(of: place))
    let satisfied = watchers.filter { $0.count <= entries.count }
    watchers.removeAll { $0.count <= entries.count }
    return satisfied
  }

  /// The index of the first sleeper that does not stand before the place.
  private func index(of place: Place) -> Int {
    var range = entries.startIndex..<entries.endIndex
    while !range.isEmpty {
      let middle = range.lowerBound + range.count / 2
      if entries[middle].place < place {
        range = (middle + 1)..<range.upperBound
      } else {
        range = range.lowerBound..<middle
      }
    }
    return range.lowerBound
  }

  mutating func removeSleeper(_ id: ID) -> Entry? {
    places.removeValue(forKey: id).map { entries.remove(at: index(of: $0)) }
  }

  /// - Returns: True if the watcher must wait; false if there are enough sleepers already.
  mutating func watch(_ watcher: Watcher) -> Bool {
    guard entries.count < watcher.count else { return false }
    watchers.append(watcher)
    return true
  }

  mutating func removeWatcher(_ id: ID) -> Watcher? {
    watchers.firstIndex { $0.id == id }.map { watchers.remove(at: $0) }
  }
}
