import DecoratorMacros
import Logging
import Synchronization

/// Functions with attributes; `ByHand` has the same without.
final class Attributed: Sendable {
  let logger = quietAtError()

  @inline(never) @Retrying(attempts: 3)
  func retried(_ number: Int) throws -> Int { try bare(number) }

  @inline(never) @Timed(named: "timed", to: [.call { _ in durations.wrappingAdd(1, ordering: .relaxed) }])
  func timed(_ number: Int) throws -> Int { try bare(number) }

  @inline(never) @Logged(arguments: .only("number"), logger: \Self.logger)
  func logged(_ number: Int) throws -> Int { try bare(number) }

  @inline(never) @Memoized(capacity: 64)
  func memoized(_ number: Int) -> Int { number &+ 1 }

  @inline(never)
  @Timed(named: "all", to: [.call { _ in durations.wrappingAdd(1, ordering: .relaxed) }])
  @Logged(arguments: .only("number"), logger: \Self.logger)
  @Memoized(capacity: 64)
  @Retrying(attempts: 3)
  func all(_ number: Int) throws -> Int { try bare(number) }

  @inline(never) @Retrying(attempts: 3)
  nonisolated(nonsending) func retriedLater(_ number: Int) async throws -> Int { try await bareLater(number) }

  @inline(never) @Timed(named: "timed", to: [.call { _ in durations.wrappingAdd(1, ordering: .relaxed) }])
  nonisolated(nonsending) func timedLater(_ number: Int) async throws -> Int { try await bareLater(number) }

  @inline(never) @Logged(arguments: .only("number"), logger: \Self.logger)
  nonisolated(nonsending) func loggedLater(_ number: Int) async throws -> Int { try await bareLater(number) }

  @inline(never) @Memoized(capacity: 64)
  nonisolated(nonsending) func memoizedLater(_ number: Int) async throws -> Int { try await bareLater(number) }

  @inline(never)
  @Timed(named: "three", to: [.call { _ in durations.wrappingAdd(1, ordering: .relaxed) }])
  @Logged(arguments: .only("number"), logger: \Self.logger)
  @Retrying(attempts: 3)
  nonisolated(nonsending) func threeLater(_ number: Int) async throws -> Int { try await bareLater(number) }
}

/// A logger that writes nothing below `.error`.
func quietAtError() -> Logger {
  var logger = Logger(label: "quiet") { StreamLogHandler.standardError(label: $0) }
  logger.logLevel = .error
  return logger
}
