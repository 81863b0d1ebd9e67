/// An error of a decorator that refused a call: the function did not run (A3).
///
/// `CircuitOpenError`, `BulkheadFullError` and `RateLimitedError` are rejections, and so is a ``TimeLimitExceeded``
/// whose time was over before the function began. A rejection says nothing about what the function calls, so decorators
/// around the one that refused count it neither as a failure nor as a success. A retry around it gives up, unless the
/// rejection or the policy's `when:` says otherwise: to repeat a refused call at once only loads what refused it.
///
/// ```swift
/// do {
///   return try await fetch(id)
/// } catch let rejection as any Rejection {
///   return .unavailable(retryAfter: rejection.retryAfter)
/// }
/// ```
public protocol Rejection: RetryClassifiable {
  /// The name of the object that refused the call.
  var name: String { get }

  /// How long to wait before a new call makes sense; `nil` if the object cannot know it.
  var retryAfter: Duration? { get }

  /// Whether the function ran after all. It is always false, except for a ``TimeLimitExceeded`` of a call that had begun.
  var didRun: Bool { get }
}

extension Rejection {
  /// The function did not run.
  public var didRun: Bool { false }

  /// Gives up.
  public var retryDecision: RetryDecision { .giveUp }
}

/// Whether an error is a ``Rejection`` of a call that did not run.
///
/// - Parameter error: What a call threw.
public func isRejection(_ error: any Error) -> Bool {
  guard let rejection = error as? any Rejection else { return false }
  return !rejection.didRun
}
