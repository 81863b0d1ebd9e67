/// A run of neighboring elements of a sequence. It is a random-access collection whose indices start at 0.
///
/// A window is a view of memory that it shares with its neighbors. A window that you keep keeps that memory. To keep
/// only its elements, copy it with `Array(window)`.
public struct Window<Element>: RandomAccessCollection {
  @usableFromInline let buffer: WindowBuffer<Element>
  @usableFromInline let start: UnsafePointer<Element>
  public let count: Int

  @inlinable
  init(buffer: WindowBuffer<Element>, start: UnsafeMutablePointer<Element>, count: Int) {
    self.buffer = buffer
    self.start = UnsafePointer(start)
    self.count = count
  }

  @inlinable public var startIndex: Int { 0 }
  @inlinable public var endIndex: Int { count }

  @inlinable
  public subscript(position: Int) -> Element {
    require(position >= 0 && position < count, "The index is out of the bounds of the window.")
    return withExtendedLifetime(buffer) { start[position] }
  }

  @inlinable
  public func withContiguousStorageIfAvailable<Result>(
    _ body: (UnsafeBufferPointer<Element>) throws -> Result
  ) rethrows -> Result? {
    defer { withExtendedLifetime(buffer) {} }
    return try body(UnsafeBufferPointer(start: start, count: count))
  }
}

extension Window: @unchecked Sendable where Element: Sendable {}

extension Window: Equatable where Element: Equatable {
  @inlinable
  public static func == (left: Window, right: Window) -> Bool { left.elementsEqual(right) }
}

extension Window: CustomStringConvertible {
  public var description: String { String(describing: Array(self)) }
}
