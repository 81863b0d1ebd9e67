import Dispatch

/// One call that waits in a ``WaitQueue``: a suspended task or a blocked thread.
///
/// It is queued, until it is granted what it waits for or leaves. The lock of the queue's owner guards this decision and
/// all other state of the waiter, so it is made exactly once (A8). The thread that makes it wakes the waiter afterwards,
/// without the lock. The wake-up may come before the waiter sleeps; then it does not sleep.
package final class Waiter<Ticket: Sendable>: @unchecked Sendable {
  /// What has become of a waiter.
  enum Phase: Sendable {
    case queued
    case granted
    case left(Departure)
  }

  private enum WakeUp {
    case none
    case resume(UnsafeContinuation<Void, Never>)
    case unblock(DispatchSemaphore)
  }

  /// What it waits for.
  package let ticket: Ticket
  private(set) var phase = Phase.queued
  /// When it entered the queue.
  package internal(set) var entered = Duration.zero
  private var wakeUp = WakeUp.none

  // The place in the queue. The call that waits holds the waiter until it is out of the queue, so no link counts.
  unowned(unsafe) var previous: Waiter?
  unowned(unsafe) var next: Waiter?
  var arrival: UInt64 = 0
  var priority: UInt8
  var heapIndex = -1

  /// - Parameters:
  ///   - ticket: What it waits for.
  ///   - priority: The priority of its task.
  package init(_ ticket: Ticket, priority: TaskPriority = .medium) {
    self.ticket = ticket
    self.priority = priority.rawValue
  }

  /// Why it left; nil if it was granted what it waits for. A waiter whose task was cancelled after that hands it on.
  package var departure: Departure? {
    if case .left(let departure) = phase { return departure }
    return nil
  }

  func decide(_ phase: Phase) { self.phase = phase }

  /// Ends the sleep of a waiter that was granted or has left. Call it once, without the lock.
  package func wake() {
    switch wakeUp {
    case .none: break
    case .resume(let continuation): continuation.resume()
    case .unblock(let semaphore): semaphore.signal()
    }
  }

  /// - Returns: Whether the waiter must sleep.
  private func prepare<State>(_ wakeUp: WakeUp, in owner: Locked<State>) -> Bool {
    owner.withLock { _ in
      guard case .queued = phase else { return false }
      self.wakeUp = wakeUp
      return true
    }
  }

  /// Suspends until the waiter is granted or has left.
  ///
  /// - Parameters:
  ///   - owner: The lock of the queue.
  ///   - leave: Takes the waiter out of the queue, because its task is cancelled.
  nonisolated(nonsending) package func suspend<State>(
    in owner: Locked<State>,
    onCancel leave: @Sendable () -> Void
  ) async {
    await withTaskCancellationHandler {
      await withUnsafeContinuation { continuation in
        if !prepare(.resume(continuation), in: owner) { continuation.resume() }
      }
    } onCancel: {
      leave()
    }
  }

  /// Blocks the thread until the waiter is granted or has left.
  ///
  /// Neither the cancellation of a task nor a clock wakes its blocked thread, so the thread looks at them at intervals of
  /// at most 10 ms. A thread that has neither sleeps until it is woken.
  ///
  /// - Parameters:
  ///   - owner: The lock of the queue.
  ///   - remaining: How long the waiter may still wait; nil without a limit.
  ///   - leave: Takes the waiter out of the queue, and wakes it if it was still in it.
  package func block<State>(
    in owner: Locked<State>,
    remaining: (() -> Duration)?,
    leave: (Departure) -> Void
  ) {
    let semaphore = DispatchSemaphore(value: 0)
    guard prepare(.unblock(semaphore), in: owner) else { return }
    let isInTask = withUnsafeCurrentTask { $0 != nil }
    while isInTask || remaining != nil {
      if Task.isCancelled {
        leave(.cancelled)
        break
      }
      var pause = Duration.milliseconds(10)
      if let remaining = remaining?() {
        if remaining <= .zero {
          leave(.overdue)
          break
        }
        pause = max(.milliseconds(1), min(pause, remaining))
      }
      let nanoseconds = Int(pause / .nanoseconds(1))
      if semaphore.wait(timeout: .now() + .nanoseconds(nanoseconds)) == .success { return }
    }
    semaphore.wait()
  }
}

/// Why a waiter left its queue without what it waited for.
package enum Departure: Sendable {
  /// Its task was cancelled.
  case cancelled
  /// It had waited as long as it may, or cannot be served in time any more.
  case overdue
}
