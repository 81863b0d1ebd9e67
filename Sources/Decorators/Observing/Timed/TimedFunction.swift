/// One timed function: what it calls and what every call of it shares, in one object, so that its body captures
/// nothing else.
@usableFromInline
final class TimedFunction<Input, Output, Failure: Error, TimeSource: Clock<Duration> & Sendable>: Sendable {
  @usableFromInline let body: @Sendable (Input) throws(Failure) -> Output
  @usableFromInline let policy: TimingPolicy
  @usableFromInline let clock: TimeSource
  @usableFromInline let fileID: String
  @usableFromInline let function: String
  @usableFromInline let line: UInt

  @inlinable
  init(
    _ body: @escaping @Sendable (Input) throws(Failure) -> Output,
    _ policy: TimingPolicy,
    clock: TimeSource,
    fileID: String,
    function: String,
    line: UInt
  ) {
    self.body = body
    self.policy = policy
    self.clock = clock
    self.fileID = fileID
    self.function = function
    self.line = line
  }

  /// What a call runs. It is made outside the sight of any parameter pack, over which the compiler does not specialise,
  /// and of a local function, which unlike a closure can be inlined into the thunk that the value is called through.
  @inlinable var timed: @Sendable (Input) throws(Failure) -> Output {
    @inline(__always) @Sendable
    func run(_ input: Input) throws(Failure) -> Output {
      try withTiming(
        self.policy,
        clock: self.clock,
        fileID: self.fileID,
        function: self.function,
        line: self.line
      ) { () throws(Failure) in try self.body(input) }
    }
    return run
  }
}

/// One timed asynchronous function: what it calls and what every call of it shares, in one object, so that its body captures
/// nothing else.
@usableFromInline
final class AsyncTimedFunction<Input, Output, Failure: Error, TimeSource: Clock<Duration> & Sendable>: Sendable {
  @usableFromInline let body: nonisolated(nonsending) @Sendable (Input) async throws(Failure) -> Output
  @usableFromInline let policy: TimingPolicy
  @usableFromInline let clock: TimeSource
  @usableFromInline let fileID: String
  @usableFromInline let function: String
  @usableFromInline let line: UInt

  @inlinable
  init(
    _ body: nonisolated(nonsending) @escaping @Sendable (Input) async throws(Failure) -> Output,
    _ policy: TimingPolicy,
    clock: TimeSource,
    fileID: String,
    function: String,
    line: UInt
  ) {
    self.body = body
    self.policy = policy
    self.clock = clock
    self.fileID = fileID
    self.function = function
    self.line = line
  }

  /// What a call runs. It is made outside the sight of any parameter pack, over which the compiler does not specialise,
  /// and of a local function, which unlike a closure can be inlined into the thunk that the value is called through.
  @inlinable var timed: nonisolated(nonsending) @Sendable (Input) async throws(Failure) -> Output {
    @inline(__always) @Sendable
    nonisolated(nonsending)
      func run(_ input: Input) async throws(Failure) -> Output
    {
      try await withTiming(
        self.policy,
        clock: self.clock,
        fileID: self.fileID,
        function: self.function,
        line: self.line
      ) { () async throws(Failure) in try await self.body(input) }
    }
    return run
  }
}
