#if Tracing
  @_exported public import Decorators
  @_exported public import Tracing
#endif
