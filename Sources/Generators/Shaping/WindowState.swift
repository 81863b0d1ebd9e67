/// How windows lie over a sequence.
@usableFromInline
struct WindowShape: Sendable {
  @usableFromInline let size: Int
  @usableFromInline let step: Int
  @usableFromInline let partial: Bool

  @inlinable
  init(size: Int, step: Int, partial: Bool) {
    self.size = size
    self.step = step
    self.partial = partial
  }

  /// How many elements of a window are in the next one too.
  @inlinable var overlap: Int { Swift.max(0, size - step) }
}

/// The elements read for the next window; whoever reads the sequence adds one after the other.
@usableFromInline
struct WindowState<Element> {
  @usableFromInline let shape: WindowShape
  @usableFromInline var buffer: WindowBuffer<Element>
  /// How many elements the buffer holds. The last of them are the next window's, as far as it is there.
  @usableFromInline var filled = 0
  /// How many elements to read for the next window. While they are more than it shows, they lie before it.
  @usableFromInline var missing: Int
  /// How many elements of the next window were in the last one.
  @usableFromInline var shared = 0
  @usableFromInline var isFinished = false

  @inlinable
  init(_ shape: WindowShape) {
    self.shape = shape
    missing = shape.size
    buffer = WindowBuffer(capacity: WindowBuffer<Element>.firstCapacity(forWindowsOf: shape.size))
  }

  @inlinable
  mutating func append(_ element: Element) {
    missing &-= 1
    guard missing < shape.size else { return }
    if filled == buffer.capacity || hasBranchedOff {
      let kept = shape.size &- missing &- 1
      WindowBuffer.makeRoom(in: &buffer, keeping: kept, upTo: filled)
      filled = kept
    }
    (buffer.base + filled).initialize(to: element)
    filled &+= 1
    buffer.count.pointee = filled
  }

  /// Whether a copy of the iterator has added elements to the buffer, which are not in this one's sequence of windows.
  @inlinable var hasBranchedOff: Bool { buffer.count.pointee != filled }

  /// The next window, for which nothing is missing.
  @inlinable
  mutating func window() -> Window<Element> {
    missing = shape.step
    shared = shape.overlap
    return Window(buffer: buffer, start: filled &- shape.size, count: shape.size)
  }

  /// The last, shorter window if there is to be one: it needs an element that was not in the window before.
  @inlinable
  mutating func finish() -> Window<Element>? {
    isFinished = true
    let count = shape.size - missing
    return shape.partial && count > shared ? Window(buffer: buffer, start: filled - count, count: count) : nil
  }
}
