/// How windows lie over a sequence.
@usableFromInline
struct WindowShape: Sendable {
  @usableFromInline let size: Int
  @usableFromInline let partial: Bool
  /// How far the next window's start is inside what has been read, and how many elements lie before it beyond that.
  @usableFromInline let advance: Int
  @usableFromInline let gap: Int

  @inlinable
  init(size: Int, step: Int, partial: Bool) {
    self.size = size
    self.partial = partial
    advance = Swift.min(step, size)
    gap = step - advance
  }
}

/// The elements read and where the next window starts in them; whoever reads the sequence adds one after the other.
@usableFromInline
struct WindowState<Element> {
  @usableFromInline let shape: WindowShape
  @usableFromInline var buffer: WindowBuffer<Element>
  @usableFromInline var start = 0
  @usableFromInline var filled = 0
  /// How many elements to pass over before the next window.
  @usableFromInline var gapLeft = 0
  @usableFromInline var isFinished = false

  @inlinable
  init(_ shape: WindowShape) {
    self.shape = shape
    buffer = WindowBuffer(capacity: WindowBuffer<Element>.smallestCapacity)
  }

  /// Whether the next window lacks elements.
  @inlinable var isShort: Bool { filled &- start < shape.size }

  @inlinable
  mutating func append(_ element: Element) {
    if filled == buffer.capacity { makeRoom() }
    (buffer.base + filled).initialize(to: element)
    filled &+= 1
    buffer.count.pointee = filled
  }

  @inlinable
  @inline(never)
  mutating func makeRoom() {
    WindowBuffer.withRoom(&buffer, keepingFrom: start)
    filled -= start
    start = 0
  }

  /// The next window, which lacks nothing.
  @inlinable
  mutating func window() -> Window<Element> {
    let window = Window(buffer: buffer, start: start, count: shape.size)
    start &+= shape.advance
    gapLeft = shape.gap
    return window
  }

  /// The last, shorter window if there is to be one.
  ///
  /// - Parameter hasNew: Whether elements have been added since the last window.
  @inlinable
  mutating func finish(hasNew: Bool = false) -> Window<Element>? {
    isFinished = true
    return shape.partial && hasNew ? Window(buffer: buffer, start: start, count: filled - start) : nil
  }
}
