extension Sequence where Element == Line {
  /// The lines that contain any of `literals`, byte for byte, as they come.
  ///
  /// ```swift
  /// for line in lines.matching(["ERROR", "FATAL"]) { print(line.number, line.string) }
  /// ```
  @inlinable
  public func matching(_ literals: Literals) -> MatchingLines<Self> {
    MatchingLines(base: self) { $0.contains(anyOf: literals) }
  }

  /// The lines for which `predicate` is true, as they come.
  ///
  /// ```swift
  /// for line in lines.matching({ $0.bytes.count > 1_000 }) { … }
  /// ```
  @inlinable
  public func matching(_ predicate: @escaping (Line) -> Bool) -> MatchingLines<Self> {
    MatchingLines(base: self, predicate: predicate)
  }
}

/// The lines of a sequence that match. `matching(_:)` makes it.
public struct MatchingLines<Base: Sequence>: LazySequenceProtocol where Base.Element == Line {
  @usableFromInline let base: Base
  @usableFromInline let predicate: (Line) -> Bool

  @inlinable
  init(base: Base, predicate: @escaping (Line) -> Bool) {
    self.base = base
    self.predicate = predicate
  }

  @inlinable
  public func makeIterator() -> Iterator { Iterator(base: base.makeIterator(), predicate: predicate) }

  public struct Iterator: IteratorProtocol {
    @usableFromInline var base: Base.Iterator
    @usableFromInline let predicate: (Line) -> Bool

    @inlinable
    init(base: Base.Iterator, predicate: @escaping (Line) -> Bool) {
      self.base = base
      self.predicate = predicate
    }

    @inlinable
    public mutating func next() -> Line? {
      while let line = base.next() {
        if predicate(line) { return line }
      }
      return nil
    }
  }
}
