/// A value that counts how many like it are alive, so that a cache that leaks or frees one twice is noticed.
final class Tracked: Sendable {
  let number: Int
  private let census: Census

  init(_ number: Int, in census: Census) {
    self.number = number
    self.census = census
    census.change(by: 1)
  }

  deinit { census.change(by: -1) }
}

/// How many tracked values are alive. One job uses it, on one thread.
final class Census: @unchecked Sendable {
  private(set) var alive = 0

  func change(by difference: Int) { alive += difference }
}
