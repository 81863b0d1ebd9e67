/// Reads an input block by block, on the thread that asks.
protocol BlockReader {
  /// The next bytes, or nil at the end. What was read before an error is delivered before it.
  func next() throws -> BlockSlice?

  /// Ends the reading, and the threads that do it. There are no blocks after it.
  func close()
}

extension BlockReader {
  func close() {}
}

/// Cuts a source into blocks, on the thread that reads it.
typealias BlockCutting = @Sendable (DecodedSource) -> any BlockReader
