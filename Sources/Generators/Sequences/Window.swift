/// A few elements that stand next to each other in a sequence: a random-access collection, indexed from 0.
///
/// A window is a view of memory that it shares with its neighbours, not a copy. Kept windows keep that memory; `Array`
/// makes a copy of one.
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
