/// One decorator around one function: what every call of the wrapped function shares, in one object.
///
/// Its local functions capture `self` alone. They stand outside the sight of any parameter pack, so the compiler
/// specialises them. Unlike a closure, a local function can be inlined into the thunk that the value is called through.
@usableFromInline
final class Layer<Wrapping: ConcurrentDecorator, Next: Sendable>: Sendable {
  @usableFromInline let decorator: Wrapping
  @usableFromInline let site: CallSite
  @usableFromInline let next: Next

  @inlinable
  init(_ decorator: Wrapping, at site: CallSite, around next: Next) {
    self.decorator = decorator
    self.site = site
    self.next = next
  }
}

// MARK: Synchronous

extension Layer {
  @inlinable
  func transparent<Input, Output, Failure: Error>() -> @Sendable (Input) throws(Failure) -> Output
  where Wrapping: TransparentDecorator, Next == @Sendable (Input) throws(Failure) -> Output {
    @inline(__always) @Sendable
    func run(_ input: Input) throws(Failure) -> Output {
      try self.decorator.call(input, at: self.site, self.next)
    }
    return run
  }

  @inlinable
  func throwing<Input, Output, Failure: Error>() -> @Sendable (Input) throws -> Output
  where Wrapping: Decorator, Next == @Sendable (Input) throws(Failure) -> Output {
    @inline(__always) @Sendable
    func run(_ input: Input) throws -> Output {
      try self.decorator.call(input, at: self.site, self.next)
    }
    return run
  }
}

// MARK: Asynchronous

extension Layer {
  @inlinable
  func transparent<Input, Output, Failure: Error>()
    -> nonisolated(nonsending) @Sendable (Input) async throws(Failure) -> Output
  where
    Wrapping: TransparentDecorator,
    Next == nonisolated(nonsending) @Sendable (Input) async throws(Failure) -> Output
  {
    @inline(__always) @Sendable
    nonisolated(nonsending)
      func run(_ input: Input) async throws(Failure) -> Output
    {
      try await self.decorator.call(input, at: self.site, self.next)
    }
    return run
  }

  @inlinable
  func throwing<Input, Output, Failure: Error>() -> nonisolated(nonsending) @Sendable (Input) async throws -> Output
  where Wrapping: AsyncDecorator, Next == nonisolated(nonsending) @Sendable (Input) async throws(Failure) -> Output {
    @inline(__always) @Sendable
    nonisolated(nonsending)
      func run(_ input: Input) async throws -> Output
    {
      try await self.decorator.call(input, at: self.site, self.next)
    }
    return run
  }

  @inlinable
  func concurrent<Input: Sendable, Output: Sendable, Failure: Error>()
    -> nonisolated(nonsending) @Sendable (Input) async throws -> Output
  where Next == nonisolated(nonsending) @Sendable (Input) async throws(Failure) -> Output {
    @inline(__always) @Sendable
    nonisolated(nonsending)
      func run(_ input: Input) async throws -> Output
    {
      try await self.decorator.callConcurrently(input, at: self.site, self.next)
    }
    return run
  }
}
