import DecoratorPrimitives

/// The pieces of an asynchronous sequence of chunks. While nobody waits for a piece, it may be read by a task of its
/// own, which is cancelled with the last reference to the pieces.
final class SequencePieces: AsyncBlockPieces {
  private let reader: any PieceReader
  private var ahead: PieceAhead?

  init<Chunks: AsyncIteratorProtocol>(
    _ chunks: Chunks,
    encoding: TextEncoding,
    _ make: (ByteStream) -> any BlockPieces
  ) where Chunks.Element == [UInt8] {
    reader = SequenceReader(chunks, encoding, make)
  }

  deinit { ahead?.cancel() }

  func next(isolation: isolated (any Actor)?) async throws -> BlockPiece? {
    guard let ahead else { return try await reader.next(isolation: isolation) }
    defer { self.ahead = nil }
    return try await ahead.piece(isolation: isolation)
  }

  func arrival() -> Arrival {
    if let ahead { return ahead.arrival }
    // Nobody else uses the reader until the piece has come.
    nonisolated(unsafe) let reader = reader
    let ahead = PieceAhead { try await reader.next(isolation: nil) }
    self.ahead = ahead
    return ahead.arrival
  }
}

/// A piece that is being read by a task of its own.
private final class PieceAhead: Sendable {
  let arrival = Arrival()
  private let result: Locked<Result<BlockPiece?, any Error>?>
  private let task: Task<Void, Never>

  init(_ read: @escaping @Sendable () async throws -> BlockPiece?) {
    let result = Locked<Result<BlockPiece?, any Error>?>(nil)
    self.result = result
    task = Task { [arrival] in
      do {
        let piece = try await read()
        result.withLock { $0 = .success(piece) }
      } catch {
        result.withLock { $0 = .failure(error) }
      }
      arrival.come()
    }
  }

  func cancel() { task.cancel() }

  /// The piece, once.
  ///
  /// - Throws: What the reading throws; `CancellationError` as soon as the task that waits is cancelled.
  func piece(isolation: isolated (any Actor)?) async throws -> BlockPiece? {
    await arrival.wait()
    guard let result = result.withLock({ $0.take() }) else {
      cancel()
      throw CancellationError()
    }
    return try result.get()
  }
}

private protocol PieceReader: AnyObject {
  func next(isolation: isolated (any Actor)?) async throws -> BlockPiece?
}

/// Cuts the chunks of an asynchronous sequence into pieces, in the task that asks for them.
private final class SequenceReader<Chunks: AsyncIteratorProtocol>: PieceReader where Chunks.Element == [UInt8] {
  private var chunks: Chunks
  private let source: PushedSource
  private let pieces: any BlockPieces

  init(_ chunks: Chunks, _ encoding: TextEncoding, _ make: (ByteStream) -> any BlockPieces) {
    self.chunks = chunks
    source = PushedSource()
    pieces = make(ByteStream(source, encoding: encoding))
  }

  func next(isolation: isolated (any Actor)?) async throws -> BlockPiece? {
    while true {
      do {
        return try pieces.next()
      } catch is Starved {
        try await receive(isolation: isolation)
      }
    }
  }

  private func receive(isolation: isolated (any Actor)?) async throws {
    do {
      if let chunk = try await chunks.next(isolation: isolation) {
        source.push(chunk)
      } else {
        // Cancelled streams end as if there were no more.
        try Task.checkCancellation()
        source.finish(.success(()))
      }
    } catch is CancellationError {
      throw CancellationError()
    } catch {
      source.finish(.failure(error))
    }
  }
}
