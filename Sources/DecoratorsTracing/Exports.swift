@_exported public import Decorators
@_exported public import Tracing
