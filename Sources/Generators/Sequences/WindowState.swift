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
  @inlinable var overlap: Int { Swift.max(0, size &- step) }
}

/// The elements read for the next window; whoever reads the sequence adds one after the other.
@usableFromInline
struct WindowState<Element> {
  @usableFromInline let shape: WindowShape
  @usableFromInline var buffer: WindowBuffer<Element>
  /// Where the next element goes. What lies before it is the next window's, as far as it is there.
  @usableFromInline var end: UnsafeMutablePointer<Element>
  /// How many elements to read before the last one of the next window. While they are as many as it shows or more, they
  /// lie before it.
  @usableFromInline var lead: Int
  /// How many elements of the next window were in the last one.
  @usableFromInline var shared = 0
  @usableFromInline var isFinished = false

  // Inlined, so that a size and a step that are known where windows are asked for are known in the loop.
  @inlinable
  @inline(__always)
  init(_ shape: WindowShape) {
    self.shape = shape
    lead = shape.size &- 1
    buffer = WindowBuffer(capacity: WindowBuffer<Element>.firstCapacity(forWindowsOf: shape.size))
    end = buffer.base
  }

  /// Takes an element that comes before the last one of the next window.
  @inlinable
  mutating func addLeading(_ element: Element) {
    if lead < shape.size { append(element, after: shape.size &- 1 &- lead) }
    lead &-= 1
  }

  /// Takes the last element of the next window, and gives the window.
  @inlinable
  @inline(__always)
  mutating func window(endingWith element: Element) -> Window<Element> {
    append(element, after: shape.size &- 1)
    lead = shape.step &- 1
    shared = shape.overlap
    return Window(buffer: buffer, start: end - shape.size, count: shape.size)
  }

  /// The last, shorter window if there is to be one: it needs an element that was not in the window before.
  @inlinable
  mutating func finish() -> Window<Element>? {
    isFinished = true
    let count = shape.size &- 1 &- lead
    return shape.partial && count > shared ? Window(buffer: buffer, start: end - count, count: count) : nil
  }

  /// Puts an element behind the `kept` ones that the next window has already. Where a copy of the iterator has put others
  /// there, those are not in this one's sequence of windows.
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
