extension AsyncSequence {
  /// Every run of `size` elements that stand next to each other, starting every `step` elements.
  ///
  /// ```swift
  /// for try await window in prices.windows(of: 60) { print(window.reduce(0, +) / 60) }
  /// ```
  ///
  /// With a step over the size, the elements between windows are passed over (rule G8). Where the sequence throws, a
  /// partial window that is to be delivered comes before the error. Cancellation is up to the sequence.
  ///
  /// - Parameters:
  ///   - size: How many elements a window shows: at least 1.
  ///   - step: How many elements from the start of one window to the start of the next: at least 1, the default.
  ///   - partial: Whether a last, shorter window shows the elements at the end that were in no window and would have been
  ///     in the next. They are dropped by default.
  /// - Complexity: An element is stored once, whatever the size: a window is a view and copies nothing.
  @inlinable
  public func windows(of size: Int, step: Int = 1, partial: Bool = false) -> AsyncWindows<Self> {
    require(size >= 1, "A window shows 1 or more elements, not \(size).")
    require(step >= 1, "Windows start every 1 or more elements, not every \(step).")
    return AsyncWindows(base: self, shape: WindowShape(size: size, step: step, partial: partial))
  }
}

/// The runs of neighbouring elements of an asynchronous sequence. `windows(of:step:partial:)` makes it.
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

    /// The next window, or nil at the end.
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

    /// The next window, or nil at the end.
    @inlinable
    public mutating func next() async throws(Base.Failure) -> Window<Base.Element>? { try await next(isolation: nil) }
  }
}

extension AsyncWindows: Sendable where Base: Sendable {}
