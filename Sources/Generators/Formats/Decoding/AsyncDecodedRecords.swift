/// What lines or records of an asynchronous sequence are decoded into. `decoded(as:)` makes it.
///
/// After the end, an error or cancellation there are no more values (rule G1).
public struct AsyncDecodedRecords<Base: AsyncSequence, Value>: AsyncSequence {
  public typealias Element = Value
  public typealias Failure = any Error

  @usableFromInline let base: Base
  @usableFromInline let decode: @Sendable (Base.Element) throws(RecordError) -> Value

  @inlinable
  init(_ base: Base, _ decode: @escaping @Sendable (Base.Element) throws(RecordError) -> Value) {
    self.base = base
    self.decode = decode
  }

  @inlinable
  public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(self) }

  public struct AsyncIterator: AsyncIteratorProtocol {
    public typealias Failure = any Error

    @usableFromInline let decode: @Sendable (Base.Element) throws(RecordError) -> Value
    @usableFromInline var base: Base.AsyncIterator
    @usableFromInline var isFinished = false

    @inlinable
    init(_ values: AsyncDecodedRecords) {
      decode = values.decode
      base = values.base.makeAsyncIterator()
    }

    /// The next value, or nil at the end.
    @inlinable
    public mutating func next(isolation actor: isolated (any Actor)? = #isolation) async throws -> Value? {
      guard !isFinished else { return nil }
      // Whatever is thrown from here on ends the values.
      isFinished = true
      guard let record = try await base.next(isolation: actor) else { return nil }
      let value = try decode(record)
      isFinished = false
      return value
    }

    /// The next value, or nil at the end.
    @inlinable
    public mutating func next() async throws -> Value? { try await next(isolation: nil) }
  }
}

extension AsyncDecodedRecords: Sendable where Base: Sendable {}
