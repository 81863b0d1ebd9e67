import Synchronization

/// How many values are alive, on any thread.
final class Census: Sendable {
  private let count = Atomic(0)

  var alive: Int { count.load(ordering: .sequentiallyConsistent) }

  fileprivate func change(by difference: Int) { count.add(difference, ordering: .sequentiallyConsistent) }
}

/// A value that is counted while it is alive.
final class Counted: Sendable {
  let number: Int
  private let census: Census

  init(_ number: Int, in census: Census) {
    self.number = number
    self.census = census
    census.change(by: 1)
  }

  deinit { census.change(by: -1) }
}
