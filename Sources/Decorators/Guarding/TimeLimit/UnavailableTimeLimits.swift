// Time limits of synchronous functions, which do not exist (T9). Each is here so that the compiler's error says why.

@available(
  *,
  unavailable,
  message:
    "a synchronous function cannot be stopped from outside, so it has no time limit: make it 'async', or let it ask with 'try CallDeadline.current?.check()'; 'retrying(within: …)' limits the time between its attempts"
)
public func timeLimited<each Argument, Output, Failure: Error>(
  within limit: Duration?,
  lateResults: LateResults = .returned,
  propagating: Bool = false,
  named name: String? = nil,
  _ function: @escaping @Sendable (repeat each Argument) throws(Failure) -> Output
) -> Function<repeat each Argument, Output, any Error> {
  Function { (argument: repeat each Argument) throws in try function(repeat each argument) }
}

@available(
  *,
  unavailable,
  message:
    "a synchronous function cannot be stopped from outside, so it has no time limit: make it 'async', or let it ask with 'try CallDeadline.current?.check()'; 'retrying(within: …)' limits the time between its attempts"
)
public func timeLimited<each Argument, Output, Failure: Error>(
  eachAttempt limit: Duration?,
  lateResults: LateResults = .returned,
  propagating: Bool = false,
  named name: String? = nil,
  _ function: @escaping @Sendable (repeat each Argument) throws(Failure) -> Output
) -> Function<repeat each Argument, Output, any Error> {
  Function { (argument: repeat each Argument) throws in try function(repeat each argument) }
}

extension Callable {
  @available(
    *,
    unavailable,
    message:
      "a synchronous function cannot be stopped from outside, so it has no time limit: make it 'async', or let it ask with 'try CallDeadline.current?.check()'; 'retrying(within: …)' limits the time between its attempts"
  )
  public func timeLimited(
    within limit: Duration?,
    lateResults: LateResults = .returned,
    propagating: Bool = false,
    named name: String? = nil
  ) -> Self { self }

  @available(
    *,
    unavailable,
    message:
      "a synchronous function cannot be stopped from outside, so it has no time limit: make it 'async', or let it ask with 'try CallDeadline.current?.check()'; 'retrying(within: …)' limits the time between its attempts"
  )
  public func timeLimited(
    eachAttempt limit: Duration?,
    lateResults: LateResults = .returned,
    propagating: Bool = false,
    named name: String? = nil
  ) -> Self { self }

  @available(
    *,
    unavailable,
    message:
      "a synchronous function cannot be stopped from outside, so it has no time limit: make it 'async', or let it ask with 'try CallDeadline.current?.check()'; 'retrying(within: …)' limits the time between its attempts"
  )
  public func decorated(by limit: TimeLimit, named name: String? = nil) -> Self { self }
}

extension TimeLimit {
  @available(
    *,
    unavailable,
    message:
      "a synchronous function cannot be stopped from outside, so it has no time limit: make it 'async', or let it ask with 'try CallDeadline.current?.check()'; 'retrying(within: …)' limits the time between its attempts"
  )
  @_disfavoredOverload
  public func run<Output>(named name: String? = nil, _ body: () throws -> Output) throws -> Output { try body() }
}

@_disfavoredOverload
@available(
  *,
  unavailable,
  message:
    "a synchronous function cannot be stopped from outside, so it has no time limit: make it 'async', or let it ask with 'try CallDeadline.current?.check()'; 'retrying(within: …)' limits the time between its attempts"
)
public func withTimeLimit<Output>(
  within limit: Duration?,
  lateResults: LateResults = .returned,
  propagating: Bool = false,
  named name: String? = nil,
  _ body: () throws -> Output
) throws -> Output { try body() }
