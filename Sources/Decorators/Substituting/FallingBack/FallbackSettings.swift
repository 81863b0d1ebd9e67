import DecoratorPrimitives
import Logging

/// Which errors a fallback answers, and how it shows that it did.
///
/// A wrapped function and a ``LastGood`` keep one. A call that runs now makes it when it fails.
@usableFromInline
final class FallbackSettings: Sendable {
  private let errors: FallbackErrors
  private let reports: FallbackReports
  private let site: CallSite
  private let fallbacks: CounterTable
  private let limiter: FallbackLimiter

  /// - Parameters:
  ///   - errors: Which errors the fallback answers.
  ///   - reports: How it shows that it ran.
  ///   - name: The name of the function; `nil` for the place.
  ///   - place: The place of the call.
  ///   - isKept: Whether the settings are kept for more calls. Otherwise the place of the call remembers when the last
  ///     line was logged, and all such calls share their counters.
  @usableFromInline
  init(
    _ errors: FallbackErrors,
    _ reports: FallbackReports,
    named name: String?,
    at place: CallPlace,
    isKept: Bool = true
  ) {
    self.errors = errors
    self.reports = reports
    site = CallSite(named: name, at: place)
    let (label, dimension, reasons) = ("fallbacks", "reason", FallbackEvent.Reason.allCases.map(\.rawValue))
    if isKept {
      fallbacks = CounterTable(label: label, dimension: dimension, values: reasons, factory: reports.factory)
      limiter = FallbackLimiter(reports.clock)
    } else {
      fallbacks = .shared(label: label, dimension: dimension, values: reasons, factory: reports.factory)
      limiter = .kept(for: site, reports.clock)
    }
  }

  /// What the caller gets instead of a substitute; nil if the fallback answers the error.
  ///
  /// A type of errors that cannot hold a cancellation gets a substitute for it: the call has to return something.
  @usableFromInline
  func thrown<Thrown: Error>(_ error: any Error, as type: Thrown.Type) -> Thrown? {
    errors.answer(error) ? nil : error as? Thrown
  }

  /// Counts and logs a fallback that has run (F5).
  @usableFromInline
  func report(_ error: any Error, replacedBy fallbackError: (any Error)?) {
    let reason: FallbackEvent.Reason = isRejection(error) ? .rejected : .failed
    // The caller gets the error of the fallback, which says nothing about what the function may have done (U9).
    if fallbackError != nil { EffectScope.note(error) }
    CallEvents.post(.fallback(after: error))
    fallbacks.increment(site.name, reason.rawValue)
    if let count = limiter.count() { log(error, fallbackError, reason, count) }
    reports.didFallBack?(FallbackEvent(name: site.name, reason: reason, error: error, fallbackError: fallbackError))
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
    (reports.logger ?? .current).warning(
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
