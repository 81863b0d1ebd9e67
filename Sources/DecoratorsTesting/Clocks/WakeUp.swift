import DecoratorPrimitives
import Dispatch

enum SleepEnd: Sendable {
  case deadline
  case cancellation
}

/// How a sleeper is told that its sleep has ended.
enum WakeUp: Sendable {
  case resume(CheckedContinuation<SleepEnd, Never>)
  case unblock(BlockedThread)

  func end(_ end: SleepEnd) {
    switch self {
    case .resume(let continuation): continuation.resume(returning: end)
    case .unblock(let thread): thread.unblock(end)
    }
  }
}

/// A thread that waits to be told how its sleep ended.
final class BlockedThread: Sendable {
  private let end = Locked<SleepEnd?>(nil)
  private let ended = DispatchSemaphore(value: 0)

  func unblock(_ end: SleepEnd) {
    self.end.withLock { $0 = end }
    ended.signal()
  }

  /// - Parameter onCancel: Called when the current task is cancelled while its thread is blocked. It sees to it that
  ///   ``unblock(_:)`` is called if that was not on its way already.
  func wait(onCancel: () -> Void) -> SleepEnd {
    let isInTask = withUnsafeCurrentTask { $0 != nil }
    // Nothing wakes a blocked thread when its task is cancelled, so it has to look.
    while isInTask && !Task.isCancelled && ended.wait(timeout: .now() + .milliseconds(10)) == .timedOut {}
    if let end = end.withLock({ $0 }) { return end }
    if isInTask { onCancel() }
    ended.wait()
    return end.withLock { $0 }!
  }
}
