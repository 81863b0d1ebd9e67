import DecoratorMacros

/// One function for each ordered choice of the four attributes, all of them doing the same work.
extension AsyncStacks {
  @Timed(\Self.timing)
  func timed(_ id: Int) async throws -> Int { try work(id) }

  @Retrying(attempts: 2, backoff: .none, named: "f")
  func retrying(_ id: Int) async throws -> Int { try work(id) }

  @Logged(\Self.logging, named: "f")
  func logged(_ id: Int) async throws -> Int { try work(id) }

  @Memoized(in: \Self.cache)
  func memoized(_ id: Int) async throws -> Int { try work(id) }

  @Timed(\Self.timing)
  @Retrying(attempts: 2, backoff: .none, named: "f")
  func timedRetrying(_ id: Int) async throws -> Int { try work(id) }

  @Timed(\Self.timing)
  @Logged(\Self.logging, named: "f")
  func timedLogged(_ id: Int) async throws -> Int { try work(id) }

  @Timed(\Self.timing)
  @Memoized(in: \Self.cache)
  func timedMemoized(_ id: Int) async throws -> Int { try work(id) }

  @Retrying(attempts: 2, backoff: .none, named: "f")
  @Timed(\Self.timing)
  func retryingTimed(_ id: Int) async throws -> Int { try work(id) }

  @Retrying(attempts: 2, backoff: .none, named: "f")
  @Logged(\Self.logging, named: "f")
  func retryingLogged(_ id: Int) async throws -> Int { try work(id) }

  @Retrying(attempts: 2, backoff: .none, named: "f", allowing: .memoizedInside)
  @Memoized(in: \Self.cache)
  func retryingMemoized(_ id: Int) async throws -> Int { try work(id) }

  @Logged(\Self.logging, named: "f")
  @Timed(\Self.timing)
  func loggedTimed(_ id: Int) async throws -> Int { try work(id) }

  @Logged(\Self.logging, named: "f")
  @Retrying(attempts: 2, backoff: .none, named: "f")
  func loggedRetrying(_ id: Int) async throws -> Int { try work(id) }

  @Logged(\Self.logging, named: "f")
  @Memoized(in: \Self.cache)
  func loggedMemoized(_ id: Int) async throws -> Int { try work(id) }

  @Memoized(in: \Self.cache)
  @Timed(\Self.timing)
  func memoizedTimed(_ id: Int) async throws -> Int { try work(id) }

  @Memoized(in: \Self.cache)
  @Retrying(attempts: 2, backoff: .none, named: "f")
  func memoizedRetrying(_ id: Int) async throws -> Int { try work(id) }

  @Memoized(in: \Self.cache)
  @Logged(\Self.logging, named: "f")
  func memoizedLogged(_ id: Int) async throws -> Int { try work(id) }

  @Timed(\Self.timing)
  @Retrying(attempts: 2, backoff: .none, named: "f")
  @Logged(\Self.logging, named: "f")
  func timedRetryingLogged(_ id: Int) async throws -> Int { try work(id) }

  @Timed(\Self.timing)
  @Retrying(attempts: 2, backoff: .none, named: "f", allowing: .memoizedInside)
  @Memoized(in: \Self.cache)
  func timedRetryingMemoized(_ id: Int) async throws -> Int { try work(id) }

  @Timed(\Self.timing)
  @Logged(\Self.logging, named: "f")
  @Retrying(attempts: 2, backoff: .none, named: "f")
  func timedLoggedRetrying(_ id: Int) async throws -> Int { try work(id) }

  @Timed(\Self.timing)
  @Logged(\Self.logging, named: "f")
  @Memoized(in: \Self.cache)
  func timedLoggedMemoized(_ id: Int) async throws -> Int { try work(id) }

  @Timed(\Self.timing)
  @Memoized(in: \Self.cache)
  @Retrying(attempts: 2, backoff: .none, named: "f")
  func timedMemoizedRetrying(_ id: Int) async throws -> Int { try work(id) }

  @Timed(\Self.timing)
  @Memoized(in: \Self.cache)
  @Logged(\Self.logging, named: "f")
  func timedMemoizedLogged(_ id: Int) async throws -> Int { try work(id) }

  @Retrying(attempts: 2, backoff: .none, named: "f")
  @Timed(\Self.timing)
  @Logged(\Self.logging, named: "f")
  func retryingTimedLogged(_ id: Int) async throws -> Int { try work(id) }

  @Retrying(attempts: 2, backoff: .none, named: "f", allowing: .memoizedInside)
  @Timed(\Self.timing)
  @Memoized(in: \Self.cache)
  func retryingTimedMemoized(_ id: Int) async throws -> Int { try work(id) }

  @Retrying(attempts: 2, backoff: .none, named: "f")
  @Logged(\Self.logging, named: "f")
  @Timed(\Self.timing)
  func retryingLoggedTimed(_ id: Int) async throws -> Int { try work(id) }

  @Retrying(attempts: 2, backoff: .none, named: "f", allowing: .memoizedInside)
  @Logged(\Self.logging, named: "f")
  @Memoized(in: \Self.cache)
  func retryingLoggedMemoized(_ id: Int) async throws -> Int { try work(id) }

  @Retrying(attempts: 2, backoff: .none, named: "f", allowing: .memoizedInside)
  @Memoized(in: \Self.cache)
  @Timed(\Self.timing)
  func retryingMemoizedTimed(_ id: Int) async throws -> Int { try work(id) }

  @Retrying(attempts: 2, backoff: .none, named: "f", allowing: .memoizedInside)
  @Memoized(in: \Self.cache)
  @Logged(\Self.logging, named: "f")
  func retryingMemoizedLogged(_ id: Int) async throws -> Int { try work(id) }

  @Logged(\Self.logging, named: "f")
  @Timed(\Self.timing)
  @Retrying(attempts: 2, backoff: .none, named: "f")
  func loggedTimedRetrying(_ id: Int) async throws -> Int { try work(id) }

  @Logged(\Self.logging, named: "f")
  @Timed(\Self.timing)
  @Memoized(in: \Self.cache)
  func loggedTimedMemoized(_ id: Int) async throws -> Int { try work(id) }

  @Logged(\Self.logging, named: "f")
  @Retrying(attempts: 2, backoff: .none, named: "f")
  @Timed(\Self.timing)
  func loggedRetryingTimed(_ id: Int) async throws -> Int { try work(id) }

  @Logged(\Self.logging, named: "f")
  @Retrying(attempts: 2, backoff: .none, named: "f", allowing: .memoizedInside)
  @Memoized(in: \Self.cache)
  func loggedRetryingMemoized(_ id: Int) async throws -> Int { try work(id) }

  @Logged(\Self.logging, named: "f")
  @Memoized(in: \Self.cache)
  @Timed(\Self.timing)
  func loggedMemoizedTimed(_ id: Int) async throws -> Int { try work(id) }

  @Logged(\Self.logging, named: "f")
  @Memoized(in: \Self.cache)
  @Retrying(attempts: 2, backoff: .none, named: "f")
  func loggedMemoizedRetrying(_ id: Int) async throws -> Int { try work(id) }

  @Memoized(in: \Self.cache)
  @Timed(\Self.timing)
  @Retrying(attempts: 2, backoff: .none, named: "f")
  func memoizedTimedRetrying(_ id: Int) async throws -> Int { try work(id) }

  @Memoized(in: \Self.cache)
  @Timed(\Self.timing)
  @Logged(\Self.logging, named: "f")
  func memoizedTimedLogged(_ id: Int) async throws -> Int { try work(id) }

  @Memoized(in: \Self.cache)
  @Retrying(attempts: 2, backoff: .none, named: "f")
  @Timed(\Self.timing)
  func memoizedRetryingTimed(_ id: Int) async throws -> Int { try work(id) }

  @Memoized(in: \Self.cache)
  @Retrying(attempts: 2, backoff: .none, named: "f")
  @Logged(\Self.logging, named: "f")
  func memoizedRetryingLogged(_ id: Int) async throws -> Int { try work(id) }

  @Memoized(in: \Self.cache)
  @Logged(\Self.logging, named: "f")
  @Timed(\Self.timing)
  func memoizedLoggedTimed(_ id: Int) async throws -> Int { try work(id) }

  @Memoized(in: \Self.cache)
  @Logged(\Self.logging, named: "f")
  @Retrying(attempts: 2, backoff: .none, named: "f")
  func memoizedLoggedRetrying(_ id: Int) async throws -> Int { try work(id) }

  @Timed(\Self.timing)
  @Retrying(attempts: 2, backoff: .none, named: "f", allowing: .memoizedInside)
  @Logged(\Self.logging, named: "f")
  @Memoized(in: \Self.cache)
  func timedRetryingLoggedMemoized(_ id: Int) async throws -> Int { try work(id) }

  @Timed(\Self.timing)
  @Retrying(attempts: 2, backoff: .none, named: "f", allowing: .memoizedInside)
  @Memoized(in: \Self.cache)
  @Logged(\Self.logging, named: "f")
  func timedRetryingMemoizedLogged(_ id: Int) async throws -> Int { try work(id) }

  @Timed(\Self.timing)
  @Logged(\Self.logging, named: "f")
  @Retrying(attempts: 2, backoff: .none, named: "f", allowing: .memoizedInside)
  @Memoized(in: \Self.cache)
  func timedLoggedRetryingMemoized(_ id: Int) async throws -> Int { try work(id) }

  @Timed(\Self.timing)
  @Logged(\Self.logging, named: "f")
  @Memoized(in: \Self.cache)
  @Retrying(attempts: 2, backoff: .none, named: "f")
  func timedLoggedMemoizedRetrying(_ id: Int) async throws -> Int { try work(id) }

  @Timed(\Self.timing)
  @Memoized(in: \Self.cache)
  @Retrying(attempts: 2, backoff: .none, named: "f")
  @Logged(\Self.logging, named: "f")
  func timedMemoizedRetryingLogged(_ id: Int) async throws -> Int { try work(id) }

  @Timed(\Self.timing)
  @Memoized(in: \Self.cache)
  @Logged(\Self.logging, named: "f")
  @Retrying(attempts: 2, backoff: .none, named: "f")
  func timedMemoizedLoggedRetrying(_ id: Int) async throws -> Int { try work(id) }

  @Retrying(attempts: 2, backoff: .none, named: "f", allowing: .memoizedInside)
  @Timed(\Self.timing)
  @Logged(\Self.logging, named: "f")
  @Memoized(in: \Self.cache)
  func retryingTimedLoggedMemoized(_ id: Int) async throws -> Int { try work(id) }

  @Retrying(attempts: 2, backoff: .none, named: "f", allowing: .memoizedInside)
  @Timed(\Self.timing)
  @Memoized(in: \Self.cache)
  @Logged(\Self.logging, named: "f")
  func retryingTimedMemoizedLogged(_ id: Int) async throws -> Int { try work(id) }

  @Retrying(attempts: 2, backoff: .none, named: "f", allowing: .memoizedInside)
  @Logged(\Self.logging, named: "f")
  @Timed(\Self.timing)
  @Memoized(in: \Self.cache)
  func retryingLoggedTimedMemoized(_ id: Int) async throws -> Int { try work(id) }

  @Retrying(attempts: 2, backoff: .none, named: "f", allowing: .memoizedInside)
  @Logged(\Self.logging, named: "f")
  @Memoized(in: \Self.cache)
  @Timed(\Self.timing)
  func retryingLoggedMemoizedTimed(_ id: Int) async throws -> Int { try work(id) }

  @Retrying(attempts: 2, backoff: .none, named: "f", allowing: .memoizedInside)
  @Memoized(in: \Self.cache)
  @Timed(\Self.timing)
  @Logged(\Self.logging, named: "f")
  func retryingMemoizedTimedLogged(_ id: Int) async throws -> Int { try work(id) }

  @Retrying(attempts: 2, backoff: .none, named: "f", allowing: .memoizedInside)
  @Memoized(in: \Self.cache)
  @Logged(\Self.logging, named: "f")
  @Timed(\Self.timing)
  func retryingMemoizedLoggedTimed(_ id: Int) async throws -> Int { try work(id) }

  @Logged(\Self.logging, named: "f")
  @Timed(\Self.timing)
  @Retrying(attempts: 2, backoff: .none, named: "f", allowing: .memoizedInside)
  @Memoized(in: \Self.cache)
  func loggedTimedRetryingMemoized(_ id: Int) async throws -> Int { try work(id) }

  @Logged(\Self.logging, named: "f")
  @Timed(\Self.timing)
  @Memoized(in: \Self.cache)
  @Retrying(attempts: 2, backoff: .none, named: "f")
  func loggedTimedMemoizedRetrying(_ id: Int) async throws -> Int { try work(id) }

  @Logged(\Self.logging, named: "f")
  @Retrying(attempts: 2, backoff: .none, named: "f", allowing: .memoizedInside)
  @Timed(\Self.timing)
  @Memoized(in: \Self.cache)
  func loggedRetryingTimedMemoized(_ id: Int) async throws -> Int { try work(id) }

  @Logged(\Self.logging, named: "f")
  @Retrying(attempts: 2, backoff: .none, named: "f", allowing: .memoizedInside)
  @Memoized(in: \Self.cache)
  @Timed(\Self.timing)
  func loggedRetryingMemoizedTimed(_ id: Int) async throws -> Int { try work(id) }

  @Logged(\Self.logging, named: "f")
  @Memoized(in: \Self.cache)
  @Timed(\Self.timing)
  @Retrying(attempts: 2, backoff: .none, named: "f")
  func loggedMemoizedTimedRetrying(_ id: Int) async throws -> Int { try work(id) }

  @Logged(\Self.logging, named: "f")
  @Memoized(in: \Self.cache)
  @Retrying(attempts: 2, backoff: .none, named: "f")
  @Timed(\Self.timing)
  func loggedMemoizedRetryingTimed(_ id: Int) async throws -> Int { try work(id) }

  @Memoized(in: \Self.cache)
  @Timed(\Self.timing)
  @Retrying(attempts: 2, backoff: .none, named: "f")
  @Logged(\Self.logging, named: "f")
  func memoizedTimedRetryingLogged(_ id: Int) async throws -> Int { try work(id) }

  @Memoized(in: \Self.cache)
  @Timed(\Self.timing)
  @Logged(\Self.logging, named: "f")
  @Retrying(attempts: 2, backoff: .none, named: "f")
  func memoizedTimedLoggedRetrying(_ id: Int) async throws -> Int { try work(id) }

  @Memoized(in: \Self.cache)
  @Retrying(attempts: 2, backoff: .none, named: "f")
  @Timed(\Self.timing)
  @Logged(\Self.logging, named: "f")
  func memoizedRetryingTimedLogged(_ id: Int) async throws -> Int { try work(id) }

  @Memoized(in: \Self.cache)
  @Retrying(attempts: 2, backoff: .none, named: "f")
  @Logged(\Self.logging, named: "f")
  @Timed(\Self.timing)
  func memoizedRetryingLoggedTimed(_ id: Int) async throws -> Int { try work(id) }

  @Memoized(in: \Self.cache)
  @Logged(\Self.logging, named: "f")
  @Timed(\Self.timing)
  @Retrying(attempts: 2, backoff: .none, named: "f")
  func memoizedLoggedTimedRetrying(_ id: Int) async throws -> Int { try work(id) }

  @Memoized(in: \Self.cache)
  @Logged(\Self.logging, named: "f")
  @Retrying(attempts: 2, backoff: .none, named: "f")
  @Timed(\Self.timing)
  func memoizedLoggedRetryingTimed(_ id: Int) async throws -> Int { try work(id) }

  /// The functions by the names of their attributes, outermost first.
  static let all: [(stack: [String], call: @Sendable (AsyncStacks) -> (Int) async throws -> Int)] = [
    (["timed"], { $0.timed }),
    (["retrying"], { $0.retrying }),
    (["logged"], { $0.logged }),
    (["memoized"], { $0.memoized }),
    (["timed", "retrying"], { $0.timedRetrying }),
    (["timed", "logged"], { $0.timedLogged }),
    (["timed", "memoized"], { $0.timedMemoized }),
    (["retrying", "timed"], { $0.retryingTimed }),
    (["retrying", "logged"], { $0.retryingLogged }),
    (["retrying", "memoized"], { $0.retryingMemoized }),
    (["logged", "timed"], { $0.loggedTimed }),
    (["logged", "retrying"], { $0.loggedRetrying }),
    (["logged", "memoized"], { $0.loggedMemoized }),
    (["memoized", "timed"], { $0.memoizedTimed }),
    (["memoized", "retrying"], { $0.memoizedRetrying }),
    (["memoized", "logged"], { $0.memoizedLogged }),
    (["timed", "retrying", "logged"], { $0.timedRetryingLogged }),
    (["timed", "retrying", "memoized"], { $0.timedRetryingMemoized }),
    (["timed", "logged", "retrying"], { $0.timedLoggedRetrying }),
    (["timed", "logged", "memoized"], { $0.timedLoggedMemoized }),
    (["timed", "memoized", "retrying"], { $0.timedMemoizedRetrying }),
    (["timed", "memoized", "logged"], { $0.timedMemoizedLogged }),
    (["retrying", "timed", "logged"], { $0.retryingTimedLogged }),
    (["retrying", "timed", "memoized"], { $0.retryingTimedMemoized }),
    (["retrying", "logged", "timed"], { $0.retryingLoggedTimed }),
    (["retrying", "logged", "memoized"], { $0.retryingLoggedMemoized }),
    (["retrying", "memoized", "timed"], { $0.retryingMemoizedTimed }),
    (["retrying", "memoized", "logged"], { $0.retryingMemoizedLogged }),
    (["logged", "timed", "retrying"], { $0.loggedTimedRetrying }),
    (["logged", "timed", "memoized"], { $0.loggedTimedMemoized }),
    (["logged", "retrying", "timed"], { $0.loggedRetryingTimed }),
    (["logged", "retrying", "memoized"], { $0.loggedRetryingMemoized }),
    (["logged", "memoized", "timed"], { $0.loggedMemoizedTimed }),
    (["logged", "memoized", "retrying"], { $0.loggedMemoizedRetrying }),
    (["memoized", "timed", "retrying"], { $0.memoizedTimedRetrying }),
    (["memoized", "timed", "logged"], { $0.memoizedTimedLogged }),
    (["memoized", "retrying", "timed"], { $0.memoizedRetryingTimed }),
    (["memoized", "retrying", "logged"], { $0.memoizedRetryingLogged }),
    (["memoized", "logged", "timed"], { $0.memoizedLoggedTimed }),
    (["memoized", "logged", "retrying"], { $0.memoizedLoggedRetrying }),
    (["timed", "retrying", "logged", "memoized"], { $0.timedRetryingLoggedMemoized }),
    (["timed", "retrying", "memoized", "logged"], { $0.timedRetryingMemoizedLogged }),
    (["timed", "logged", "retrying", "memoized"], { $0.timedLoggedRetryingMemoized }),
    (["timed", "logged", "memoized", "retrying"], { $0.timedLoggedMemoizedRetrying }),
    (["timed", "memoized", "retrying", "logged"], { $0.timedMemoizedRetryingLogged }),
    (["timed", "memoized", "logged", "retrying"], { $0.timedMemoizedLoggedRetrying }),
    (["retrying", "timed", "logged", "memoized"], { $0.retryingTimedLoggedMemoized }),
    (["retrying", "timed", "memoized", "logged"], { $0.retryingTimedMemoizedLogged }),
    (["retrying", "logged", "timed", "memoized"], { $0.retryingLoggedTimedMemoized }),
    (["retrying", "logged", "memoized", "timed"], { $0.retryingLoggedMemoizedTimed }),
    (["retrying", "memoized", "timed", "logged"], { $0.retryingMemoizedTimedLogged }),
    (["retrying", "memoized", "logged", "timed"], { $0.retryingMemoizedLoggedTimed }),
    (["logged", "timed", "retrying", "memoized"], { $0.loggedTimedRetryingMemoized }),
    (["logged", "timed", "memoized", "retrying"], { $0.loggedTimedMemoizedRetrying }),
    (["logged", "retrying", "timed", "memoized"], { $0.loggedRetryingTimedMemoized }),
    (["logged", "retrying", "memoized", "timed"], { $0.loggedRetryingMemoizedTimed }),
    (["logged", "memoized", "timed", "retrying"], { $0.loggedMemoizedTimedRetrying }),
    (["logged", "memoized", "retrying", "timed"], { $0.loggedMemoizedRetryingTimed }),
    (["memoized", "timed", "retrying", "logged"], { $0.memoizedTimedRetryingLogged }),
    (["memoized", "timed", "logged", "retrying"], { $0.memoizedTimedLoggedRetrying }),
    (["memoized", "retrying", "timed", "logged"], { $0.memoizedRetryingTimedLogged }),
    (["memoized", "retrying", "logged", "timed"], { $0.memoizedRetryingLoggedTimed }),
    (["memoized", "logged", "timed", "retrying"], { $0.memoizedLoggedTimedRetrying }),
    (["memoized", "logged", "retrying", "timed"], { $0.memoizedLoggedRetryingTimed }),
  ]
}
