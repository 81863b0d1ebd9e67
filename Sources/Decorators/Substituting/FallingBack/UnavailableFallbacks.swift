// Forms of a fallback that look right and do not exist. Each is here so that the compiler's error names the form to
// write.

extension Callable {
  @available(
    *,
    unavailable,
    message: "say which errors the fallback answers: write 'fallingBack(on: SomeError.self, to: …)' or 'on: .any'"
  )
  public func fallingBack<each Argument>(
    to fallback: @escaping @Sendable (Failure, repeat each Argument) throws -> Output
  ) -> Self where Input == Arguments<repeat each Argument> { self }

  @_disfavoredOverload
  @available(
    *,
    unavailable,
    message: "say which errors the fallback answers: write 'fallingBack(on: SomeError.self, to: …)' or 'on: .any'"
  )
  public func fallingBack(to value: Output) -> Self { self }
}

extension AsyncCallable {
  @available(
    *,
    unavailable,
    message: "say which errors the fallback answers: write 'fallingBack(on: SomeError.self, to: …)' or 'on: .any'"
  )
  public func fallingBack<each Argument>(
    to fallback: @escaping @Sendable (Failure, repeat each Argument) async throws -> Output
  ) -> Self where Input == Arguments<repeat each Argument> { self }

  @_disfavoredOverload
  @available(
    *,
    unavailable,
    message: "say which errors the fallback answers: write 'fallingBack(on: SomeError.self, to: …)' or 'on: .any'"
  )
  public func fallingBack(to value: Output) -> Self { self }
}

@available(
  *,
  unavailable,
  message: "say which errors the fallback answers: write 'withFallback(on: SomeError.self, to: …) { … }' or 'on: .any'"
)
public func withFallback<Output, Failure: Error>(
  to fallback: (Failure) throws -> Output,
  _ body: () throws(Failure) -> Output
) throws(Failure) -> Output { try body() }
