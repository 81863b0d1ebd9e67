import DecoratorPrimitives

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
      // The task that sleeps runs where the caller's task prefers to, so that a simulation has it too.
      let executor = withUnsafeCurrentTask { $0?.unownedTaskExecutor?.asTaskExecutor() }
      let sleeper = Task(executorPreference: executor) {
        do { try await clock.sleep(until: instant) } catch { return }
        alarm.ring()
      }
      alarm.state.withLock { $0.sleeper = sleeper }
      return alarm
    }
  }
}

/// An action that runs at an instant.
final class Alarm: @unchecked Sendable {
  fileprivate enum Phase { case set, ringing, over }

  fileprivate struct State {
    var phase = Phase.set
    var sleeper: Task<Void, Never>?
    var waiter: UnsafeContinuation<Void, Never>?
  }

  fileprivate let state = Locked(State())
  private let action: @Sendable () -> Void
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
    let isSet = state.withLock { state in
      guard state.phase == .set else { return false }
      state.phase = .ringing
      return true
    }
    guard isSet else { return }
    action()
    let waiter = state.withLock { state in
      state.phase = .over
      defer { state.waiter = nil }
      return state.waiter
    }
    waiter?.resume()
  }

  /// Cancels the alarm if its action has not begun.
  ///
  /// - Returns: Whether the action will not run. Otherwise it has run, or is running.
  @discardableResult
  func cancel() -> Bool { end() == .set }

  /// Cancels the alarm, or waits until its action has run.
  ///
  /// - Returns: Whether the action did not run.
  nonisolated(nonsending) func cancelOrFinish() async -> Bool {
    let phase = end()
    if phase == .ringing {
      await withUnsafeContinuation { continuation in
        let isOver = state.withLock { state in
          if state.phase == .ringing { state.waiter = continuation }
          return state.phase == .over
        }
        if isOver { continuation.resume() }
      }
    }
    return phase == .set
  }

  private func end() -> Phase {
    let (phase, sleeper) = state.withLock { state in
      defer {
        if state.phase == .set { state.phase = .over }
        state.sleeper = nil
      }
      return (state.phase, state.sleeper)
    }
    sleeper?.cancel()
    if phase == .set, deadline != nil { SharedTimer.shared.remove(self) }
    return phase
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
      for alarm in due { alarm.ring() }
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
