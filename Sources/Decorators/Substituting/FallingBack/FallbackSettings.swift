public import CoreMetrics
import DecoratorPrimitives
public import Logging

/// Which errors a fallback answers, and how it shows that it did.
///
/// A wrapped function and a ``LastGood`` keep one. A call that runs now makes it when it fails.
@usableFromInline
final class FallbackSettings: Sendable {
  private let errors: RetriedErrors
  private let condition: (@Sendable (any Error) -> Bool)?
  private let site: CallSite
  private let logger: Logger?
  private let didFallBack: (@Sendable (FallbackEvent) -> Void)?
  private let fallbacks: CounterTable
  private let limiter: FallbackLimiter

  /// - Parameter isKept: Whether the settings are kept for more calls. Otherwise the place of the call remembers when
  ///   the last line was logged.
  @usableFromInline
  init(
    types: [Any],
    condition: (@Sendable (any Error) -> Bool)?,
    logger: Logger?,
    didFallBack: (@Sendable (FallbackEvent) -> Void)?,
    factory: (any MetricsFactory)?,
    clock: any Clock<Duration>,
    site: CallSite,
    isKept: Bool
  ) {
    errors = RetriedErrors(types)
    self.condition = condition
    self.site = site
    self.logger = logger
    self.didFallBack = didFallBack
    fallbacks = CounterTable(label: "fallbacks", dimension: "reason", factory: factory)
    limiter = isKept ? FallbackLimiter(clock) : .kept(for: site, clock)
  }

  /// Stops the program if an argument of `on:` is no type of error.
  ///
  /// A call that runs now makes its settings only when it fails. A mistake must not wait for that.
  @inlinable
  static func check(_ type: Any, _ others: [Any]) {
    if !(type is any Error.Type) || !others.isEmpty { checkAll([type] + others) }
  }

  @usableFromInline @inline(never)
  static func checkAll(_ types: [Any]) { RetriedErrors.check(types) }

  /// What the caller gets instead of a substitute; nil if the fallback answers the error.
  ///
  /// A type of errors that cannot hold a cancellation gets a substitute for it: the call has to return something.
  @usableFromInline
  func thrown<Thrown: Error>(_ error: any Error, as type: Thrown.Type) -> Thrown? {
    answers(error) ? nil : error as? Thrown
  }

  private func answers(_ error: any Error) -> Bool {
    if isCancellation(error) || error is RecursiveLoadError { return false }
    guard isRejection(error) || errors.contains(error) else { return false }
    return condition?(error) ?? true
  }

  /// Counts and logs a fallback that has run (F5).
  @usableFromInline
  func report(_ error: any Error, replacedBy fallbackError: (any Error)?) {
    let reason: FallbackEvent.Reason = isRejection(error) ? .rejected : .failed
    CallEvents.post(.fallback(after: error))
    fallbacks.increment(site.name, reason.rawValue)
    if let count = limiter.count() { log(error, fallbackError, reason, count) }
    didFallBack?(FallbackEvent(name: site.name, reason: reason, error: error, fallbackError: fallbackError))
  }

  private func log(
    _ error: any Error,
    _ fallbackError: (any Error)?,
    _ reason: FallbackEvent.Reason,
    _ count: Int
  ) {
    var metadata: Logger.Metadata = [
      LogKey.function: .escaped(site.name),
      LogKey.errorType: .type(of: error),
      LogKey.reason: .string(reason.rawValue),
      LogKey.fallbacks: "\(count)",
    ]
    if let fallbackError { metadata[LogKey.fallbackErrorType] = .type(of: fallbackError) }
    (logger ?? .current).warning(
      "falling back",
      metadata: metadata,
      file: site.fileID,
      function: site.function,
      line: site.line
    )
  }
}

extension LogKey {
  static let fallbacks = "call.fallbacks"
  static let fallbackErrorType = "call.fallback.error.type"
}

extension FallbackSettings {
  /// The choice of errors as it reads in source.
  @usableFromInline
  static func shown(_ types: [Any], _ condition: (@Sendable (any Error) -> Bool)?) -> [String] {
    RetriedErrors(types).setting + (condition == nil ? [] : ["when: a closure"])
  }
}
