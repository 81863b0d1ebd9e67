import DecoratorPrimitives

/// The blocks of an asynchronous sequence of chunks. While nobody waits for a slice, a task of its own may read it. That
/// task is cancelled with the last reference to the blocks.
final class SequenceBlocks: AsyncFeed {
  private let reader: any ChunkReader
  private var ahead: BlockAhead?

  init<Chunks: AsyncIteratorProtocol>(
    _ chunks: Chunks,
    encoding: TextEncoding,
    _ cutting: BlockCutting
  ) where Chunks.Element == [UInt8] {
    reader = SequenceReader(chunks, encoding, cutting)
  }

  deinit { ahead?.cancel() }

  func next(isolation: isolated (any Actor)?) async throws -> BlockSlice? {
    guard let ahead else { return try await reader.next(isolation: isolation) }
    defer { self.ahead = nil }
    return try await ahead.slice(isolation: isolation)
  }

  func arrival() -> Arrival {
    if let ahead { return ahead.arrival }
    // Nobody else uses the reader until the slice has come.
    nonisolated(unsafe) let reader = reader
    let ahead = BlockAhead { try await reader.next(isolation: nil) }
    self.ahead = ahead
    return ahead.arrival
  }
}

/// A slice that is being read by a task of its own.
private final class BlockAhead: Sendable {
  let arrival = Arrival()
  private let result: Locked<Result<BlockSlice?, any Error>?>
  private let task: Task<Void, Never>

  init(_ read: @escaping @Sendable () async throws -> BlockSlice?) {
    let result = Locked<Result<BlockSlice?, any Error>?>(nil)
    self.result = result
    task = Task { [arrival] in
      do {
        let slice = try await read()
        result.withLock { $0 = .success(slice) }
      } catch {
        result.withLock { $0 = .failure(error) }
      }
      arrival.come()
    }
  }

  func cancel() { task.cancel() }

  /// The slice, once.
  ///
  /// - Throws: What the reading throws; `CancellationError` as soon as the task that waits is cancelled.
  func slice(isolation: isolated (any Actor)?) async throws -> BlockSlice? {
    await arrival.wait()
    guard let result = result.withLock({ $0.take() }) else {
      cancel()
      throw CancellationError()
    }
    return try result.get()
  }
}

private protocol ChunkReader: AnyObject {
  func next(isolation: isolated (any Actor)?) async throws -> BlockSlice?
}

/// Cuts the chunks of an asynchronous sequence into blocks, in the task that asks for them.
private final class SequenceReader<Chunks: AsyncIteratorProtocol>: ChunkReader where Chunks.Element == [UInt8] {
  private var chunks: Chunks
  private let source: PushedSource
  private let blocks: any BlockReader

  init(_ chunks: Chunks, _ encoding: TextEncoding, _ cutting: BlockCutting) {
    self.chunks = chunks
    source = PushedSource()
    blocks = cutting(DecodedSource(source, encoding: encoding))
  }

  func next(isolation: isolated (any Actor)?) async throws -> BlockSlice? {
    while true {
      do {
        return try blocks.next()
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
        // A cancelled stream ends like one that is over.
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
