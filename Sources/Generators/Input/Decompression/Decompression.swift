/// The bytes of a source, decompressed where they are compressed.
///
/// Members may follow each other, also of several formats, with zeros between them as padding. Plain text that follows
/// the last member is text. Anything else that follows is an error.
final class Decompression {
  private enum Phase {
    case start
    /// The bytes are as they are, after those that have been read already.
    case plain(after: InputBuffer?)
    case member(CompressedFormat, any MemberDecoder, InputBuffer)
    case afterMember(CompressedFormat, any MemberDecoder, InputBuffer)
    case ended
  }

  private let name: String
  private var source: any ByteSource
  private var phase = Phase.start
  /// What was read to recognise the format, if that was not enough yet.
  private var start: [UInt8] = []
  private var mayHoldOutput = false
  /// The error that comes after the bytes which have been delivered.
  private var failure: (any Error)?
  /// How many bytes the members have given.
  private var decodedCount = 0

  init(_ source: any ByteSource) {
    name = source.name
    self.source = source
  }

  /// Whether the bytes are those of the source from its start. Known once some have been read.
  private(set) var isPlain = false

  /// Puts the next bytes at the start of `buffer`, of at least ``CompressedFormat/recognitionLength`` bytes, and
  /// returns how many they are: 0 at the end.
  ///
  /// It does not wait for more input while it has output to give. An error comes after all that precedes it.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    while true {
      if let failure { throw failure }
      switch phase {
      case .start:
        if let count = try readStart(into: buffer) { return count }
      case .plain(let input):
        if let input, !input.unread.isEmpty { return input.take(into: buffer) }
        let count = input?.isOver == true ? 0 : try source.readChecked(into: buffer)
        if count == 0 {
          phase = .ended
          if let failure = input?.failure { throw failure }
        }
        return count
      case .member(let format, let decoder, let input):
        let count = try decode(format, decoder, input, into: buffer)
        if count > 0 { return count }
      case .afterMember(let format, let decoder, let input): try goOn(after: format, decoder, input)
      case .ended: return 0
      }
    }
  }

  /// Recognises the format. Returns how many bytes are in `buffer` where they are plain.
  private func readStart(into buffer: UnsafeMutableRawBufferPointer) throws -> Int? {
    buffer.copyBytes(from: start)
    var read = buffer[..<start.count]
    var isWhole = false
    while true {
      // Without bytes, any format may follow.
      switch CompressedFormat.recognise(read, isWhole: isWhole) {
      case .undecided:
        let room = UnsafeMutableRawBufferPointer(rebasing: buffer[read.count...])
        let (count, failure) = try readKeepingError(room) { try source.readChecked(into: $0) }
        isWhole = count == 0
        read = buffer[..<(read.count + count)]
        start = Array(read.prefix(CompressedFormat.recognitionLength))
        if let failure, read.isEmpty { throw failure }
        self.failure = failure
      case .compressed(let format):
        start = []
        let decoder = try format.makeDecoder(for: name)
        begin(format, decoder, InputBuffer(start: read, isOver: isWhole, failure: failure.take()))
        return nil
      case .unsupported(let format): throw ReadingError.unsupported(format, source: name)
      case .neither:
        start = []
        isPlain = true
        phase = isWhole ? .ended : .plain(after: nil)
        return read.count
      }
    }
  }

  private func begin(_ format: CompressedFormat, _ decoder: any MemberDecoder, _ input: InputBuffer) {
    decoder.begin()
    mayHoldOutput = false
    phase = .member(format, decoder, input)
  }

  private func decode(
    _ format: CompressedFormat,
    _ decoder: any MemberDecoder,
    _ input: InputBuffer,
    into buffer: UnsafeMutableRawBufferPointer
  ) throws -> Int {
    if input.unread.isEmpty, !mayHoldOutput, try !input.fill({ try source.readChecked(into: $0) }) {
      throw input.failure ?? ReadingError.truncated(format, source: name)
    }
    let hadInput = !input.unread.isEmpty
    let step = decoder.decode(input.unread, into: buffer)
    input.consume(step.consumed)
    decodedCount += step.written
    switch step.outcome {
    case .unfinished:
      if hadInput, !mayHoldOutput, step.consumed == 0, step.written == 0 {
        failure = ReadingError.corrupt(format, source: name, "it cannot be decoded any further")
      }
      mayHoldOutput = step.written == buffer.count
    case .memberIsOver: phase = .afterMember(format, decoder, input)
    case .damaged(let reason): failure = ReadingError.corrupt(format, source: name, reason)
    }
    return step.written
  }

  // MARK: After a member

  /// How much of what follows a member is looked at, up to a line feed, to tell whether it is text.
  private static let sampleLength = 64

  private func goOn(after format: CompressedFormat, _ decoder: any MemberDecoder, _ input: InputBuffer) throws {
    while true {
      input.consume(input.unread.prefix { $0 == 0 }.count)
      if !input.unread.isEmpty { break }
      guard try input.fill({ try source.readChecked(into: $0) }) else {
        phase = .ended
        if let failure = input.failure { throw failure }
        return
      }
    }
    while true {
      let unread = input.unread
      switch CompressedFormat.recognise(unread, isWhole: input.isOver) {
      case .compressed(format): return begin(format, decoder, input)
      case .compressed(let next): return begin(next, try next.makeDecoder(for: name), input)
      case .unsupported(let next): throw ReadingError.unsupported(next, source: name)
      case .neither:
        let sample = unread.prefix(Self.sampleLength).prefix { $0 != UInt8(ascii: "\n") }
        if sample.count == Self.sampleLength || sample.count < unread.count || input.isOver {
          return try readText(after: format, input, sample)
        }
      case .undecided: break
      }
      _ = try input.fill { try source.readChecked(into: $0) }
    }
  }

  private func readText(
    after format: CompressedFormat,
    _ input: InputBuffer,
    _ sample: Slice<UnsafeRawBufferPointer>
  ) throws {
    // A few bytes at the end that begin a format are a member that was cut off, rather than text.
    let rest = input.unread
    if input.isOver, let cut = CompressedFormat.formatCutShort(rest),
      cut == format || format == .skippableFrame || !rest[0].isPrintableASCII
    {
      throw input.failure ?? ReadingError.truncated(cut, source: name)
    }
    guard sample.allSatisfy(\.isText) else {
      throw ReadingError(
        .corruptData,
        source: name,
        "something that is neither compressed data nor text follows its \(format.rawValue) data, after "
          + "\(decodedCount) bytes that were decompressed. Those were read. Remove what follows."
      )
    }
    phase = .plain(after: input)
  }
}

extension UInt8 {
  /// Whether the byte may be one of a text: it is not a control character, except for white space and escape.
  fileprivate var isText: Bool {
    self >= 0x80 || isPrintableASCII || (0x09...0x0D).contains(self) || self == 0x1B
  }

  fileprivate var isPrintableASCII: Bool { (0x20..<0x7F).contains(self) }
}
