/// What a failed call may have done before it failed.
///
/// An error says it by conforming to ``EffectReporting``. A retry needs to know it in two cases: a function that must not
/// run twice (`idempotent: false`) is repeated only if nothing was done (U9), and what never left takes nothing from a
/// ``RetryBudget`` (U5).
public enum CallEffect: String, Sendable, Hashable {
  /// The call may have done its work, and only the answer was lost. This is the default of every error.
  case possible
  /// The server refused the call and did nothing, for example with the HTTP status 429.
  case refused
  /// The call never reached the server: the connection was refused, or an HTTP/2 server answered `REFUSED_STREAM`, or
  /// closed the connection with a `GOAWAY` below the stream.
  case neverSent
}

/// An error that knows what the call may have done.
///
/// ```swift
/// extension StatusError: EffectReporting {
///   var callEffect: CallEffect { status == 429 ? .refused : .possible }
/// }
/// ```
///
/// A ``Rejection`` of a call that did not run is `.refused` and need not conform. A retry also knows of earlier
/// attempts of the retries, hedges, fallbacks and loads inside. If one of them may have run, the last error proves
/// nothing.
public protocol EffectReporting: Error {
  /// What the call may have done before it threw this error.
  var callEffect: CallEffect { get }
}

extension CallEffect {
  /// What a call that threw the error may have done.
  init(of error: any Error) {
    if let error = error as? any EffectReporting {
      self = error.callEffect
    } else if let error = error as? TimeLimitExceeded, let underlying = error.underlying {
      self = CallEffect(of: underlying)
    } else {
      self = isRejection(error) ? .refused : .possible
    }
  }
}

/// Whether a request of HTTP may be sent twice (U9).
public enum HTTPIdempotency {
  /// Whether a request with the method may be repeated if nobody knows what the first one did.
  ///
  /// ```swift
  /// let policy = RetryPolicy(idempotent: HTTPIdempotency.isRepeatable(method: request.method, hasKey: key != nil))
  /// ```
  ///
  /// `GET`, `HEAD`, `OPTIONS`, `TRACE`, `PUT` and `DELETE` are idempotent by RFC 9110, 9.2.2. Other methods are only with a
  /// key in the header `Idempotency-Key`, if the server knows the header and every attempt sends the same key.
  ///
  /// - Parameters:
  ///   - method: The method, as it is sent. Methods are case-sensitive.
  ///   - hasKey: Whether the request has an `Idempotency-Key` that all attempts share.
  public static func isRepeatable(method: String, hasKey: Bool = false) -> Bool {
    hasKey || ["GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE"].contains(method)
  }
}
