/// One logged function: what it calls and what every call of it shares, in one object, so that its body captures
/// nothing else.
@usableFromInline
final class LoggedFunction<Input, Output, Failure: Error, TimeSource: Clock<Duration> & Sendable>: Sendable {
  @usableFromInline let body: @Sendable (Input) throws(Failure) -> Output
  @usableFromInline let policy: LoggingPolicy
  @usableFromInline let name: String
  @usableFromInline let arguments: @Sendable (Input) -> LoggedArguments
  @usableFromInline let clock: TimeSource
  @usableFromInline let fileID: String
  @usableFromInline let function: String
  @usableFromInline let line: UInt

  @inlinable
  init(
    _ body: @escaping @Sendable (Input) throws(Failure) -> Output,
    _ policy: LoggingPolicy,
    name: String,
    arguments: @escaping @Sendable (Input) -> LoggedArguments,
    clock: TimeSource,
    fileID: String,
    function: String,
    line: UInt
  ) {
    self.body = body
    self.policy = policy
    self.name = name
    self.arguments = arguments
    self.clock = clock
    self.fileID = fileID
    self.function = function
    self.line = line
  }

  /// What a call runs. It is made outside the sight of any parameter pack, over which the compiler does not specialise.
  @inlinable var logged: @Sendable (Input) throws(Failure) -> Output {
    { (input: Input) throws(Failure) in
      try withLogging(
        self.policy,
        named: self.name,
        clock: self.clock,
        arguments: self.arguments(input),
        fileID: self.fileID,
        function: self.function,
        line: self.line
      ) { () throws(Failure) in try self.body(input) }
    }
  }
}

/// One logged asynchronous function: what it calls and what every call of it shares, in one object, so that its body captures
/// nothing else.
@usableFromInline
final class AsyncLoggedFunction<Input, Output, Failure: Error, TimeSource: Clock<Duration> & Sendable>: Sendable {
  @usableFromInline let body: nonisolated(nonsending) @Sendable (Input) async throws(Failure) -> Output
  @usableFromInline let policy: LoggingPolicy
  @usableFromInline let name: String
  @usableFromInline let arguments: @Sendable (Input) -> LoggedArguments
  @usableFromInline let clock: TimeSource
  @usableFromInline let fileID: String
  @usableFromInline let function: String
  @usableFromInline let line: UInt

  @inlinable
  init(
    _ body: nonisolated(nonsending) @escaping @Sendable (Input) async throws(Failure) -> Output,
    _ policy: LoggingPolicy,
    name: String,
    arguments: @escaping @Sendable (Input) -> LoggedArguments,
    clock: TimeSource,
    fileID: String,
    function: String,
    line: UInt
  ) {
    self.body = body
    self.policy = policy
    self.name = name
    self.arguments = arguments
    self.clock = clock
    self.fileID = fileID
    self.function = function
    self.line = line
  }

  /// What a call runs. It is made outside the sight of any parameter pack, over which the compiler does not specialise.
  @inlinable var logged: nonisolated(nonsending) @Sendable (Input) async throws(Failure) -> Output {
    { (input: Input) async throws(Failure) in
      try await withLogging(
        self.policy,
        named: self.name,
        clock: self.clock,
        arguments: self.arguments(input),
        fileID: self.fileID,
        function: self.function,
        line: self.line
      ) { () async throws(Failure) in try await self.body(input) }
    }
  }
}
