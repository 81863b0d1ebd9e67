import DecoratorMacros
import Logging
import Synchronization

/// What a person would write for `Attributed`.
final class ByHand: Sendable {
  let logger = quietAtError()
  let cache = MemoCache<Int, Int>(capacity: 64)
  let cacheOfAll = MemoCache<Int, Int>(capacity: 64)
  let cacheLater = MemoCache<Int, Int>(capacity: 64)
  static let timing = TimingPolicy(
    named: "timed",
    to: [.call { _ in durations.wrappingAdd(1, ordering: .relaxed) }]
  )
  static let policy = RetryPolicy(attempts: 3)
  static let logging = LoggingPolicy(arguments: .all)

  @inline(never)
  func retried(_ number: Int) throws -> Int {
    try Self.policy.run { try bare(number) }
  }

  @inline(never)
  func timed(_ number: Int) throws -> Int {
    try Self.timing.run { try bare(number) }
  }

  @inline(never)
  func logged(_ number: Int) throws -> Int {
    try withLogging(Self.logging, logger: logger, named: "logged", arguments: ["number": number]) { try bare(number) }
  }

  @inline(never)
  func memoized(_ number: Int) -> Int {
    cache.value(for: number) { number &+ 1 }
  }

  @inline(never)
  func all(_ number: Int) throws -> Int {
    try Self.timing.run {
      try withLogging(Self.logging, logger: logger, named: "all", arguments: ["number": number]) {
        try cacheOfAll.value(for: number) { try Self.policy.run { try bare(number) } }
      }
    }
  }

  @inline(never)
  nonisolated(nonsending) func retriedLater(_ number: Int) async throws -> Int {
    try await Self.policy.run { try await bareLater(number) }
  }

  @inline(never)
  nonisolated(nonsending) func timedLater(_ number: Int) async throws -> Int {
    try await Self.timing.run { try await bareLater(number) }
  }

  @inline(never)
  nonisolated(nonsending) func loggedLater(_ number: Int) async throws -> Int {
    try await withLogging(Self.logging, logger: logger, named: "logged", arguments: ["number": number]) {
      try await bareLater(number)
    }
  }

  @inline(never)
  nonisolated(nonsending) func memoizedLater(_ number: Int) async throws -> Int {
    try await cacheLater.value(for: number) { try await bareLater(number) }
  }

  @inline(never)
  nonisolated(nonsending) func threeLater(_ number: Int) async throws -> Int {
    try await Self.timing.run {
      try await withLogging(Self.logging, logger: logger, named: "three", arguments: ["number": number]) {
        try await Self.policy.run { try await bareLater(number) }
      }
    }
  }
}
