import Synchronization

/// The numbers from 1 to `last`, one for each call, then nil.
func counter(to last: Int) -> @Sendable () async -> Int? {
  let state = Shared(0)
  return {
    let next = state.increment()
    return next <= last ? next : nil
  }
}

private final class Shared: Sendable {
  private let number: Atomic<Int>

  init(_ number: Int) { self.number = Atomic(number) }

  func increment() -> Int { number.wrappingAdd(1, ordering: .relaxed).newValue }
}
