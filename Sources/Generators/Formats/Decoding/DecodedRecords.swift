/// What lines or records are decoded into, up to the first that cannot be. `decoded(as:)` makes it.
public struct DecodedRecords<Base: ScopedSequence, Value>: LazySequenceProtocol, ScopedSequence {
  @usableFromInline let base: Base
  @usableFromInline let decode: (Base.Element) throws(RecordError) -> Value

  @inlinable
  init(_ base: Base, _ decode: @escaping (Base.Element) throws(RecordError) -> Value) {
    self.base = base
    self.decode = decode
  }

  public var scope: ReadingScope { base.scope }

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
      guard !isFinished, let record = base.next() else {
        isFinished = true
        return nil
      }
      do throws(RecordError) {
        return try values.decode(record)
      } catch {
        isFinished = true
        values.scope.fail(error)
        return nil
      }
    }
  }
}
