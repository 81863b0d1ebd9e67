import Foundation
import NIOConcurrencyHelpers

/// Things that happen on any thread, in order, for a test to wait on.
package final class EventLog<Event: Sendable>: Sendable {
  package struct TimedOut: Error, CustomStringConvertible {
    package let description: String
  }

  private struct Waiter {
    let isOver: @Sendable ([Event]) -> Bool
    let continuation: CheckedContinuation<Bool, Never>
  }

  private struct State {
    var events: [Event] = []
    var waiters: [UUID: Waiter] = [:]
  }

  private let state = NIOLockedValueBox(State())

  package init() {}

  package var events: [Event] { state.withLockedValue { $0.events } }

  package func append(_ event: Event) {
    let over = state.withLockedValue { state in
      state.events.append(event)
      let over = state.waiters.filter { $0.value.isOver(state.events) }
      for id in over.keys { state.waiters[id] = nil }
      return over
    }
    for waiter in over.values { waiter.continuation.resume(returning: true) }
  }

  /// Waits until the events so far are as wanted. The limit only ends a test that would hang.
  @discardableResult
  package func wait(
    for what: String,
    within limit: Duration = .seconds(60),
    until isOver: @escaping @Sendable ([Event]) -> Bool
  ) async throws -> [Event] {
    let id = UUID()
    let alarm = Task {
      try await Task.sleep(for: limit)
      let late = state.withLockedValue { $0.waiters.removeValue(forKey: id) }
      late?.continuation.resume(returning: false)
    }
    defer { alarm.cancel() }
    let hasHappened = await withCheckedContinuation { continuation in
      let isOver = state.withLockedValue { state in
        if isOver(state.events) { return true }
        state.waiters[id] = Waiter(isOver: isOver, continuation: continuation)
        return false
      }
      if isOver { continuation.resume(returning: true) }
    }
    guard hasHappened else { throw TimedOut(description: "waited \(limit) for \(what), saw \(events)") }
    return events
  }
}
