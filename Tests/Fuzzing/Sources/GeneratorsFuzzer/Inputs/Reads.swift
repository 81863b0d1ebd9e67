import Generators

/// How bytes are cut into reads.
enum Cut: CustomStringConvertible {
  case whole
  case each(Int)
  case random(seed: UInt64, upTo: Int)

  init(_ random: inout Randomness) {
    switch random.below(8) {
    case 0: self = .whole
    case 1, 2: self = .each(1)
    case 3: self = .each(random.number(2...9))
    default: self = .random(seed: random.next(), upTo: random.element(of: [2, 3, 8, 30, 100]))
    }
  }

  var description: String {
    switch self {
    case .whole: "all at once"
    case .each(1): "single bytes"
    case .each(let size): "\(size) bytes each"
    case .random(_, let largest): "1 to \(largest) bytes each, at random"
    }
  }
}

/// An input cut into reads, as a source and as chunks.
struct Reads: ByteSource, Sendable {
  let bytes: [UInt8]
  private let cut: Cut
  private var random: Randomness
  private var position = 0
  private var head: Int

  var name: String { "fuzzed bytes" }

  init(_ input: Input, _ cut: Cut) {
    bytes = input.bytes
    head = input.head
    self.cut = cut
    if case .random(let seed, _) = cut { random = Randomness(seed: seed) } else { random = Randomness(seed: 0) }
  }

  mutating func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
    let range = nextRange(atMost: buffer.count)
    bytes.withUnsafeBytes { buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[range])) }
    return range.count
  }

  /// What the reads give, one after the other.
  var chunks: UnfoldSequence<[UInt8], Reads> {
    sequence(state: self) { reads in
      let range = reads.nextRange(atMost: .max)
      return range.isEmpty ? nil : Array(reads.bytes[range])
    }
  }

  private mutating func nextRange(atMost limit: Int) -> Range<Int> {
    var size = head
    if size == 0 {
      switch cut {
      case .whole: size = .max
      case .each(let each): size = each
      case .random(_, let largest): size = random.number(1...largest)
      }
    }
    let count = min(size, limit, bytes.count - position)
    head = max(0, head - count)
    defer { position += count }
    return position..<position + count
  }
}

/// The same reads as an asynchronous sequence of chunks.
struct AsyncReads: AsyncSequence, Sendable {
  let reads: Reads

  func makeAsyncIterator() -> AsyncIterator { AsyncIterator(chunks: reads.chunks) }

  struct AsyncIterator: AsyncIteratorProtocol {
    var chunks: UnfoldSequence<[UInt8], Reads>

    mutating func next(isolation actor: isolated (any Actor)?) async -> [UInt8]? { chunks.next() }

    mutating func next() async -> [UInt8]? { await next(isolation: nil) }
  }
}
