import PlatformC

/// Reads the blocks of a file on a thread of its own, a few ahead of the consumer, so that reading and decompressing run
/// at the same time as the work on the lines.
///
/// The consumer gets the first blocks itself, so that small files, and consumers that leave early, need no thread. With one
/// processor, or if the system has no thread left, it gets all of them.
final class BlocksAhead: BlockReader {
  /// How many blocks make a thread worthwhile: 4 MiB.
  private static let headStart = 16
  /// How many blocks the thread is ahead at most.
  private static let depth = 4

  private static let hasSecondProcessor = sysconf(CInt(_SC_NPROCESSORS_ONLN)) > 1

  private enum Phase {
    /// The consumer has got this many blocks itself.
    case beside(Int)
    case ahead(ReadAhead<BlockSlice>)
    case over
  }

  private var phase = Phase.beside(0)
  /// Used by the thread alone, from its start to its end.
  private let blocks: any BlockReader

  init(_ blocks: any BlockReader) { self.blocks = blocks }

  func next() throws -> BlockSlice? {
    switch phase {
    case .beside(let count) where count < Self.headStart:
      phase = .beside(count + 1)
      return try blocks.next()
    case .beside:
      guard Self.hasSecondProcessor, let ahead = thread() else { return try blocks.next() }
      phase = .ahead(ahead)
      return try ahead.take()
    case .ahead(let ahead): return try ahead.take()
    case .over: return nil
    }
  }

  /// Ends the thread, if there is one, and waits until it has ended.
  func close() {
    if case .ahead(let ahead) = phase {
      ahead.stop()
      ahead.waitForEnd()
    }
    phase = .over
  }

  private func thread() -> ReadAhead<BlockSlice>? {
    // Nobody else uses the blocks while the thread lives.
    nonisolated(unsafe) let blocks = blocks
    let ahead = ReadAhead<BlockSlice>(depth: Self.depth)
    let isStarted = ahead.start { ahead in
      while ahead.waitForRoom(), let slice = try blocks.next() { ahead.put(slice) }
    }
    return isStarted ? ahead : nil
  }
}
