import CByteScan
import CZlib

/// Decompresses gzip data of any number of members (RFC 1952) through zlib.
///
/// zlib inflates; header, trailer and checksum are read here, because zlib's own checksum takes a third of the time.
/// What follows the last member is ignored, as gzip itself does.
final class GzipDecoder {
  private enum Phase {
    case header(GzipHeader)
    case body
    case trailer([UInt8])
    case betweenMembers
    case secondMagicByte
    case ended
  }

  private let name: String
  private let stream: UnsafeMutablePointer<z_stream>
  private let input: UnsafeMutableRawBufferPointer
  private var phase = Phase.header(GzipHeader())
  private var failure: ReadingError?
  private var holdsOutput = false
  private var checksum: UInt32 = 0
  private var length: UInt32 = 0

  /// - Parameter start: The bytes read already, at most `inputSize` of them.
  init(name: String, start: some Collection<UInt8>, inputSize: Int = 128 * 1024) throws {
    self.name = name
    input = .allocate(byteCount: max(inputSize, start.count), alignment: 64)
    input.copyBytes(from: start)
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    stream.pointee.next_in = input.bindMemory(to: UInt8.self).baseAddress
    stream.pointee.avail_in = UInt32(start.count)
    let rawDeflate: Int32 = -15
    let status = inflateInit2_(stream, rawDeflate, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    require(status == Z_OK, "zlib could not be set up (status \(status)): is there memory left?")
  }

  deinit {
    inflateEnd(stream)
    stream.deallocate()
    input.deallocate()
  }

  /// Puts the next decompressed bytes at the start of `output` and returns how many they are: 0 at the end.
  ///
  /// It does not wait for more input while it has output to give; an error comes after all that precedes it.
  func read(into output: UnsafeMutableRawBufferPointer, from source: inout any ByteSource) throws -> Int {
    while true {
      if case .ended = phase { return 0 }
      if holdsOutput {
        let count = inflate(into: output)
        if count > 0 { return count }
      }
      if let failure { throw failure }
      guard try stream.pointee.avail_in > 0 || refill(from: &source) else {
        guard isBetweenMembers else { throw truncated }
        phase = .ended
        return 0
      }
      if case .body = phase {
        let count = inflate(into: output)
        if count > 0 { return count }
      } else {
        try step(stream.pointee.next_in.pointee)
      }
    }
  }

  private func refill(from source: inout any ByteSource) throws -> Bool {
    let count = try source.readChecked(into: input)
    stream.pointee.next_in = input.bindMemory(to: UInt8.self).baseAddress
    stream.pointee.avail_in = UInt32(count)
    return count > 0
  }

  /// Takes one byte outside the compressed bodies.
  private func step(_ byte: UInt8) throws {
    stream.pointee.next_in += 1
    stream.pointee.avail_in -= 1
    switch phase {
    case .header(var header):
      switch header.consume(byte) {
      case .incomplete: phase = .header(header)
      case .complete: phase = .body
      case .invalid: throw corrupt("its header is not valid")
      }
    case .trailer(let earlier):
      let trailer = earlier + [byte]
      phase = .trailer(trailer)
      if trailer.count == 8 { try finishMember(trailer) }
    case .betweenMembers:
      phase = byte == GzipHeader.magic[0] ? .secondMagicByte : .ended
    case .secondMagicByte:
      phase = byte == GzipHeader.magic[1] ? .header(.afterMagicBytes) : .ended
    case .body, .ended: break
    }
  }

  private var isBetweenMembers: Bool {
    switch phase {
    case .betweenMembers, .secondMagicByte: true
    default: false
    }
  }

  private func finishMember(_ trailer: [UInt8]) throws {
    let numbers = stride(from: 0, to: 8, by: 4).map { start in
      trailer[start..<start + 4].reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    }
    guard numbers[0] == checksum else { throw corrupt("its checksum does not match") }
    guard numbers[1] == length else { throw corrupt("its length does not match") }
    inflateReset(stream)
    (checksum, length) = (0, 0)
    phase = .betweenMembers
  }

  private func inflate(into output: UnsafeMutableRawBufferPointer) -> Int {
    let bytes = output.bindMemory(to: UInt8.self)
    stream.pointee.next_out = bytes.baseAddress
    stream.pointee.avail_out = UInt32(clamping: bytes.count)
    let room = stream.pointee.avail_out
    let status = CZlib.inflate(stream, Z_NO_FLUSH)
    let count = Int(room - stream.pointee.avail_out)
    holdsOutput = count == Int(room)
    add(UnsafeBufferPointer(rebasing: bytes[..<count]))
    switch status {
    case Z_STREAM_END:
      phase = .trailer([])
      holdsOutput = false
    case Z_OK, Z_BUF_ERROR: break
    default:
      holdsOutput = false
      failure = corrupt(stream.pointee.msg.map { String(cString: $0) } ?? "zlib's status is \(status)")
    }
    return count
  }

  private func add(_ bytes: UnsafeBufferPointer<UInt8>) {
    length &+= UInt32(truncatingIfNeeded: bytes.count)
    guard let start = bytes.baseAddress else { return }
    let done = byte_scan_crc32(&checksum, start, bytes.count)
    checksum = UInt32(crc32(UInt(checksum), start + done, UInt32(bytes.count - done)))
  }

  private var truncated: ReadingError {
    ReadingError(
      .gzipTruncated,
      source: name,
      "its gzip data ends too early. What came before the cut was read; get a whole copy of it for the rest."
    )
  }

  private func corrupt(_ reason: String) -> ReadingError {
    ReadingError(
      .gzipCorrupt,
      source: name,
      "its gzip data is corrupt: \(reason). What was decoded before was read; get an undamaged copy of it for the rest."
    )
  }
}
