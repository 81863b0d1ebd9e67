import DecoratorPrimitives

/// Wakes a task: it comes once, and one task at a time waits for it.
final class Arrival: Sendable {
  private struct State {
    var hasCome = false
    var waiter: CheckedContinuation<Void, Never>?
  }

  private let state = Locked(State())

  /// One that has come already.
  static var past: Arrival {
    let arrival = Arrival()
    arrival.come()
    return arrival
  }

  var hasCome: Bool { state.withLock { $0.hasCome } }

  func come() {
    let waiter = state.withLock { state in
      state.hasCome = true
      return state.waiter.take()
    }
    waiter?.resume()
  }

  /// Waits until it has come, or the task is cancelled.
  func wait() async {
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let isOver = state.withLock { state in
          if state.hasCome || Task.isCancelled { return true }
          state.waiter = continuation
          return false
        }
        if isOver { continuation.resume() }
      }
    } onCancel: {
      state.withLock { $0.waiter.take() }?.resume()
    }
  }
}
