/// The elements of a sequence as an asynchronous one, which takes them as they are asked for and never waits itself.
/// `rateLimited` and `mapConcurrently` on a sequence are made of it.
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

    /// The next element, or nil at the end.
    @inlinable
    public mutating func next(isolation actor: isolated (any Actor)? = #isolation) async throws(Never) -> Base.Element?
    {
      guard let element = base?.next() else {
        base = nil
        return nil
      }
      return element
    }

    /// The next element, or nil at the end.
    @inlinable
    public mutating func next() async -> Base.Element? { await next(isolation: nil) }
  }
}

extension AsyncElements: Sendable where Base: Sendable {}
