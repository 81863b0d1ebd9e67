// MARK: A closure last

/// Wraps a function so that a limited number of its calls runs at once.
///
/// ```swift
/// let resize = bulkheaded(by: Self.images, named: "resize") { (image: Image) in try image.thumbnail() }
/// ```
///
/// - Parameters:
///   - bulkhead: The object whose places the calls take. Functions that share it share its places.
///   - cost: How many places each call takes, at least 1; by default 1.
///   - name: The function's name, which logs of refusals show.
///   - fileID: The module and file that log lines name (L9).
///   - caller: The function that log lines name.
///   - line: The line that log lines name.
///   - function: What to wrap.
/// - Returns: The function as a value. A call throws what the function throws, ``BulkheadFullError`` if there is no place
///   for it, and `CancellationError` if its task is cancelled before it runs. A call that waits blocks its thread.
@inlinable @inline(__always)
public func bulkheaded<each Argument, Output, Failure: Error>(
  by bulkhead: Bulkhead,
  cost: Int = 1,
  named name: String? = nil,
  fileID: StaticString = #fileID,
  function caller: StaticString = #function,
  line: UInt = #line,
  _ function: @escaping @Sendable (repeat each Argument) throws(Failure) -> Output
) -> Function<repeat each Argument, Output, any Error> {
  Function(named: name, fileID: fileID, line: line, function)
    .bulkheaded(by: bulkhead, cost: cost, fileID: fileID, function: caller, line: line)
}

/// Wraps an asynchronous function so that a limited number of its calls runs at once.
///
/// A call that waits suspends. The parameters are those of the synchronous form.
@_disfavoredOverload
@inlinable @inline(__always)
public func bulkheaded<each Argument: Sendable, Output: Sendable, Failure: Error>(
  by bulkhead: Bulkhead,
  cost: Int = 1,
  named name: String? = nil,
  fileID: StaticString = #fileID,
  function caller: StaticString = #function,
  line: UInt = #line,
  _ function: @escaping @Sendable (repeat each Argument) async throws(Failure) -> Output
) -> AsyncFunction<repeat each Argument, Output, any Error> {
  AsyncFunction(named: name, fileID: fileID, line: line, function)
    .bulkheaded(by: bulkhead, cost: cost, fileID: fileID, function: caller, line: line)
}

// MARK: Methods

extension Callable {
  /// Lets a limited number of calls run at once: `resize.bulkheaded(by: images)`.
  ///
  /// - Parameters:
  ///   - bulkhead: The object whose places the calls take. Functions that share it share its places.
  ///   - cost: How many places each call takes, at least 1; by default 1.
  ///   - fileID: The module and file that log lines name (L9).
  ///   - function: The function that log lines name.
  ///   - line: The line that log lines name.
  /// - Returns: The function as a value. A call throws what the function throws, ``BulkheadFullError`` if there is no
  ///   place for it, and `CancellationError` if its task is cancelled before it runs. A call that waits blocks its thread.
  @inlinable @inline(__always)
  public func bulkheaded<each Argument>(
    by bulkhead: Bulkhead,
    cost: Int = 1,
    fileID: StaticString = #fileID,
    function: StaticString = #function,
    line: UInt = #line
  ) -> Function<repeat each Argument, Output, any Error> where Input == Arguments<repeat each Argument> {
    cost == 1
      ? decorated(by: bulkhead, fileID: fileID, function: function, line: line)
      : decorated(by: bulkhead.with(cost: cost), fileID: fileID, function: function, line: line)
  }
}

extension AsyncCallable {
  /// Lets a limited number of calls run at once: `fetch.bulkheaded(by: api)`.
  ///
  /// A call that waits suspends. The parameters are those of the synchronous form.
  @inlinable @inline(__always)
  public func bulkheaded<each Argument: Sendable>(
    by bulkhead: Bulkhead,
    cost: Int = 1,
    fileID: StaticString = #fileID,
    function: StaticString = #function,
    line: UInt = #line
  ) -> AsyncFunction<repeat each Argument, Output, any Error> where Input == Arguments<repeat each Argument> {
    cost == 1
      ? decorated(by: bulkhead, fileID: fileID, function: function, line: line)
      : decorated(by: bulkhead.with(cost: cost), fileID: fileID, function: function, line: line)
  }
}

// MARK: In place

extension ConcurrentDecorator where Self == Bulkhead {
  /// Lets a limited number of calls run at once: `fetch.decorated(by: .bulkheaded(by: api))`.
  public static func bulkheaded(by bulkhead: Bulkhead) -> Bulkhead { bulkhead }
}

extension ConcurrentDecorator where Self == WeightedBulkhead {
  /// Lets a limited number of calls run at once, each of which takes several places:
  /// `export.decorated(by: .bulkheaded(by: database, cost: 4))`.
  public static func bulkheaded(by bulkhead: Bulkhead, cost: Int) -> WeightedBulkhead { bulkhead.with(cost: cost) }
}
