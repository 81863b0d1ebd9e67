extension Sequence {
  /// An iterator that shows what comes next without taking it.
  ///
  /// ```swift
  /// var numbers = [1, 2, 10, 3].peekable()
  /// while let number = numbers.next(if: { $0 < 10 }) { print(number) }  // 1 2
  /// numbers.peek()                                                     // 10
  /// ```
  ///
  /// It can be looped over as well: that takes what is left.
  @inlinable
  public func peekable() -> Peekable<Iterator> { Peekable(base: makeIterator()) }
}

/// An iterator that shows what comes next without taking it. `peekable()` makes it.
public struct Peekable<Base: IteratorProtocol>: IteratorProtocol, Sequence {
  @usableFromInline var base: Base
  @usableFromInline var peeked: Base.Element?
  @usableFromInline var isFinished = false

  @inlinable init(base: Base) { self.base = base }

  /// The element that ``next()`` will give, or nil at the end. The first look takes it from the sequence, further ones
  /// do not.
  @inlinable
  public mutating func peek() -> Base.Element? {
    if peeked == nil { peeked = read() }
    return peeked
  }

  /// The next element, or nil at the end.
  @inlinable
  public mutating func next() -> Base.Element? {
    if let element = peeked.take() { return element }
    return read()
  }

  /// The next element if the condition holds for it; else nil, and it stays the next.
  @inlinable
  public mutating func next(if condition: (Base.Element) throws -> Bool) rethrows -> Base.Element? {
    guard let element = peek(), try condition(element) else { return nil }
    peeked = nil
    return element
  }

  @inlinable
  mutating func read() -> Base.Element? {
    guard !isFinished else { return nil }
    let element = base.next()
    isFinished = element == nil
    return element
  }
}

extension Peekable: Sendable where Base: Sendable, Base.Element: Sendable {}
