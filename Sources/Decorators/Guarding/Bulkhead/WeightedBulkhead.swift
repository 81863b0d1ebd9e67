/// A ``Bulkhead`` whose calls take more than one place each. ``Bulkhead/with(cost:)`` makes it.
public struct WeightedBulkhead: Sendable {
  /// The bulkhead whose places the calls take.
  public let bulkhead: Bulkhead
  /// How many places each call takes.
  public let cost: Int
}

extension Bulkhead {
  /// The same bulkhead for calls that take several places each.
  ///
  /// ```swift
  /// let reports = Bulkhead(named: "database", atMost: 10, waiting: 100)
  /// try await reports.with(cost: 4).run { try await database.export() }
  /// ```
  ///
  /// The order stays strict: a large call at the head of the queue holds the small ones behind it, so that it is not
  /// overtaken forever. When it leaves, those behind it are looked at again (K5).
  ///
  /// - Parameter cost: How many places each call takes, at least 1 and at most the limit, or the upper bound of an
  ///   adaptive one.
  public func with(cost: Int) -> WeightedBulkhead {
    let largest = adaptive?.range.upperBound ?? limit
    require(cost >= 1, "A call takes 1 or more places of the bulkhead '\(name)', not \(cost).")
    require(cost <= largest, "A call cannot take \(cost) places of the bulkhead '\(name)': it has \(largest).")
    return WeightedBulkhead(bulkhead: self, cost: cost)
  }
}

extension WeightedBulkhead: Decorator {
  /// Runs a synchronous call. A wait for its places blocks the thread.
  @inlinable @inline(__always)
  public func call<Input, Output>(
    _ input: Input,
    at site: CallSite,
    _ next: (Input) throws -> Output
  ) throws -> Output {
    try bulkhead.call(input, cost: cost, at: site, next)
  }

  /// Runs an asynchronous call on the caller's actor.
  @inlinable @inline(__always)
  nonisolated(nonsending) public func call<Input, Output>(
    _ input: Input,
    at site: CallSite,
    _ next: nonisolated(nonsending) (Input) async throws -> Output
  ) async throws -> Output {
    try await bulkhead.call(input, cost: cost, at: site, next)
  }
}

extension WeightedBulkhead {
  /// The bulkhead.
  public var traits: DecoratorTraits {
    bulkhead.traits
  }
}

extension WeightedBulkhead: CustomStringConvertible {
  /// Every setting in effect, as it reads in source: `bulkheaded(by: "database", atMost: 10, waiting: 100, cost: 4)`.
  public var description: String {
    "bulkheaded(\((bulkhead.shownSettings + ["cost: \(cost)"]).joined(separator: ", ")))"
  }
}
