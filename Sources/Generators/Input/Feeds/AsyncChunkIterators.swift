/// Collects single bytes into chunks that end with a line, so that no line waits for the next.
struct GatheredBytes<Bytes: AsyncIteratorProtocol>: AsyncIteratorProtocol where Bytes.Element == UInt8 {
  private static var largestChunk: Int { 64 * 1024 }

  private var bytes: Bytes
  private var failure: (any Error)?

  init(_ bytes: Bytes) { self.bytes = bytes }

  mutating func next(isolation actor: isolated (any Actor)?) async throws(any Error) -> [UInt8]? {
    if let failure { throw failure }
    var chunk: [UInt8] = []
    do {
      while chunk.count < Self.largestChunk, let byte = try await bytes.next(isolation: actor) {
        chunk.append(byte)
        if byte == UInt8(ascii: "\n") { break }
      }
    } catch {
      guard !chunk.isEmpty else { throw error }
      failure = error
    }
    return chunk.isEmpty ? nil : chunk
  }

  mutating func next() async throws -> [UInt8]? { try await next(isolation: nil) }
}

/// Chunks of any kind as arrays. Empty ones are left out.
struct ChunkArrays<Chunks: AsyncIteratorProtocol>: AsyncIteratorProtocol where Chunks.Element: Collection<UInt8> {
  private var chunks: Chunks

  init(_ chunks: Chunks) { self.chunks = chunks }

  mutating func next(isolation actor: isolated (any Actor)?) async throws(any Error) -> [UInt8]? {
    while let chunk = try await chunks.next(isolation: actor) {
      if !chunk.isEmpty { return Array(chunk) }
    }
    return nil
  }

  mutating func next() async throws -> [UInt8]? { try await next(isolation: nil) }
}
