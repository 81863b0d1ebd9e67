// MARK: A closure last

/// Wraps a function so that faults happen to its calls.
///
/// ```swift
/// let faults = Faults.first(2, .error(ServerDown()))
/// let fetch = faulty(by: faults, named: "fetch") { (id: Int) async throws in "user \(id)" }.retrying(attempts: 3)
/// #expect(try await fetch(42) == "user 42")
/// ```
///
/// If a fault of the plan does not fit the function, because the function cannot throw its error or return its value,
/// the program stops with a sentence: here as far as the faults are known before a call, else at the call.
///
/// - Parameters:
///   - faults: What happens to the calls; by default what ``withFaults(_:_:)`` has set for the task.
///   - name: The function's name; by default module, file and line of this call (L7).
///   - fileID: The module and file of this call.
///   - caller: The function that contains this call.
///   - line: The line of this call.
///   - function: What to wrap.
/// - Returns: The function as a value. A call throws what the function throws, the error of a fault, or
///   `CancellationError` if a fault waits while the task is cancelled.
public func faulty<each Argument, Output, Failure: Error>(
  by faults: Faults? = nil,
  named name: String? = nil,
  fileID: StaticString = #fileID,
  function caller: StaticString = #function,
  line: UInt = #line,
  _ function: @escaping @Sendable (repeat each Argument) throws(Failure) -> Output
) -> Function<repeat each Argument, Output, Failure> {
  Function(named: name, fileID: fileID, line: line, function)
    .faulty(by: faults, fileID: fileID, function: caller, line: line)
}

/// Wraps an asynchronous function so that faults happen to its calls.
///
/// The parameters are those of the synchronous form.
@_disfavoredOverload
public func faulty<each Argument: Sendable, Output: Sendable, Failure: Error>(
  by faults: Faults? = nil,
  named name: String? = nil,
  fileID: StaticString = #fileID,
  function caller: StaticString = #function,
  line: UInt = #line,
  _ function: @escaping @Sendable (repeat each Argument) async throws(Failure) -> Output
) -> AsyncFunction<repeat each Argument, Output, Failure> {
  AsyncFunction(named: name, fileID: fileID, line: line, function)
    .faulty(by: faults, fileID: fileID, function: caller, line: line)
}

/// Wraps a function so that faults happen to its calls, as their arguments say (X3).
///
/// ```swift
/// let fetch = faulty(by: .first(1, .error(ServerDown())), key: { $0 }) { (id: Int) async throws in "user \(id)" }
/// // The first call for each id fails, however many calls run at once.
/// ```
///
/// - Parameters:
///   - faults: What happens to the calls; by default what ``withFaults(_:_:)`` has set for the task.
///   - key: Makes the key of a call. Its text decides, so it must be the same in every run: a number, a string or an
///     identifier. The order of a dictionary or an address is not.
///   - name: The function's name; by default module, file and line of this call (L7).
///   - fileID: The module and file of this call.
///   - caller: The function that contains this call.
///   - line: The line of this call.
///   - function: What to wrap.
/// - Returns: The function as a value.
public func faulty<each Argument, Output, Failure: Error>(
  by faults: Faults? = nil,
  key: @escaping @Sendable (repeat each Argument) -> some CustomStringConvertible & Sendable,
  named name: String? = nil,
  fileID: StaticString = #fileID,
  function caller: StaticString = #function,
  line: UInt = #line,
  _ function: @escaping @Sendable (repeat each Argument) throws(Failure) -> Output
) -> Function<repeat each Argument, Output, Failure> {
  Function(named: name, fileID: fileID, line: line, function)
    .faulty(by: faults, key: key, fileID: fileID, function: caller, line: line)
}

/// Wraps an asynchronous function so that faults happen to its calls, as their arguments say (X3).
///
/// The parameters are those of the synchronous form.
@_disfavoredOverload
public func faulty<each Argument: Sendable, Output: Sendable, Failure: Error>(
  by faults: Faults? = nil,
  key: @escaping @Sendable (repeat each Argument) -> some CustomStringConvertible & Sendable,
  named name: String? = nil,
  fileID: StaticString = #fileID,
  function caller: StaticString = #function,
  line: UInt = #line,
  _ function: @escaping @Sendable (repeat each Argument) async throws(Failure) -> Output
) -> AsyncFunction<repeat each Argument, Output, Failure> {
  AsyncFunction(named: name, fileID: fileID, line: line, function)
    .faulty(by: faults, key: key, fileID: fileID, function: caller, line: line)
}

// MARK: Methods

extension Callable {
  /// Lets faults happen to the calls: `fetch.faulty(by: faults)`.
  ///
  /// The parameters are those of the form with a closure last.
  public func faulty<each Argument>(
    by faults: Faults? = nil,
    named name: String? = nil,
    fileID: StaticString = #fileID,
    function: StaticString = #function,
    line: UInt = #line
  ) -> Function<repeat each Argument, Output, Failure> where Input == Arguments<repeat each Argument> {
    guard let faults else {
      return decorated(by: TaskFaults(), named: name, fileID: fileID, function: function, line: line)
    }
    faults.check(for: name ?? identity.name, Output.self, Failure.self)
    return decorated(by: faults, named: name, fileID: fileID, function: function, line: line)
  }

  /// Lets faults happen to the calls, as their arguments say: `fetch.faulty(by: faults, key: { $0 })`.
  ///
  /// The parameters are those of the form with a closure last.
  public func faulty<each Argument>(
    by faults: Faults? = nil,
    key: @escaping @Sendable (repeat each Argument) -> some CustomStringConvertible & Sendable,
    named name: String? = nil,
    fileID: StaticString = #fileID,
    function: StaticString = #function,
    line: UInt = #line
  ) -> Function<repeat each Argument, Output, Failure> where Input == Arguments<repeat each Argument> {
    faults?.check(for: name ?? identity.name, Output.self, Failure.self)
    let keyed = KeyedFaults<Arguments<repeat each Argument>>(faults: faults) { key(repeat each $0.values).description }
    return decorated(by: keyed, named: name, fileID: fileID, function: function, line: line)
  }
}

extension AsyncCallable {
  /// Lets faults happen to the calls: `fetch.faulty(by: faults)`.
  ///
  /// The parameters are those of the form with a closure last.
  public func faulty<each Argument: Sendable>(
    by faults: Faults? = nil,
    named name: String? = nil,
    fileID: StaticString = #fileID,
    function: StaticString = #function,
    line: UInt = #line
  ) -> AsyncFunction<repeat each Argument, Output, Failure> where Input == Arguments<repeat each Argument> {
    guard let faults else {
      return decorated(by: TaskFaults(), named: name, fileID: fileID, function: function, line: line)
    }
    faults.check(for: name ?? identity.name, Output.self, Failure.self)
    return decorated(by: faults, named: name, fileID: fileID, function: function, line: line)
  }

  /// Lets faults happen to the calls, as their arguments say: `fetch.faulty(by: faults, key: { $0 })`.
  ///
  /// The parameters are those of the form with a closure last.
  public func faulty<each Argument: Sendable>(
    by faults: Faults? = nil,
    key: @escaping @Sendable (repeat each Argument) -> some CustomStringConvertible & Sendable,
    named name: String? = nil,
    fileID: StaticString = #fileID,
    function: StaticString = #function,
    line: UInt = #line
  ) -> AsyncFunction<repeat each Argument, Output, Failure> where Input == Arguments<repeat each Argument> {
    faults?.check(for: name ?? identity.name, Output.self, Failure.self)
    let keyed = KeyedFaults<Arguments<repeat each Argument>>(faults: faults) { key(repeat each $0.values).description }
    return decorated(by: keyed, named: name, fileID: fileID, function: function, line: line)
  }
}

// MARK: In place

extension ConcurrentDecorator where Self == Faults {
  /// Lets faults happen to the calls: `fetch.decorated(by: .faulty(by: faults))`.
  ///
  /// - Parameter faults: What happens to the calls.
  public static func faulty(by faults: Faults) -> Faults { faults }
}

extension ConcurrentDecorator where Self == TaskFaults {
  /// Lets the faults of the task happen to the calls: `fetch.decorated(by: .faulty())`.
  public static func faulty() -> TaskFaults { TaskFaults() }
}
