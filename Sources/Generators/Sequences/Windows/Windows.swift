extension Sequence {
  /// Returns every run of `size` neighboring elements. A run starts every `step` elements.
  ///
  /// ```swift
  /// for pair in lines.windows(of: 2) where pair[0].bytes == pair[1].bytes { … }
  /// (1...6).windows(of: 3, step: 2).map(Array.init)                 // [[1, 2, 3], [3, 4, 5]]
  /// (1...6).windows(of: 3, step: 2, partial: true).map(Array.init)  // [[1, 2, 3], [3, 4, 5], [5, 6]]
  /// ```
  ///
  /// It takes elements when they are asked for, so the sequence may be endless or single-pass. If the step is larger
  /// than the size, the elements between two windows are skipped (rule G8).
  ///
  /// - Parameters:
  ///   - size: How many elements a window shows, at least 1.
  ///   - step: The distance between the starts of two windows in elements, at least 1. The default is 1.
  ///   - partial: Whether a last, shorter window shows the elements at the end that no window has shown. The default is
  ///     false: they are dropped.
  /// - Complexity: Each element is stored once, for any size, because a window is a view and copies nothing.
  @inlinable
  public func windows(of size: Int, step: Int = 1, partial: Bool = false) -> Windows<Self> {
    Windows(base: self, shape: WindowShape(size: size, step: step, partial: partial))
  }
}

extension AsyncSequence {
  /// Returns every run of `size` neighboring elements, as ``Swift/Sequence/windows(of:step:partial:)`` does.
  ///
  /// ```swift
  /// for try await window in prices.windows(of: 60) { print(window.reduce(0, +) / 60) }
  /// ```
  ///
  /// When the sequence throws, a partial window that is asked for comes before the error. Cancellation is up to the
  /// sequence.
  ///
  /// - Parameters:
  ///   - size: How many elements a window shows, at least 1.
  ///   - step: The distance between the starts of two windows in elements, at least 1. The default is 1.
  ///   - partial: Whether a last, shorter window shows the elements at the end that no window has shown. The default is
  ///     false.
  @inlinable
  public func windows(of size: Int, step: Int = 1, partial: Bool = false) -> AsyncWindows<Self> {
    AsyncWindows(base: self, shape: WindowShape(size: size, step: step, partial: partial))
  }
}

/// The runs of neighboring elements of a sequence. `windows(of:step:partial:)` returns it.
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

/// The runs of neighboring elements of an asynchronous sequence. `windows(of:step:partial:)` returns it.
public struct AsyncWindows<Base: AsyncSequence>: AsyncSequence {
  public typealias Element = Window<Base.Element>
  public typealias Failure = Base.Failure

  @usableFromInline let base: Base
  @usableFromInline let shape: WindowShape

  @inlinable
  init(base: Base, shape: WindowShape) {
    self.base = base
    self.shape = shape
  }

  @inlinable
  public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(base: base.makeAsyncIterator(), shape: shape) }

  public struct AsyncIterator: AsyncIteratorProtocol {
    @usableFromInline var base: Base.AsyncIterator
    @usableFromInline var state: WindowState<Base.Element>
    @usableFromInline var failure: Base.Failure?

    @inlinable
    init(base: Base.AsyncIterator, shape: WindowShape) {
      self.base = base
      state = WindowState(shape)
    }

    /// Returns the next window, or nil at the end.
    @inlinable
    public mutating func next(
      isolation actor: isolated (any Actor)? = #isolation
    ) async throws(Base.Failure) -> Window<Base.Element>? {
      if let failure = failure.take() { throw failure }
      guard !state.isFinished else { return nil }
      do {
        while state.lead > 0 {
          guard let element = try await base.next(isolation: actor) else { return state.finish() }
          state.addLeading(element)
        }
        guard let element = try await base.next(isolation: actor) else { return state.finish() }
        return state.window(endingWith: element)
      } catch {
        guard let last = state.finish() else { throw error }
        failure = error
        return last
      }
    }

    /// Returns the next window, or nil at the end.
    @inlinable
    public mutating func next() async throws(Base.Failure) -> Window<Base.Element>? { try await next(isolation: nil) }
  }
}

extension AsyncWindows: Sendable where Base: Sendable {}
