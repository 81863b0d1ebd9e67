/// The sleepers of a manual clock, and the watchers that wait for sleepers.
///
/// It is a plain value, guarded by the clock's lock. Its methods return what to wake. The clock wakes it after it has
/// released the lock.
struct SleepSchedule {
  typealias ID = UInt64

  struct Entry {
    let id: ID
    let sleeper: ManualClock.Sleeper
    let wakeUp: WakeUp
  }

  struct Watcher {
    let id: ID
    let count: Int
    let continuation: CheckedContinuation<Void, Never>
  }

  private(set) var now = TestInstant()
  /// The sleepers, in the order in which they wake.
  private var entries: [Entry] = []
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
    return Array(due)
  }

  /// - Returns: The watchers whose count is now reached.
  mutating func insert(id: ID, deadline: TestInstant, wakeUp: WakeUp) -> [Watcher] {
    let sleeper = ManualClock.Sleeper(deadline: deadline, duration: now.duration(to: deadline))
    entries.insert(Entry(id: id, sleeper: sleeper, wakeUp: wakeUp), at: firstIndex(after: deadline))
    let satisfied = watchers.filter { $0.count <= entries.count }
    watchers.removeAll { $0.count <= entries.count }
    return satisfied
  }

  private func firstIndex(after deadline: TestInstant) -> Int {
    var range = entries.startIndex..<entries.endIndex
    while !range.isEmpty {
      let middle = range.lowerBound + range.count / 2
      if entries[middle].sleeper.deadline <= deadline {
        range = (middle + 1)..<range.upperBound
      } else {
        range = range.lowerBound..<middle
      }
    }
    return range.lowerBound
  }

  mutating func removeSleeper(_ id: ID) -> Entry? {
    entries.firstIndex { $0.id == id }.map { entries.remove(at: $0) }
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
