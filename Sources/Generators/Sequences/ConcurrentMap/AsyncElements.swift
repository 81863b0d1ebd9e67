/// The elements of a sequence as an asynchronous sequence, which never suspends. `rateLimited` and `mapConcurrently` on
/// a sequence use it.
public struct AsyncElements<Base: Sequence>: AsyncSequence {
  public typealias Element = Base.Element
  public typealias Failure = Never

  @usableFromInline let base: Base

  @inlinable
  init(_ base: Base) { self.base = base }

  @inlinable
  public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(base: base.makeIterator()) }

  public struct AsyncIterator: AsyncIteratorProtocol {
    @usableFromInline var base: Base.Iterator?

    @inlinable
    init(base: Base.Iterator) { self.base = base }

    /// Returns the next element, or nil at the end.
    @inlinable
    public mutating func next(isolation actor: isolated (any Actor)? = #isolation) async throws(Never) -> Base.Element?
    {
      guard let element = base?.next() else {
        base = nil
        return nil
      }
      return element
    }

    /// Returns the next element, or nil at the end.
    @inlinable
    public mutating func next() async -> Base.Element? { await next(isolation: nil) }
  }
}

extension AsyncElements: Sendable where Base: Sendable {}
