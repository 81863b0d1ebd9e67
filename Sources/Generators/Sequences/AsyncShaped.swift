extension AsyncSequence {
  /// What `rule` makes of the elements, in order.
  ///
  /// Each iteration starts with a copy of the rule as it is given. No more elements are taken than the next output
  /// needs. Where the sequence throws, what the rule has left comes first and the error after it. After the end or the
  /// error the sequence is not asked again (rule G1). Cancellation is up to the sequence.
  @inlinable
  public func shaped<Rule: ShapingRule<Element, Output> & Sendable, Output>(by rule: Rule) -> AsyncShaped<Self, Rule> {
    AsyncShaped(base: self, rule: rule)
  }
}

/// What a rule makes of the elements of an asynchronous sequence. `shaped(by:)` makes it, and the operators that are
/// such rules.
public struct AsyncShaped<Base: AsyncSequence, Rule: ShapingRule>: AsyncSequence where Rule.Input == Base.Element {
  public typealias Element = Rule.Output
  public typealias Failure = Base.Failure

  @usableFromInline let base: Base
  @usableFromInline let rule: Rule

  @inlinable
  init(base: Base, rule: Rule) {
    self.base = base
    self.rule = rule
  }

  @inlinable
  public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(base: base.makeAsyncIterator(), rule: rule) }

  public struct AsyncIterator: AsyncIteratorProtocol {
    @usableFromInline var base: Base.AsyncIterator
    @usableFromInline var rule: Rule
    @usableFromInline var phase = ShapingPhase.reading
    @usableFromInline var failure: Base.Failure?

    @inlinable
    init(base: Base.AsyncIterator, rule: Rule) {
      self.base = base
      self.rule = rule
    }

    /// The next output, or nil at the end.
    @inlinable
    public mutating func next(
      isolation actor: isolated (any Actor)? = #isolation
    ) async throws(Base.Failure) -> Rule.Output? {
      while phase == .reading {
        if let output = rule.next() { return output }
        do {
          if let element = try await base.next(isolation: actor) { rule.add(element) } else { finish() }
        } catch {
          failure = error
          finish()
        }
      }
      guard phase == .draining else { return nil }
      if let output = rule.next() { return output }
      phase = .ended
      if let failure = failure.take() { throw failure }
      return nil
    }

    /// The next output, or nil at the end.
    @inlinable
    public mutating func next() async throws(Base.Failure) -> Rule.Output? { try await next(isolation: nil) }

    @inlinable
    mutating func finish() {
      phase = .draining
      rule.finish()
    }
  }
}

/// A rule comes with an asynchronous sequence only if it is Sendable or its closures are.
extension AsyncShaped: @unchecked Sendable where Base: Sendable {}
