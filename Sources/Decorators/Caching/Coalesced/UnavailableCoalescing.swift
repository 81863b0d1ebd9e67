// Forms of coalescing that look right and do not exist. Each is here so that the compiler's error names the way out.

@available(
  *,
  unavailable,
  message:
    "a synchronous caller would block its thread while another one runs the function: make the function 'async', or use 'memoized'"
)
public func coalesced<each Argument, Output, Failure: Error>(
  named name: String? = nil,
  abandoned: AbandonedLoads = .cancel,
  _ function: @escaping @Sendable (repeat each Argument) throws(Failure) -> Output
) -> Function<repeat each Argument, Output, Failure> { Function(function) }

@available(
  *,
  unavailable,
  message:
    "a synchronous caller would block its thread while another one runs the function: make the function 'async', or use 'memoized'"
)
public func coalesced<each Argument, Key, Output, Failure: Error>(
  key: @escaping @Sendable (repeat each Argument) -> Key,
  named name: String? = nil,
  abandoned: AbandonedLoads = .cancel,
  _ function: @escaping @Sendable (repeat each Argument) throws(Failure) -> Output
) -> Function<repeat each Argument, Output, Failure> { Function(function) }

extension Callable {
  @available(
    *,
    unavailable,
    message:
      "a synchronous caller would block its thread while another one runs the function: make the function 'async', or use 'memoized'"
  )
  public func coalesced(named name: String? = nil, abandoned: AbandonedLoads = .cancel) -> Self { self }

  @available(
    *,
    unavailable,
    message:
      "a synchronous caller would block its thread while another one runs the function: make the function 'async', or use 'memoized'"
  )
  public func coalesced<each Argument, Key>(
    key: @escaping @Sendable (repeat each Argument) -> Key,
    named name: String? = nil,
    abandoned: AbandonedLoads = .cancel
  ) -> Self where Input == Arguments<repeat each Argument> { self }
}
