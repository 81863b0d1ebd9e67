import PlatformC

/// Gets the pieces of a file on a thread of its own, a few ahead of the consumer, so that reading and decompressing run
/// beside what is done with the lines.
///
/// The consumer gets the first pieces itself: small files, and consumers that leave early, pay for no thread. With one
/// processor, or when the system has no thread left, it gets all of them.
final class PiecesAhead: BlockPieces {
  /// How many pieces make a thread worthwhile: 4 MiB.
  private static let headStart = 16
  /// How many pieces the thread is ahead at most.
  static let depth = 4

  private static let hasSecondProcessor = sysconf(CInt(_SC_NPROCESSORS_ONLN)) > 1

  private enum Phase {
    /// The consumer has got this many pieces itself.
    case beside(Int)
    case ahead(ReadAhead<BlockPiece>)
    case over
  }

  private var phase = Phase.beside(0)
  /// Used by the thread alone, from its start to its end.
  private let pieces: any BlockPieces

  init(_ pieces: any BlockPieces) { self.pieces = pieces }

  func next() throws -> BlockPiece? {
    switch phase {
    case .beside(let count) where count < Self.headStart:
      phase = .beside(count + 1)
      return try pieces.next()
    case .beside:
      guard Self.hasSecondProcessor, let ahead = thread() else { return try pieces.next() }
      phase = .ahead(ahead)
      return try ahead.take()
    case .ahead(let ahead): return try ahead.take()
    case .over: return nil
    }
  }

  /// Ends the thread, if there is one, and waits until it has ended.
  func stop() {
    if case .ahead(let ahead) = phase {
      ahead.stop()
      ahead.waitForEnd()
    }
    phase = .over
  }

  private func thread() -> ReadAhead<BlockPiece>? {
    // Nobody else uses the pieces while the thread lives.
    nonisolated(unsafe) let pieces = pieces
    let ahead = ReadAhead<BlockPiece>(depth: Self.depth)
    let isStarted = ahead.start { ahead in
      while ahead.waitForRoom(), let piece = try pieces.next() { ahead.put(piece) }
    }
    return isStarted ? ahead : nil
  }
}
