/// The bytes of a source as UTF-8: decompressed, and converted from the encoding they are in.
final class DecodedText {
  private enum Phase {
    case start
    case asTheyAre
    case decoding(any TextDecoder, InputBuffer)
    case ended
  }

  private let name: String
  private let bytes: Decompression
  private let encoding: TextEncoding
  private var phase = Phase.start
  /// What was read to recognise the encoding, if that was not enough yet.
  private var start: [UInt8] = []
  /// The error that comes after the bytes which have been delivered.
  private var failure: (any Error)?

  init(_ source: any ByteSource, _ encoding: TextEncoding) {
    name = source.name
    bytes = Decompression(source)
    self.encoding = encoding
  }

  /// Whether the bytes are those of the source from its start. Known once some have been read.
  var isPlain: Bool {
    switch phase {
    case .asTheyAre: bytes.isPlain
    default: false
    }
  }

  /// Puts the next bytes at the start of `buffer` and returns how many they are: 0 at the end.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    while true {
      if let failure { throw failure }
      switch phase {
      case .start:
        if let count = try readStart(into: buffer) { return count }
      case .asTheyAre: return try bytes.read(into: buffer)
      case .decoding(let decoder, let input):
        // If the unread bytes convert to nothing, more are needed.
        let (consumed, written) = decoder.decode(input.unread, isLast: input.isOver, into: buffer)
        input.consume(consumed)
        if written > 0 { return written }
        if input.isOver, consumed == 0 {
          phase = .ended
          if let failure = input.failure { throw failure }
        } else {
          _ = try input.fill { try bytes.read(into: $0) }
        }
      case .ended: return 0
      }
    }
  }

  /// Recognises the encoding. Returns how many bytes are in `buffer` where they stay as they are.
  private func readStart(into buffer: UnsafeMutableRawBufferPointer) throws -> Int? {
    buffer.copyBytes(from: start)
    var read = buffer[..<start.count]
    var isWhole = false
    var recognised = encoding == .detected ? TextEncoding.Recognition.undecided : .encoding(encoding)
    while recognised == .undecided {
      let room = UnsafeMutableRawBufferPointer(rebasing: buffer[read.count...])
      let (count, failure) = try readKeepingError(room) { try bytes.read(into: $0) }
      if let failure, read.isEmpty { throw failure }
      self.failure = failure
      isWhole = count == 0
      read = buffer[..<(read.count + count)]
      start = Array(read.prefix(TextEncoding.recognitionLength))
      recognised = TextEncoding.recognise(read, isWhole: isWhole)
    }
    start = []
    guard case .encoding(let encoding) = recognised else { return nil }
    guard let decoder = try encoding.makeDecoder(for: name) else {
      phase = .asTheyAre
      return read.isEmpty && !isWhole ? nil : read.count
    }
    phase = .decoding(decoder, InputBuffer(start: read, isOver: isWhole, failure: failure.take()))
    return nil
  }
}
