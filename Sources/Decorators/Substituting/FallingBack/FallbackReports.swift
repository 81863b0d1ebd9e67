public import CoreMetrics
public import Logging

/// How a fallback shows that it ran, as its call says (F5).
@usableFromInline
struct FallbackReports: Sendable {
  let logger: Logger?
  let didFallBack: (@Sendable (FallbackEvent) -> Void)?
  let factory: (any MetricsFactory)?
  let clock: any Clock<Duration>

  @usableFromInline
  init(
    _ logger: Logger?,
    _ didFallBack: (@Sendable (FallbackEvent) -> Void)?,
    _ factory: (any MetricsFactory)?,
    _ clock: any Clock<Duration>
  ) {
    self.logger = logger
    self.didFallBack = didFallBack
    self.factory = factory
    self.clock = clock
  }
}
