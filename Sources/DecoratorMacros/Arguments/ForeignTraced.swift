/// What a `@Traced` beside attributes of this package means where `DecoratorsTracingMacros` is not imported.
@available(
  *,
  unavailable,
  message: """
    this '@Traced' is not the one of DecoratorsTracingMacros, and like the attributes beside it, it replaces the function \
    body: only one of them would take effect. Import DecoratorsTracingMacros, or apply '@Traced' to another function that \
    calls this one
    """
)
@_documentation(visibility: private)
public func _tracedOfDecorators() {}
