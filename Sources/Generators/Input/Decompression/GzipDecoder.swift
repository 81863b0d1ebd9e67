import CByteScan
import CZlib

/// Decompresses gzip members (RFC 1952) through zlib.
///
/// zlib inflates; header, trailer and checksum are read here, because zlib's own checksum takes a third of the time.
final class GzipDecoder: MemberDecoder {
  private enum Phase {
    case header(GzipHeader)
    case body
    case trailer([UInt8])
  }

  private let stream: UnsafeMutablePointer<z_stream>
  private var phase = Phase.header(GzipHeader())
  private var checksum: UInt32 = 0
  private var length: UInt32 = 0

  init() {
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    let rawDeflate: Int32 = -15
    let status = inflateInit2_(stream, rawDeflate, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    require(status == Z_OK, "zlib could not be set up (status \(status)): is there memory left?")
  }

  deinit {
    inflateEnd(stream)
    stream.deallocate()
  }

  func begin() {
    inflateReset(stream)
    (checksum, length) = (0, 0)
    phase = .header(GzipHeader())
  }

  func decode(_ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer) -> DecodingStep {
    var consumed = 0
    while true {
      if case .body = phase {
        var step = inflate(UnsafeRawBufferPointer(rebasing: input[consumed...]), into: output)
        step.consumed += consumed
        let isBodyOver = if case .trailer = phase { true } else { false }
        guard step.written == 0, isBodyOver else { return step }
        consumed = step.consumed
      }
      guard consumed < input.count else { return DecodingStep(consumed: consumed, written: 0) }
      let outcome = take(input[consumed])
      consumed += 1
      if let outcome { return DecodingStep(consumed: consumed, written: 0, outcome: outcome) }
    }
  }

  /// Takes one byte outside the compressed body. Returns the state of the member if that is known.
  private func take(_ byte: UInt8) -> DecodingStep.Outcome? {
    switch phase {
    case .header(var header):
      switch header.consume(byte) {
      case .incomplete: phase = .header(header)
      case .complete: phase = .body
      case .invalid: return .damaged("its header is not valid")
      }
    case .trailer(let earlier):
      let trailer = earlier + [byte]
      phase = .trailer(trailer)
      if trailer.count == 8 { return verify(trailer) }
    case .body: break
    }
    return nil
  }

  private func verify(_ trailer: [UInt8]) -> DecodingStep.Outcome {
    let numbers = stride(from: 0, to: 8, by: 4).map { start in
      trailer[start..<start + 4].reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    }
    guard numbers[0] == checksum else { return .damaged("its checksum does not match") }
    guard numbers[1] == length else { return .damaged("its length does not match") }
    return .memberIsOver
  }

  private func inflate(
    _ input: UnsafeRawBufferPointer,
    into output: UnsafeMutableRawBufferPointer
  ) -> DecodingStep {
    let bytes = output.bindMemory(to: UInt8.self)
    // zlib does not write to its input.
    let start = input.bindMemory(to: UInt8.self).baseAddress
    stream.pointee.next_in = start.map { UnsafeMutablePointer(mutating: $0) }
    stream.pointee.avail_in = UInt32(clamping: input.count)
    stream.pointee.next_out = bytes.baseAddress
    stream.pointee.avail_out = UInt32(clamping: bytes.count)
    let (available, room) = (stream.pointee.avail_in, stream.pointee.avail_out)
    let status = CZlib.inflate(stream, Z_NO_FLUSH)
    let count = Int(room - stream.pointee.avail_out)
    add(UnsafeBufferPointer(rebasing: bytes[..<count]))
    var step = DecodingStep(consumed: Int(available - stream.pointee.avail_in), written: count)
    switch status {
    case Z_STREAM_END: phase = .trailer([])
    case Z_OK, Z_BUF_ERROR: break
    default:
      step.outcome = .damaged(stream.pointee.msg.map { String(cString: $0) } ?? "zlib's status is \(status)")
    }
    return step
  }

  private func add(_ bytes: UnsafeBufferPointer<UInt8>) {
    length &+= UInt32(truncatingIfNeeded: bytes.count)
    guard let start = bytes.baseAddress else { return }
    let done = byte_scan_crc32(&checksum, start, bytes.count)
    checksum = UInt32(crc32(UInt(checksum), start + done, UInt32(bytes.count - done)))
  }
}
