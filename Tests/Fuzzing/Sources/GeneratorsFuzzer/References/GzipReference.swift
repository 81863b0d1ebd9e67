import Generators
import ZlibForFuzzing

/// zlib's own reading of gzip, header and trailer included: what the package's is compared with.
final class GzipReference {
  private let stream: UnsafeMutablePointer<z_stream>

  init() {
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    let gzip: Int32 = 31
    let status = inflateInit2_(stream, gzip, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    precondition(status == Z_OK, "zlib could not be set up: \(status)")
  }

  deinit {
    inflateEnd(stream)
    stream.deallocate()
  }

  /// The bytes of all members and of text after them up to the end or the damage, and which of these it was.
  func decompress(_ bytes: [UInt8]) -> DecompressedReference {
    var output: [UInt8] = []
    var rest = bytes[...]
    while true {
      inflateReset(stream)
      if let error = inflate(&rest, to: &output) { return DecompressedReference(bytes: output, error: error) }
      rest = rest.drop { $0 == 0 }
      guard Compression(rest) == .gzip else { return DecompressedReference(bytes: output, followedBy: rest, .gzip) }
    }
  }

  private func inflate(_ rest: inout ArraySlice<UInt8>, to output: inout [UInt8]) -> ReadingError.Code? {
    var input = Array(rest)
    var room = [UInt8](repeating: 0, count: 4_096)
    return input.withUnsafeMutableBufferPointer { input in
      stream.pointee.next_in = input.baseAddress
      stream.pointee.avail_in = UInt32(input.count)
      while true {
        let status = room.withUnsafeMutableBufferPointer { room in
          stream.pointee.next_out = room.baseAddress
          stream.pointee.avail_out = UInt32(room.count)
          return ZlibForFuzzing.inflate(stream, Z_NO_FLUSH)
        }
        let count = room.count - Int(stream.pointee.avail_out)
        output.append(contentsOf: room[..<count])
        switch status {
        case Z_STREAM_END:
          rest = rest.suffix(Int(stream.pointee.avail_in))
          return nil
        case Z_OK: continue
        case Z_BUF_ERROR: return .truncatedData
        default:
          // The package waits for all of the trailer before it looks at the checksum.
          let isChecksum = stream.pointee.msg.map { String(cString: $0) } == "incorrect data check"
          return isChecksum && stream.pointee.avail_in < 4 ? .truncatedData : .corruptData
        }
      }
    }
  }
}
