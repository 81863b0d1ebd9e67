/// Some of the bytes of a block: those that its reader hands over.
struct BlockSlice: Sendable {
  let block: Block
  let range: Range<Int>
  /// The number of its first line, where it is the first slice of a source.
  var firstNumber: Int?
  /// The CSV records that have been found in them.
  var records: CSVTable?

  var bytes: UnsafeBufferPointer<UInt8> { block.bytes(range) }
}

/// Reads a source block by block.
protocol BlockReader {
  /// The next bytes, or nil at the end. What was read before an error is delivered before it.
  func next() throws -> BlockSlice?
}

/// Reads an input block by block without blocking the caller's thread.
protocol AsyncBlockReader: AnyObject {
  func next(isolation: isolated (any Actor)?) async throws -> BlockSlice?

  /// What comes as soon as ``next(isolation:)`` would not wait. The slice is read meanwhile, and is not lost.
  func arrival() -> Arrival
}
