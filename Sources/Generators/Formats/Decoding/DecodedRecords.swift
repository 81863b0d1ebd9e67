/// What lines or records are decoded into. `decoded(as:)` makes it.
public struct DecodedRecords<Base: Sequence, Value>: LazySequenceProtocol {
  @usableFromInline let base: Base
  @usableFromInline let decode: (Base.Element) throws(RecordError) -> Value?
  @usableFromInline let policy: Policy

  /// What happens to a record that cannot be decoded.
  @usableFromInline
  enum Policy {
    /// The values end, and this is called with the error.
    case end((RecordError) -> Void)
    /// This is called with the record and the error, and the next record is decoded.
    case skip((Base.Element, RecordError) -> Void)
  }

  /// - Parameter decode: Makes a value, or nil of what is not a record.
  @inlinable
  init(_ base: Base, _ policy: Policy, _ decode: @escaping (Base.Element) throws(RecordError) -> Value?) {
    self.base = base
    self.policy = policy
    self.decode = decode
  }

  @inlinable
  public func makeIterator() -> Iterator { Iterator(self) }

  public struct Iterator: IteratorProtocol {
    @usableFromInline let values: DecodedRecords
    @usableFromInline var base: Base.Iterator
    @usableFromInline var isFinished = false

    @inlinable
    init(_ values: DecodedRecords) {
      self.values = values
      base = values.base.makeIterator()
    }

    @inlinable
    public mutating func next() -> Value? {
      while !isFinished, let record = base.next() {
        do throws(RecordError) {
          if let value = try values.decode(record) { return value }
        } catch {
          switch values.policy {
          case .skip(let handle): handle(record, error)
          case .end(let fail):
            isFinished = true
            fail(error)
          }
        }
      }
      isFinished = true
      return nil
    }
  }
}

extension DecodedRecords where Base: ScopedSequence {
  /// The values up to the first record that cannot be decoded, whose error the scope throws.
  @inlinable
  init(_ base: Base, _ decode: @escaping (Base.Element) throws(RecordError) -> Value?) {
    self.init(base, .end { [scope = base.scope] in scope.fail($0) }, decode)
  }
}

extension DecodedRecords: ScopedSequence where Base: ScopedSequence {
  public var scope: ReadingScope { base.scope }
}

/// What lines or records of an asynchronous sequence are decoded into. `decoded(as:)` makes it.
///
/// After the end, an error or cancellation there are no more values (rule G1).
public struct AsyncDecodedRecords<Base: AsyncSequence, Value>: AsyncSequence {
  public typealias Element = Value
  public typealias Failure = any Error

  @usableFromInline typealias Handler = nonisolated(nonsending) @Sendable (Base.Element, RecordError) async -> Void

  @usableFromInline let base: Base
  @usableFromInline let decode: @Sendable (Base.Element) throws(RecordError) -> Value?
  @usableFromInline let onFailure: Handler?

  /// - Parameters:
  ///   - onFailure: Called with a record that cannot be decoded. Without it the error ends the values.
  ///   - decode: Makes a value, or nil of what is not a record.
  @inlinable
  init(
    _ base: Base,
    onFailure: Handler? = nil,
    _ decode: @escaping @Sendable (Base.Element) throws(RecordError) -> Value?
  ) {
    self.base = base
    self.onFailure = onFailure
    self.decode = decode
  }

  @inlinable
  public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(self) }

  public struct AsyncIterator: AsyncIteratorProtocol {
    public typealias Failure = any Error

    @usableFromInline let values: AsyncDecodedRecords
    @usableFromInline var base: Base.AsyncIterator
    @usableFromInline var isFinished = false

    @inlinable
    init(_ values: AsyncDecodedRecords) {
      self.values = values
      base = values.base.makeAsyncIterator()
    }

    /// The next value, or nil at the end.
    @inlinable
    public mutating func next(isolation actor: isolated (any Actor)? = #isolation) async throws -> Value? {
      guard !isFinished else { return nil }
      // Whatever is thrown from here on ends the values.
      isFinished = true
      while let record = try await base.next(isolation: actor) {
        do throws(RecordError) {
          guard let value = try values.decode(record) else { continue }
          isFinished = false
          return value
        } catch {
          guard let onFailure = values.onFailure else { throw error }
          await onFailure(record, error)
        }
      }
      return nil
    }

    /// The next value, or nil at the end.
    @inlinable
    public mutating func next() async throws -> Value? { try await next(isolation: nil) }
  }
}

extension AsyncDecodedRecords: Sendable where Base: Sendable {}
