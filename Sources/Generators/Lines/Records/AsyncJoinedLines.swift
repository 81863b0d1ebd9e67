/// The lines of an asynchronous sequence joined by a rule. `records(startingWith:)` and `containerEntries(in:)` make
/// it.
///
/// An error is thrown after what was open. A `CancellationError` is thrown at once, and what was open is not delivered.
/// After the end or an error there is nothing more (rule G1).
public struct AsyncJoinedLines<Base: AsyncSequence, Rule: LineJoining>: AsyncSequence where Base.Element == Line {
  public typealias Element = Rule.Output
  public typealias Failure = Base.Failure

  @usableFromInline let base: Base
  @usableFromInline let rule: Rule

  @inlinable
  init(_ base: Base, _ rule: Rule) {
    self.base = base
    self.rule = rule
  }

  @inlinable
  public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(base.makeAsyncIterator(), rule) }

  public struct AsyncIterator: AsyncIteratorProtocol {
    @usableFromInline var base: Base.AsyncIterator
    @usableFromInline var rule: Rule
    @usableFromInline var end = JoiningEnd<Base.Failure>()

    @inlinable
    init(_ base: Base.AsyncIterator, _ rule: Rule) {
      self.base = base
      self.rule = rule
    }

    /// The next element, or nil at the end.
    @inlinable
    public mutating func next(
      isolation actor: isolated (any Actor)? = #isolation
    ) async throws(Base.Failure) -> Rule.Output? {
      while !end.isOver {
        if let output = rule.next() { return output }
        do throws(Base.Failure) {
          if let line = try await base.next(isolation: actor) { rule.add(line) } else { finish(nil) }
        } catch {
          finish(error)
        }
      }
      return try end.rest(of: &rule)
    }

    /// The next element, or nil at the end.
    @inlinable
    public mutating func next() async throws(Base.Failure) -> Rule.Output? { try await next(isolation: nil) }

    @inlinable
    mutating func finish(_ failure: Base.Failure?) {
      rule.finish()
      end.come(failure)
    }
  }
}

extension AsyncJoinedLines: Sendable where Base: Sendable, Rule: Sendable {}
