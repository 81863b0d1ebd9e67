/// A call took longer than its time limit, or its time was over before it began.
///
/// It is an error of its own and no `CancellationError`, so that retries repeat it, metrics count it, and a task that
/// waits for the call does not end in silence (T5).
///
/// ```swift
/// do {
///   return try await withTimeLimit(within: .seconds(2)) { try await api.user(id) }
/// } catch let late as TimeLimitExceeded {
///   return .failure(status: 504, "no answer within \(late.limit)")
/// }
/// ```
///
/// If the time was over before the function began, ``elapsed`` is zero, the function did not run, and the error counts
/// as a ``Rejection`` of the call (T6).
public struct TimeLimitExceeded: Rejection {
  /// What a limit is for.
  public enum Scope: String, Sendable, Hashable {
    /// The whole call (`within:`). A retry around it gives up.
    case whole
    /// One attempt (`eachAttempt:`). A retry around it repeats the call.
    case attempt
  }

  /// The name of the function.
  public let name: String
  /// Whether the limit was one of the whole call or of one attempt.
  public let scope: Scope
  /// The limit.
  public let limit: Duration
  /// How long the function ran; zero if it did not begin.
  public let elapsed: Duration
  /// What the function threw when it was cancelled. It is `nil` if the function did not begin, or if it returned a value
  /// that was discarded.
  public let underlying: (any Error)?

  /// Whether the function ran.
  public var didRun: Bool { elapsed > .zero }

  /// Always nil: only the caller can give more time.
  public var retryAfter: Duration? { nil }

  /// Retry after an attempt that took too long, unless it did not begin; otherwise give up.
  public var retryDecision: RetryDecision { .retry(if: scope == .attempt && didRun) }

  /// Makes the error, for tests and for decorators of your own.
  ///
  /// - Parameters:
  ///   - name: The name of the function.
  ///   - scope: What the limit was for.
  ///   - limit: The limit.
  ///   - elapsed: How long the function ran; zero if it did not begin.
  ///   - underlying: What the function threw.
  public init(name: String, scope: Scope, limit: Duration, elapsed: Duration, underlying: (any Error)? = nil) {
    self.name = name
    self.scope = scope
    self.limit = limit
    self.elapsed = elapsed
    self.underlying = underlying
  }
}

extension TimeLimitExceeded: CustomStringConvertible {
  /// The function, its limit and what it took. What the function threw is not part of it, because that may hold
  /// secrets.
  public var description: String {
    guard didRun else {
      return "'\(name)' did not begin, because the time for it, \(limit), was over. Give the caller more time."
    }
    let subject = scope == .whole ? "'\(name)'" : "An attempt of '\(name)'"
    return
      "\(subject) took \(elapsed), longer than its limit of \(limit). Give it more time, or find what it waits for."
  }
}
