import DecoratorPrimitives
import Decorators
import DecoratorsTesting

/// Calls of a guard that run until the test ends them. They are named by letters, as in the vectors.
final class HeldCalls: Sendable {
  /// Whose function began, in this order.
  let began = ValueRecorder<String>()
  private let gates = Locked<[String: Gate]>([:])

  func gate(_ name: String) -> Gate {
    gates.withLock { gates in
      if let gate = gates[name] { return gate }
      let gate = Gate()
      gates[name] = gate
      return gate
    }
  }

  /// Starts a call in a task of its own.
  func start(
    _ name: String,
    _ decorator: some Decorator,
    priority: TaskPriority? = nil
  ) -> Task<Void, any Error> {
    Task(priority: priority) {
      try await decorator.run {
        self.began.append(name)
        await self.gate(name).wait()
      }
    }
  }

  func end(_ name: String) { gate(name).open() }
}
