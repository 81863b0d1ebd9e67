/// The size and the step of windows.
@usableFromInline
struct WindowShape: Sendable {
  @usableFromInline let size: Int
  @usableFromInline let step: Int
  @usableFromInline let partial: Bool

  @inlinable
  init(size: Int, step: Int, partial: Bool) {
    require(size >= 1, "A window shows 1 or more elements, not \(size).")
    require(step >= 1, "Windows start every 1 or more elements, not every \(step).")
    self.size = size
    self.step = step
    self.partial = partial
  }

  /// How many elements of a window the next window shows too.
  @inlinable var overlap: Int { Swift.max(0, size &- step) }
}

/// The elements for the next window. The iterators of both kinds of sequence add one element after the other.
@usableFromInline
struct WindowState<Element> {
  @usableFromInline let shape: WindowShape
  @usableFromInline var buffer: WindowBuffer<Element>
  /// Where the next element goes. The elements before it belong to the next window.
  @usableFromInline var end: UnsafeMutablePointer<Element>
  /// How many elements to read before the last one of the next window. If they are as many as a window shows, or more,
  /// the next one is skipped.
  @usableFromInline var lead: Int
  /// How many elements of the next window were in the last one.
  @usableFromInline var shared = 0
  @usableFromInline var isFinished = false

  // Inlined, so that the loop is compiled for a size and a step that are constants at the call.
  @inlinable
  @inline(__always)
  init(_ shape: WindowShape) {
    self.shape = shape
    lead = shape.size &- 1
    buffer = WindowBuffer(capacity: WindowBuffer<Element>.firstCapacity(forWindowsOf: shape.size))
    end = buffer.base
  }

  /// Adds an element that comes before the last one of the next window.
  @inlinable
  mutating func addLeading(_ element: Element) {
    if lead < shape.size { append(element, after: shape.size &- 1 &- lead) }
    lead &-= 1
  }

  /// Adds the last element of the next window, and returns the window.
  @inlinable
  @inline(__always)
  mutating func window(endingWith element: Element) -> Window<Element> {
    append(element, after: shape.size &- 1)
    lead = shape.step &- 1
    shared = shape.overlap
    return Window(buffer: buffer, start: end - shape.size, count: shape.size)
  }

  /// Returns the last, shorter window if it is asked for and has an element that no window has shown.
  @inlinable
  mutating func finish() -> Window<Element>? {
    isFinished = true
    let count = shape.size &- 1 &- lead
    return shape.partial && count > shared ? Window(buffer: buffer, start: end - count, count: count) : nil
  }

  /// Stores an element behind the `kept` elements that the next window already has. If a copy of the iterator has
  /// stored other elements there, this iterator moves to a buffer of its own.
  @inlinable
  @inline(__always)
  mutating func append(_ element: Element, after kept: Int) {
    if end != buffer.end || end == buffer.limit {
      end = WindowBuffer.makeRoom(in: &buffer, keeping: kept, upTo: end)
    }
    end.initialize(to: element)
    end += 1
    buffer.end = end
  }
}
