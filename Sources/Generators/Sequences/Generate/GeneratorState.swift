internal import Synchronization

/// Where a run stands, as one word. The consumer, the body and a cancellation change it atomically, so that none of
/// them needs a lock.
///
/// Each method is one event. It changes the word and returns what the caller does once the change has succeeded.
struct GeneratorState: RawRepresentable, Equatable {
  enum Phase: UInt8 {
    case notStarted
    /// The body was asked for an element.
    case running
    /// The body has called `yield` and puts its element into the slot.
    case yielding
    /// The body waits to be asked for the next element.
    case paused
    case ended
  }

  var rawValue: UInt8 = 0

  var phase: Phase {
    get { Phase(rawValue: rawValue & 7)! }
    set { rawValue = rawValue & ~7 | newValue.rawValue }
  }

  /// The consumer waits, as a task or as a thread, until the body pauses or ends.
  var isConsumerWaiting: Bool {
    get { has(8) }
    set { set(8, newValue) }
  }

  /// The consumer wants no more elements: it is gone, or it was cancelled.
  var hasConsumerLeft: Bool {
    get { has(16) }
    set { set(16, newValue) }
  }

  /// The consumer was cancelled and has not received its `CancellationError`.
  var owesCancellation: Bool {
    get { has(32) }
    set { set(32, newValue) }
  }

  /// The body's task is stored in the run.
  var hasTask: Bool {
    get { has(64) }
    set { set(64, newValue) }
  }

  /// A thread waits until the body has ended.
  var isEndAwaited: Bool {
    get { has(128) }
    set { set(128, newValue) }
  }

  private func has(_ flag: UInt8) -> Bool { rawValue & flag != 0 }

  private mutating func set(_ flag: UInt8, _ isSet: Bool) { rawValue = isSet ? rawValue | flag : rawValue & ~flag }
}

extension GeneratorState: AtomicRepresentable {}

// MARK: - Events of the consumer

extension GeneratorState {
  enum Request {
    case start
    case resume
    /// The body has ended, or the consumer has left.
    case nothing
  }

  /// The consumer asks for an element.
  mutating func ask() -> Request {
    if hasConsumerLeft { return .nothing }
    switch phase {
    case .notStarted:
      phase = .running
      return .start
    case .paused:
      phase = .running
      return .resume
    case .ended: return .nothing
    case .running, .yielding:
      fatalError("A generator was asked for an element while another call waits for one. Let one task call next().")
    }
  }

  /// Whether the element that was asked for is still to come.
  var isPending: Bool { !hasConsumerLeft && (phase == .running || phase == .yielding) }

  /// The consumer waits.
  ///
  /// - Returns: False if there is nothing to wait for.
  mutating func wait() -> Bool {
    isConsumerWaiting = isPending
    return isConsumerWaiting
  }

  /// - Returns: Whether the consumer still had to receive its `CancellationError`. It receives it once.
  mutating func takeCancellation() -> Bool {
    defer { owesCancellation = false }
    return owesCancellation
  }

  /// What follows when the consumer leaves.
  struct Departure {
    var cancelsTask = false
    var wakesConsumer = false
    /// The body's job is to be run, so that its `yield` throws.
    var resumesBody = false
  }

  /// The consumer wants no more elements.
  mutating func leave() -> Departure {
    guard !hasConsumerLeft, phase != .ended else { return Departure() }
    let departure = Departure(
      cancelsTask: hasTask,
      wakesConsumer: isConsumerWaiting,
      resumesBody: phase == .paused
    )
    if phase == .paused { phase = .running }
    hasConsumerLeft = true
    owesCancellation = true
    isConsumerWaiting = false
    return departure
  }

  /// A thread waits until the body has ended.
  ///
  /// - Returns: False if there is nothing to wait for.
  mutating func awaitEnd() -> Bool {
    isEndAwaited = phase != .notStarted && phase != .ended
    return isEndAwaited
  }
}

// MARK: - Events of the body

extension GeneratorState {
  /// The body calls `yield`.
  ///
  /// - Returns: False if nobody takes the element.
  mutating func beginYield() -> Bool {
    if hasConsumerLeft { return false }
    switch phase {
    case .notStarted, .ended: return false
    case .yielding, .paused:
      fatalError("A generator's body called yield while another of its calls waits for the consumer.")
    case .running:
      phase = .yielding
      return true
    }
  }

  enum Pause {
    /// The consumer takes the element when it looks.
    case keep
    case wakeConsumer
    /// The consumer has left: the body goes on at once.
    case refuse
  }

  /// The element is in the slot, and the body's job is stored.
  mutating func pause() -> Pause {
    if hasConsumerLeft {
      phase = .running
      return .refuse
    }
    phase = .paused
    defer { isConsumerWaiting = false }
    return isConsumerWaiting ? .wakeConsumer : .keep
  }

  /// The body has ended.
  ///
  /// - Returns: Whether the consumer, and whether a thread that waits for the end, is to be woken.
  mutating func end() -> (wakesConsumer: Bool, wakesThread: Bool) {
    phase = .ended
    defer { isConsumerWaiting = false }
    return (isConsumerWaiting, isEndAwaited)
  }
}
