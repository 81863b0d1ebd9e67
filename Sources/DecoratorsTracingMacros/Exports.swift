#if Tracing
  @_exported public import DecoratorMacros
  @_exported public import DecoratorsTracing

  /// Whether a `@Traced` beside other attributes is that of this module: it is, where this function is found.
  @_documentation(visibility: private)
  public func _tracedOfDecorators() {}
#endif
