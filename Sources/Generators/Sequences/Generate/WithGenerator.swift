/// Calls `body` with the elements that a generator's body yields, and waits for the end of that body, however `body` is left.
///
/// ```swift
/// try await withGenerator({ yield in
///   let connection = try await connect()
///   defer { connection.close() }
///   while let row = try await connection.row() { try await yield(row) }
/// }) { rows in
///   for try await row in rows.prefix(10) { show(row) }
/// }
/// // The connection is closed.
/// ```
///
/// It is ``generate(_:_:)`` with an end that has come when the call returns (rule G2). The body is told to end as it is when
/// the consumer has left, and what it throws then is dropped. A body that does not end, because it drops the error of `yield` and goes
/// on, is waited for.
///
/// - Parameters:
///   - generator: Calls `yield` for each element.
///   - body: Reads the elements, all or some, on the caller's actor. Using the sequence after it has returned stops the
///     program.
/// - Returns: What `body` returns.
/// - Throws: What `body` throws, among it what its loop meets.
nonisolated(nonsending) public func withGenerator<Element, Result>(
  _ generator: @escaping @Sendable (_ yield: GeneratorYield<Element>) async throws -> Void,
  _ body: nonisolated(nonsending) (AsyncGenerator<Element>) async throws -> Result
) async throws -> Result {
  let scope = GeneratorScope()
  do {
    let result = try await body(AsyncGenerator(scope: scope, body: generator))
    await scope.end()
    return result
  } catch {
    await scope.end()
    throw error
  }
}
