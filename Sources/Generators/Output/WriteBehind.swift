import DecoratorPrimitives

/// Writes buffers on a thread of its own, one at a time, while the next one is being filled. ``ReadAhead`` is its
/// counterpart.
final class WriteBehind: Sendable {
  private enum Condition {
    /// The sink has been opened.
    case opened
    /// The next buffer can be handed over without waiting.
    case room
    /// Everything handed over has been written.
    case written
    /// The thread has ended, and the sink is closed.
    case ended
  }

  private enum End { case commit, abandon }

  private struct State {
    var existing: ExistingRecords?
    var waiting: OutputBuffer?
    /// A buffer that has been written, to be filled again.
    var spare: OutputBuffer?
    var isWriting = false
    var end: End?
    var failure: (any Error)?
    var hasEnded = false
    var isCancelled = false
    var task: (condition: Condition, CheckedContinuation<Void, Never>)?

    func holds(_ condition: Condition) -> Bool {
      switch condition {
      case .opened: existing != nil || hasEnded
      case .room: waiting == nil || hasEnded
      case .written: waiting == nil && !isWriting || hasEnded
      case .ended: hasEnded
      }
    }
  }

  private let state = Locked(State())
  /// Rung for each buffer, and for the end.
  private let doorbell = Doorbell(rings: 0)
  private let interruption: WakePipe
  private let name: String

  /// - Parameter open: Opens the sink on the thread. Its `commit` or `abandon` is called at the end.
  init(
    name: String,
    _ open: @escaping @Sendable (WakePipe) throws -> OpenedSink
  ) throws {
    self.name = name
    interruption = try WakePipe(for: name)
    let isStarted = startThreadIfPossible { self.run(open) }
    guard isStarted else {
      throw WritingError(.openFailed, target: name, "the system has no thread left to write it on.")
    }
  }

  // MARK: The writer's side

  /// What is in the sink already, once it is open.
  ///
  /// - Throws: What opening throws; `CancellationError` as soon as the task is cancelled.
  nonisolated(nonsending) func opened() async throws -> ExistingRecords {
    try await wait(for: .opened)
    return try state.withLock { state in
      guard let existing = state.existing else { throw state.failure ?? CancellationError() }
      return existing
    }
  }

  /// The error that has ended the writing, if there is one.
  var failure: (any Error)? { state.withLock { $0.failure } }

  /// Hands a buffer over when there is room for it, and returns an empty one.
  ///
  /// - Throws: The error that has ended the writing, and then the buffer is not handed over; `CancellationError` if it
  ///   would have to wait and the task is cancelled.
  nonisolated(nonsending) func hand(over buffer: OutputBuffer) async throws -> OutputBuffer {
    if !state.withLock({ $0.holds(.room) }) { try await wait(for: .room) }
    return try put(buffer)
  }

  private func put(_ buffer: OutputBuffer) throws -> OutputBuffer {
    let spare = try state.withLock { state in
      if let failure = state.failure { throw failure }
      state.waiting = buffer
      return state.spare.take()
    }
    doorbell.ring()
    return spare ?? OutputBuffer()
  }

  /// Waits until all that was handed over has been written.
  ///
  /// - Throws: The error that has ended the writing; `CancellationError` as soon as the task is cancelled.
  nonisolated(nonsending) func written() async throws {
    try await wait(for: .written)
    if let failure { throw failure }
  }

  /// Writes `buffer` after all that was handed over, closes the sink and waits until that is done. A task that is
  /// cancelled waits as well, but no longer for a pipe that takes nothing.
  ///
  /// - Throws: The error that has ended the writing.
  nonisolated(nonsending) func finish(_ buffer: OutputBuffer, commits: Bool) async throws {
    // A cancellation ends only the waits of the thread, so that this wait is short.
    while !state.withLock({ $0.holds(.room) }) { await waitOut(for: .room) }
    if buffer.count > 0 { _ = try? put(buffer) }
    state.withLock { $0.end = commits ? .commit : .abandon }
    doorbell.ring()
    while !state.withLock({ $0.hasEnded }) { await waitOut(for: .ended) }
    if let failure { throw failure }
  }

  private nonisolated(nonsending) func wait(for condition: Condition) async throws {
    await wait(for: condition, endsEarly: true)
    try state.withLock { state in
      if !state.holds(condition), state.isCancelled { throw CancellationError() }
    }
  }

  private nonisolated(nonsending) func waitOut(for condition: Condition) async {
    await wait(for: condition, endsEarly: false)
  }

  private nonisolated(nonsending) func wait(for condition: Condition, endsEarly: Bool) async {
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let isOver = state.withLock { state in
          if state.holds(condition) || endsEarly && state.isCancelled { return true }
          state.task = (condition, continuation)
          return false
        }
        if isOver { continuation.resume() }
      }
    } onCancel: {
      let task = state.withLock { state -> CheckedContinuation<Void, Never>? in
        state.isCancelled = true
        guard endsEarly else { return nil }
        defer { state.task = nil }
        return state.task?.1
      }
      interruption.wake()
      task?.resume()
    }
  }

  // MARK: The thread

  private func run(_ open: (WakePipe) throws -> OpenedSink) {
    do {
      var output = try open(interruption)
      change { $0.existing = output.existing }
      do {
        while let buffer = nextBuffer() {
          try output.sink.write(buffer.bytes)
          buffer.removeAll()
          change { state in
            state.spare = buffer
            state.isWriting = false
          }
        }
      } catch {
        output.abandon()
        throw error
      }
      if state.withLock({ $0.end }) == .commit { try output.commit() } else { output.abandon() }
      change { $0.hasEnded = true }
    } catch {
      change { state in
        (state.failure, state.hasEnded) = (error, true)
        (state.waiting, state.isWriting) = (nil, false)
      }
    }
  }

  /// The next buffer, for which the thread waits; nil at the end.
  private func nextBuffer() -> OutputBuffer? {
    while true {
      var (buffer, isOver) = (OutputBuffer?.none, false)
      change { state in
        buffer = state.waiting.take()
        state.isWriting = buffer != nil
        isOver = buffer == nil && state.end != nil
      }
      if buffer != nil || isOver { return buffer }
      doorbell.wait()
    }
  }

  /// Changes the state, and wakes the task that waits for that change.
  private func change(_ body: (inout State) -> Void) {
    let task = state.withLock { state -> CheckedContinuation<Void, Never>? in
      body(&state)
      guard let (condition, task) = state.task, state.holds(condition) else { return nil }
      state.task = nil
      return task
    }
    task?.resume()
  }
}

/// A sink that is open, and what has to be done with it at the end.
struct OpenedSink {
  var sink: any ByteSink
  var existing = ExistingRecords()
  /// Closes it, and keeps what was written. If that fails, it is closed all the same.
  var commit: () throws -> Void = {}
  /// Closes it after an error.
  var abandon: () -> Void = {}

  init(_ sink: any ByteSink) { self.sink = sink }

  /// The file at a path.
  ///
  /// - Parameter look: Looks at what is in a file to which records are added.
  /// - Throws: ``WritingError``, and what `look` throws.
  init(
    at path: some FilePathConvertible,
    _ mode: WritingMode,
    interruption: WakePipe? = nil,
    _ look: () throws -> ExistingRecords
  ) throws {
    if mode == .append { existing = try look() }
    let file = try FileSink(path: path, mode, interruption: interruption)
    (sink, commit, abandon) = (file, file.commit, file.abandon)
  }
}
