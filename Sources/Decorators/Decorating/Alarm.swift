import DecoratorPrimitives
import Synchronization

extension Timeline {
  /// Runs an action at the instant, unless the alarm is cancelled before.
  ///
  /// On the `ContinuousClock`, all alarms of the program share one timer. On other clocks, each has a task that sleeps.
  /// If the clock fails, the action does not run.
  ///
  /// - Parameters:
  ///   - instant: When to run it.
  ///   - action: What to run, on another thread and without a lock held. It should return quickly.
  /// - Returns: The alarm. Cancel it when it is not needed any more.
  func alarm(at instant: Duration, _ action: @escaping @Sendable () -> Void) -> Alarm {
    switch self {
    case .continuous(let origin):
      let alarm = Alarm(at: origin.advanced(by: instant), action)
      SharedTimer.shared.add(alarm)
      return alarm
    case .other(let clock):
      let alarm = Alarm(at: nil, action)
      alarm.sleeper = Task(executorPreference: preferredTaskExecutor()) {
        do { try await clock.sleep(until: instant) } catch { return }
        alarm.ring()
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
  /// What sleeps on a clock of its own. Written before anybody else has the alarm.
  fileprivate var sleeper: Task<Void, Never>?
  /// When it rings, if the shared timer lets it ring.
  fileprivate let deadline: ContinuousReading?
  /// The place in the timer's heap; negative if it is not there. Guarded by the lock of the timer.
  fileprivate var index = -1

  fileprivate init(at deadline: ContinuousReading?, _ action: @escaping @Sendable () -> Void) {
    self.deadline = deadline
    self.action = action
  }

  fileprivate func isBefore(_ other: Alarm) -> Bool { deadline! < other.deadline! }

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
    if deadline != nil { SharedTimer.shared.remove(self) } else { sleeper?.cancel() }
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

/// The timer of every alarm on the `ContinuousClock`: a heap of alarms, and one task that sleeps until the first.
///
/// Adding and removing take logarithmic time. The task exists only while there are alarms.
private final class SharedTimer: Sendable {
  static let shared = SharedTimer()

  fileprivate struct State {
    var heap: [Alarm] = []
    /// When the sleeping task wakes; nil if there is none.
    var wakesAt: ContinuousReading?
    /// Counts the tasks, so that one that was replaced does nothing.
    var generation = 0
    var sleeper: Task<Void, Never>?
  }

  private let state = Locked(State())

  func add(_ alarm: Alarm) {
    let replaced = state.withLock { state -> Task<Void, Never>? in
      state.insert(alarm)
      if let wakesAt = state.wakesAt, wakesAt <= alarm.deadline! { return nil }
      let old = state.sleeper
      startSleeper(&state, until: alarm.deadline!)
      return old
    }
    replaced?.cancel()
  }

  func remove(_ alarm: Alarm) {
    state.withLock { state in
      if alarm.index >= 0 { state.remove(alarm) }
    }
  }

  private func startSleeper(_ state: inout State, until deadline: ContinuousReading) {
    state.generation += 1
    state.wakesAt = deadline
    let generation = state.generation
    state.sleeper = Task.detached(priority: .high) { await self.serve(generation) }
  }

  /// Sleeps until the first alarm, lets it ring, and so on while there are alarms.
  private func serve(_ generation: Int) async {
    while true {
      let (due, delay) = state.withLock { state -> ([Alarm], Duration?) in
        guard state.generation == generation else { return ([], nil) }
        let now = ContinuousReading()
        var due: [Alarm] = []
        while let first = state.heap.first, first.deadline! <= now {
          state.remove(first)
          due.append(first)
        }
        state.wakesAt = state.heap.first?.deadline
        guard let wakesAt = state.wakesAt else {
          state.sleeper = nil
          return (due, nil)
        }
        return (due, wakesAt.elapsed(since: now))
      }
      // Each in a task of its own, so that a cancellation handler which takes its time delays no other alarm.
      for alarm in due { Task.detached(priority: .high) { alarm.ring() } }
      guard let delay else { return }
      try? await ContinuousClock().sleep(for: delay)
    }
  }
}

extension SharedTimer.State {
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
