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

  /// What a call runs. It is made outside the sight of any parameter pack, over which the compiler does not specialise,
  /// and of a local function, which unlike a closure can be inlined into the thunk that the value is called through.
  @inlinable var logged: @Sendable (Input) throws(Failure) -> Output {
    @inline(__always) @Sendable
    func run(_ input: Input) throws(Failure) -> Output {
      guard self.policy.ignoresReturningCalls(on: nil) else { return try self.callLogged(input) }
      do throws(Failure) {
        return try self.body(input)
      } catch {
        self.log(error, of: input)
        throw error
      }
    }
    return run
  }

  @usableFromInline @inline(never)
  func callLogged(_ input: Input) throws(Failure) -> Output {
    try withLogging(
      policy,
      named: name,
      clock: clock,
      arguments: arguments(input),
      fileID: fileID,
      function: function,
      line: line
    ) { () throws(Failure) in try body(input) }
  }

  @usableFromInline @inline(never)
  func log(_ error: Failure, of input: Input) {
    var call = LoggedCall(policy, logger: nil, named: name, fileID: fileID, function: function, line: line)
    call.end(throwing: error, lasting: nil, arguments(input))
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

  /// What a call runs. It is made outside the sight of any parameter pack, over which the compiler does not specialise,
  /// and of a local function, which unlike a closure can be inlined into the thunk that the value is called through.
  @inlinable var logged: nonisolated(nonsending) @Sendable (Input) async throws(Failure) -> Output {
    @inline(__always) @Sendable
    nonisolated(nonsending)
      func run(_ input: Input) async throws(Failure) -> Output
    {
      guard self.policy.ignoresReturningCalls(on: nil) else { return try await self.callLogged(input) }
      do throws(Failure) {
        return try await self.body(input)
      } catch {
        self.log(error, of: input)
        throw error
      }
    }
    return run
  }

  @usableFromInline @inline(never)
  nonisolated(nonsending) func callLogged(_ input: Input) async throws(Failure) -> Output {
    try await withLogging(
      policy,
      named: name,
      clock: clock,
      arguments: arguments(input),
      fileID: fileID,
      function: function,
      line: line
    ) { () async throws(Failure) in try await body(input) }
  }

  @usableFromInline @inline(never)
  func log(_ error: Failure, of input: Input) {
    var call = LoggedCall(policy, logger: nil, named: name, fileID: fileID, function: function, line: line)
    call.end(throwing: error, lasting: nil, arguments(input))
  }
}
