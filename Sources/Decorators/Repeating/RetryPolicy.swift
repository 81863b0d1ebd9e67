public import Logging

/// When and how often a failed call is repeated: an immutable value that any number of calls may share (R11).
///
/// ```swift
/// let policy = RetryPolicy(
///   attempts: 5, backoff: .exponential(from: .milliseconds(250)), within: .seconds(30), on: TimeoutError.self
/// )
/// try await withRetry(policy) { try await api.push(total) }
/// let push = retrying(policy, named: "push") { (total: Int) async throws in try await api.push(total) }
/// ```
public struct RetryPolicy: Sendable {
  /// How many calls are made in total, the first included (R4).
  public let attempts: Int
  /// The delays between them.
  public let backoff: Backoff
  /// How long the whole call may take before it gives up instead of waiting further; `nil` for no limit.
  public let limit: Duration?
  /// How far delays are followed that the server asks for.
  public let serverDelays: ServerDelays

  @usableFromInline let types: [any Error.Type]
  @usableFromInline let classify: (@Sendable (any Error) -> RetryDecision)?
  @usableFromInline let generator: any RandomNumberGenerator & Sendable
  @usableFromInline let logger: Logger?
  @usableFromInline let willRetry: (@Sendable (RetryEvent) -> Void)?
  @usableFromInline let didGiveUp: (@Sendable (RetryGiveUp) -> Void)?

  /// Describes when and how often a failed call is repeated.
  ///
  /// Say which errors deserve a retry, with `on:`, with `when:`, or by ``RetryClassifiable`` on the error. A policy that
  /// does not repeats whatever fails, programming errors and refusals that no repetition mends among them (R14).
  /// Never repeated are `CancellationError` and any error once the task is cancelled (R5).
  ///
  /// - Parameters:
  ///   - attempts: How many calls are made in total, at least 1; 3 by default.
  ///   - backoff: The delays between them; by default exponential from 100 ms to 30 s with full jitter.
  ///   - limit: How long the whole call may take. A wait that would reach its end is not begun: the call gives up at
  ///     once, and only the attempt in flight can overrun (R6). No limit by default.
  ///   - types: The errors that are retried. None means all.
  ///   - classify: Decides about each error of those types. Without it the error itself does if it is
  ///     ``RetryClassifiable``, and every other error is retried.
  ///   - serverDelays: How far delays are followed that `.retry(after:)` carries; up to 60 s, ten of them free.
  ///   - generator: Where jitter comes from. Each call takes a copy, so a seeded one gives every call the same delays.
  ///   - logger: Gets a warning before each wait and an error when attempts, delays or time run out; none by default.
  ///   - willRetry: Called before each wait, on the caller's thread. It should return quickly.
  ///   - didGiveUp: Called once when a call gives up, with what every attempt threw.
  public init(
    attempts: Int = 3,
    backoff: Backoff = .exponential(from: .milliseconds(100)),
    within limit: Duration? = nil,
    on types: any Error.Type...,
    when classify: (@Sendable (any Error) -> RetryDecision)? = nil,
    serverDelays: ServerDelays = .capped(at: .seconds(60)),
    generator: any RandomNumberGenerator & Sendable = SystemRandomNumberGenerator(),
    logger: Logger? = nil,
    willRetry: (@Sendable (RetryEvent) -> Void)? = nil,
    didGiveUp: (@Sendable (RetryGiveUp) -> Void)? = nil
  ) {
    self.init(
      attempts: attempts,
      backoff: backoff,
      limit: limit,
      types: types,
      classify: classify,
      serverDelays: serverDelays,
      generator: generator,
      logger: logger,
      willRetry: willRetry,
      didGiveUp: didGiveUp
    )
  }

  @usableFromInline
  init(
    attempts: Int,
    backoff: Backoff,
    limit: Duration?,
    types: [any Error.Type],
    classify: (@Sendable (any Error) -> RetryDecision)?,
    serverDelays: ServerDelays = .capped(at: .seconds(60)),
    generator: any RandomNumberGenerator & Sendable = SystemRandomNumberGenerator(),
    logger: Logger? = nil,
    willRetry: (@Sendable (RetryEvent) -> Void)? = nil,
    didGiveUp: (@Sendable (RetryGiveUp) -> Void)? = nil
  ) {
    Self.check(attempts: attempts, limit: limit)
    self.attempts = attempts
    self.backoff = backoff
    self.limit = limit
    self.types = types
    self.classify = classify
    self.serverDelays = serverDelays
    self.generator = generator
    self.logger = logger
    self.willRetry = willRetry
    self.didGiveUp = didGiveUp
  }

  @inlinable
  static func check(attempts: Int, limit: Duration?) {
    precondition(attempts >= 1, "A retry makes at least 1 attempt, the first call; \(attempts) cannot be made.")
    if let limit { precondition(limit >= .zero, "A retry's total limit must not be negative, and \(limit) is.") }
  }

  /// What this policy does about an error, cancellation apart.
  func decision(on error: any Error) -> RetryDecision {
    guard types.isEmpty || types.contains(where: { matches(error, $0) }) else { return .giveUp }
    if let classify { return classify(error) }
    return (error as? any RetryClassifiable)?.retryDecision ?? .retry
  }

  private func matches<Wanted: Error>(_ error: any Error, _: Wanted.Type) -> Bool { error is Wanted }
}

extension RetryPolicy: CustomStringConvertible {
  /// The settings as they stand around a function: `retrying(attempts: 5, backoff: constant(1.0 seconds))`.
  public var description: String {
    var settings = ["attempts: \(attempts)", "backoff: \(backoff)"]
    if let limit { settings.append("within: \(limit)") }
    if !types.isEmpty { settings.append("on: " + types.map { "\($0)" }.joined(separator: ", ")) }
    return "retrying(\(settings.joined(separator: ", ")))"
  }
}
