@_exported public import Decorators
@_exported public import InMemoryLogging
@_exported public import Logging
@_exported public import MetricsTestKit

@_exported public import func CoreMetrics.withMetricsFactory
