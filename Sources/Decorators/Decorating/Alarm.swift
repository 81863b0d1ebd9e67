import DecoratorPrimitives
import Synchronization

extension Timeline {
  /// Runs an action at the instant, unless the alarm is cancelled before.
  ///
  /// On each of the system's clocks, all alarms of the program share one timer. On other clocks, each has a task that
  /// sleeps. If the clock fails, the action does not run.
  ///
  /// - Parameters:
  ///   - instant: When to run it.
  ///   - action: What to run, on another thread and without a lock held. It should return quickly. On an ``AlarmClock`` it
  ///     runs on the thread that moves the time.
  /// - Returns: The alarm. Cancel it when it is not needed any more.
  func alarm(at instant: Duration, _ action: @escaping @Sendable () -> Void) -> Alarm {
    switch self {
    case .continuous(let origin):
      return SharedTimer.continuous.alarm(at: origin.elapsed(since: SharedTimer.continuousOrigin) + instant, action)
    case .other(let clock):
      if let origin = clock.suspendingOrigin {
        return SharedTimer.suspending.alarm(at: SharedTimer.suspendingOrigin.duration(to: origin) + instant, action)
      }
      let alarm = Alarm(action)
      if let takeBack = clock.ring(at: instant, { alarm.ring() }) {
        alarm.takeBack = takeBack
      } else {
        let sleeper = Task(executorPreference: preferredTaskExecutor()) {
          do { try await clock.sleep(until: instant) } catch { return }
          alarm.ring()
        }
        alarm.takeBack = { sleeper.cancel() }
      }
      return alarm
    }
  }
}

/// An action that runs at an instant.
final class Alarm: @unchecked Sendable {
  private enum Phase: UInt8, AtomicRepresentable {
    case set
    case ringing
    /// Rings, and somebody waits for the end of it.
    case awaited
    case over
  }

  private let phase = Atomic(Phase.set)
  private let action: @Sendable () -> Void
  /// Who waits for the end of the action. Written before the phase is `awaited`, and read after that.
  private var waiter: UnsafeContinuation<Void, Never>?
  /// Takes the alarm back, where no shared timer does. Written before anybody else has the alarm.
  fileprivate var takeBack: (@Sendable () -> Void)?
  /// The shared timer that lets it ring.
  private let timer: SharedTimer?
  /// When it rings, on the timeline of the shared timer.
  fileprivate let deadline: Duration
  /// The place in the timer's heap; negative if it is not there. Guarded by the lock of the timer.
  fileprivate var index = -1

  fileprivate init(
    on timer: SharedTimer? = nil,
    at deadline: Duration = .zero,
    _ action: @escaping @Sendable () -> Void
  ) {
    self.timer = timer
    self.deadline = deadline
    self.action = action
  }

  fileprivate func isBefore(_ other: Alarm) -> Bool { deadline < other.deadline }

  /// Runs the action, unless the alarm was cancelled.
  fileprivate func ring() {
    guard change(from: .set, to: .ringing) else { return }
    action()
    if phase.exchange(.over, ordering: .acquiringAndReleasing) == .awaited { waiter!.resume() }
  }

  private func change(from old: Phase, to new: Phase) -> Bool {
    phase.compareExchange(expected: old, desired: new, ordering: .acquiringAndReleasing).exchanged
  }

  /// Cancels the alarm if its action has not begun.
  ///
  /// - Returns: Whether the action will not run. Otherwise it has run, or is running.
  @discardableResult
  func cancel() -> Bool {
    guard change(from: .set, to: .over) else { return false }
    if let timer { timer.remove(self) } else { takeBack?() }
    return true
  }

  /// Cancels the alarm, or waits until its action has run. Only one task may wait.
  ///
  /// - Returns: Whether the action did not run.
  nonisolated(nonsending) func cancelOrFinish() async -> Bool {
    if cancel() { return true }
    if phase.load(ordering: .acquiring) == .ringing {
      await withUnsafeContinuation { continuation in
        waiter = continuation
        if !change(from: .ringing, to: .awaited) { continuation.resume() }
      }
    }
    return false
  }
}

/// The timer of every alarm on one of the system's clocks: a heap of alarms, and tasks that sleep.
///
/// Adding and removing take logarithmic time. The tasks exist only while there are alarms, or until they wake next.
///
/// A task that is cancelled while it sleeps leaves its wake-up with the system until its time. So no sleeper is ever
/// cancelled: if an alarm is due before all sleepers wake, one more sleeps until then, and leaves the later times to the
/// others. They wake at ``wakeUp(for:at:)``, so there are at most 16 for each doubling of the time until they wake.
final class SharedTimer: Sendable {
  fileprivate static let continuousOrigin = ContinuousReading()
  fileprivate static let suspendingOrigin = SuspendingClock.now
  static let continuous = SharedTimer(.continuous(since: continuousOrigin))
  static let suspending = SharedTimer(Timeline(SuspendingClock(), since: suspendingOrigin))

  fileprivate struct State {
    var heap: [Alarm] = []
    /// When the tasks that sleep wake, the next one last.
    var wakeUps: [Duration] = []
  }

  private let timeline: Timeline
  private let state = Locked(State())

  private init(_ timeline: Timeline) { self.timeline = timeline }

  /// How many alarms are set.
  var alarms: Int { state.withLock { $0.heap.count } }

  /// How many tasks sleep.
  var sleepers: Int { state.withLock { $0.wakeUps.count } }

  func alarm(at deadline: Duration, _ action: @escaping @Sendable () -> Void) -> Alarm {
    let alarm = Alarm(on: self, at: deadline, action)
    let needsSleeper = state.withLock { state in
      state.insert(alarm)
      return state.isBeforeWakeUps(deadline)
    }
    if needsSleeper { startSleeper() }
    return alarm
  }

  func remove(_ alarm: Alarm) {
    state.withLock { state in
      if alarm.index >= 0 { state.remove(alarm) }
    }
  }

  /// Starts a task that sleeps until the first alarm, if none wakes before it.
  private func startSleeper() {
    let now = timeline.now
    let wakeUp = state.withLock { $0.planWakeUp(at: now) }
    guard let wakeUp else { return }
    Task.detached(priority: .high) { await self.serve(wakeUp) }
  }

  /// Sleeps, lets the alarms ring that are due, and so on until another task wakes before the first alarm.
  private func serve(_ first: Duration) async {
    var wakeUp = first
    while true {
      try? await timeline.sleep(until: wakeUp)
      let now = timeline.now
      let (due, next) = state.withLock { state -> ([Alarm], Duration?) in
        if let index = state.wakeUps.lastIndex(of: wakeUp) { state.wakeUps.remove(at: index) }
        return (state.removeDue(at: now), state.planWakeUp(at: now))
      }
      // Each in a task of its own, so that a cancellation handler which takes its time delays no other alarm.
      for alarm in due { Task.detached(priority: .high) { alarm.ring() } }
      guard let next else { return }
      wakeUp = next
    }
  }

  /// When a sleeper for an alarm wakes: up to a sixteenth of the way early, so that sleepers for alarms that are due at
  /// about the same time are one. The last millisecond is exact. Nobody sleeps for more than 17 years, so that the system
  /// can count the nanoseconds.
  ///
  /// It is a multiple of a sixteenth of the largest power of two nanoseconds that fits into the way. So of all sleepers
  /// that wake between 2^n and 2^(n+1) nanoseconds from now, no two wake less than 2^n / 16 apart.
  static func wakeUp(for deadline: Duration, at now: Duration) -> Duration {
    let nanosecond: Int128 = 1_000_000_000
    let deadline = min(deadline, now + .seconds(1 << 29))
    let way = (deadline - now).attoseconds / nanosecond
    guard way > 1_000_000 else { return deadline }
    let step = (Int128(1) << (127 - way.leadingZeroBitCount)) / 16
    let target = deadline.attoseconds / nanosecond
    return Duration(attoseconds: target / step * step * nanosecond)
  }
}

extension SharedTimer.State {
  func isBeforeWakeUps(_ deadline: Duration) -> Bool {
    guard let next = wakeUps.last else { return true }
    return deadline < next
  }

  /// Notes when a new sleeper wakes for the first alarm; nil if there is no alarm, or another sleeper wakes before it.
  mutating func planWakeUp(at now: Duration) -> Duration? {
    guard let first = heap.first, isBeforeWakeUps(first.deadline) else { return nil }
    let wakeUp = SharedTimer.wakeUp(for: first.deadline, at: now)
    wakeUps.append(wakeUp)
    return wakeUp
  }

  mutating func removeDue(at now: Duration) -> [Alarm] {
    var due: [Alarm] = []
    while let first = heap.first, first.deadline <= now {
      remove(first)
      due.append(first)
    }
    return due
  }

  fileprivate mutating func insert(_ alarm: Alarm) {
    alarm.index = heap.count
    heap.append(alarm)
    rise(alarm.index)
  }

  fileprivate mutating func remove(_ alarm: Alarm) {
    let index = alarm.index
    alarm.index = -1
    let last = heap.removeLast()
    guard last !== alarm else { return }
    heap[index] = last
    last.index = index
    sink(index)
    rise(last.index)
  }

  private mutating func rise(_ start: Int) {
    var index = start
    while index > 0, heap[index].isBefore(heap[(index - 1) / 2]) {
      swap(index, (index - 1) / 2)
      index = (index - 1) / 2
    }
  }

  private mutating func sink(_ start: Int) {
    var index = start
    while true {
      var least = index
      for child in [2 * index + 1, 2 * index + 2]
      where child < heap.count && heap[child].isBefore(heap[least]) { least = child }
      guard least != index else { return }
      swap(index, least)
      index = least
    }
  }

  private mutating func swap(_ left: Int, _ right: Int) {
    heap.swapAt(left, right)
    heap[left].index = left
    heap[right].index = right
  }
}
