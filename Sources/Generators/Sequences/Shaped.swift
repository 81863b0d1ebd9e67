extension Sequence {
  /// What `rule` makes of the elements, lazily and in order.
  ///
  /// Each iteration starts with a copy of the rule as it is given. No more elements are taken than the next output
  /// needs; after the end the sequence is not asked again (rule G1).
  @inlinable
  public func shaped<Rule: ShapingRule<Element, Output>, Output>(by rule: Rule) -> Shaped<Self, Rule> {
    Shaped(base: self, rule: rule)
  }
}

/// What a rule makes of the elements of a sequence. `shaped(by:)` makes it, and the operators that are such rules.
public struct Shaped<Base: Sequence, Rule: ShapingRule>: Sequence where Rule.Input == Base.Element {
  @usableFromInline let base: Base
  @usableFromInline let rule: Rule

  @inlinable
  init(base: Base, rule: Rule) {
    self.base = base
    self.rule = rule
  }

  @inlinable
  public func makeIterator() -> Iterator { Iterator(base: base.makeIterator(), rule: rule) }

  public struct Iterator: IteratorProtocol {
    @usableFromInline var base: Base.Iterator
    @usableFromInline var rule: Rule
    @usableFromInline var phase = ShapingPhase.reading

    @inlinable
    init(base: Base.Iterator, rule: Rule) {
      self.base = base
      self.rule = rule
    }

    @inlinable
    public mutating func next() -> Rule.Output? {
      while phase == .reading {
        if let output = rule.next() { return output }
        if let element = base.next() {
          rule.add(element)
        } else {
          phase = .draining
          rule.finish()
        }
      }
      guard phase == .draining else { return nil }
      if let output = rule.next() { return output }
      phase = .ended
      return nil
    }
  }
}

extension Shaped: LazySequenceProtocol where Base: LazySequenceProtocol {}
extension Shaped: Sendable where Base: Sendable, Rule: Sendable {}
