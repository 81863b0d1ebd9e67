@_exported public import DecoratorPrimitives
@_exported public import Decorators
@_exported public import InMemoryLogging
@_exported public import Logging
@_exported public import MetricsTestKit
