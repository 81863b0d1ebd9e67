extension Sequence {
  /// Every run of `size` elements that stand next to each other, starting every `step` elements.
  ///
  /// ```swift
  /// for pair in lines.windows(of: 2) where pair[0].bytes == pair[1].bytes { … }
  /// (1...6).windows(of: 3, step: 2).map(Array.init)                 // [[1, 2, 3], [3, 4, 5]]
  /// (1...6).windows(of: 3, step: 2, partial: true).map(Array.init)  // [[1, 2, 3], [3, 4, 5], [5, 6]]
  /// ```
  ///
  /// It takes elements as they are asked for, so the sequence may be endless or single-pass. With a step over the size,
  /// the elements between windows are passed over (rule G8).
  ///
  /// - Parameters:
  ///   - size: How many elements a window shows: at least 1.
  ///   - step: How many elements from the start of one window to the start of the next: at least 1, the default.
  ///   - partial: Whether a last, shorter window shows the elements at the end that were in no window and would have been
  ///     in the next. They are dropped by default.
  /// - Complexity: An element is stored once, whatever the size: a window is a view and copies nothing.
  @inlinable
  public func windows(of size: Int, step: Int = 1, partial: Bool = false) -> Windows<Self> {
    require(size >= 1, "A window shows 1 or more elements, not \(size).")
    require(step >= 1, "Windows start every 1 or more elements, not every \(step).")
    return Windows(base: self, shape: WindowShape(size: size, step: step, partial: partial))
  }
}

/// The runs of neighbouring elements of a sequence. `windows(of:step:partial:)` makes it.
public struct Windows<Base: Sequence>: Sequence {
  @usableFromInline let base: Base
  @usableFromInline let shape: WindowShape

  @inlinable
  init(base: Base, shape: WindowShape) {
    self.base = base
    self.shape = shape
  }

  @inlinable
  public func makeIterator() -> Iterator { Iterator(base: base.makeIterator(), shape: shape) }

  public struct Iterator: IteratorProtocol {
    @usableFromInline var base: Base.Iterator
    @usableFromInline var state: WindowState<Base.Element>

    @inlinable
    init(base: Base.Iterator, shape: WindowShape) {
      self.base = base
      state = WindowState(shape)
    }

    @inlinable
    public mutating func next() -> Window<Base.Element>? {
      guard !state.isFinished else { return nil }
      while state.lead > 0 {
        guard let element = base.next() else { return state.finish() }
        state.addLeading(element)
      }
      guard let element = base.next() else { return state.finish() }
      return state.window(endingWith: element)
    }
  }
}

extension Windows: LazySequenceProtocol where Base: LazySequenceProtocol {}
extension Windows: Sendable where Base: Sendable {}
