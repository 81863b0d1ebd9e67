import DecoratorPrimitives
import Dispatch

enum SleepEnd: Sendable {
  case deadline
  case cancellation
}

/// How to wake a sleeper: resume its task, unblock its thread, or run its action.
enum WakeUp: Sendable {
  case resume(CheckedContinuation<SleepEnd, Never>)
  case unblock(BlockedThread)
  case ring(@Sendable () -> Void)

  func end(_ end: SleepEnd) {
    switch self {
    case .resume(let continuation): continuation.resume(returning: end)
    case .unblock(let thread): thread.unblock(end)
    case .ring(let action): if end == .deadline { action() }
    }
  }
}

/// A thread that is blocked until its sleep ends.
final class BlockedThread: Sendable {
  private let end = Locked<SleepEnd?>(nil)
  private let ended = DispatchSemaphore(value: 0)

  func unblock(_ end: SleepEnd) {
    self.end.withLock { $0 = end }
    ended.signal()
  }

  /// Blocks the thread until ``unblock(_:)`` is called.
  ///
  /// - Parameter onCancel: Called when the current task is cancelled while its thread is blocked. Afterwards
  ///   ``unblock(_:)`` must be called, either by `onCancel` or by a thread that already ends this sleep.
  func wait(onCancel: () -> Void) -> SleepEnd {
    let isInTask = withUnsafeCurrentTask { $0 != nil }
    // Cancelling a task does not wake its blocked thread, so the thread checks at intervals.
    while isInTask && !Task.isCancelled && ended.wait(timeout: .now() + .milliseconds(10)) == .timedOut {}
    if let end = end.withLock({ $0 }) { return end }
    if isInTask { onCancel() }
    ended.wait()
    return end.withLock { $0 }!
  }
}
