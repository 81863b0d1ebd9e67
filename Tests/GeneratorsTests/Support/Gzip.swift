import CZlib

extension Array where Element == UInt8 {
  /// These bytes as one gzip member.
  var gzipped: [UInt8] {
    var stream = z_stream()
    let gzipWindow: Int32 = 31
    let status = deflateInit2_(
      &stream,
      6,
      Z_DEFLATED,
      gzipWindow,
      8,
      Z_DEFAULT_STRATEGY,
      ZLIB_VERSION,
      Int32(MemoryLayout<z_stream>.size)
    )
    precondition(status == Z_OK)
    defer { deflateEnd(&stream) }
    var output = [UInt8](repeating: 0, count: Int(deflateBound(&stream, UInt(count))) + 32)
    var input = self + [0]
    let written = input.withUnsafeMutableBufferPointer { input in
      output.withUnsafeMutableBufferPointer { output in
        stream.next_in = input.baseAddress
        stream.avail_in = UInt32(count)
        stream.next_out = output.baseAddress
        stream.avail_out = UInt32(output.count)
        precondition(deflate(&stream, Z_FINISH) == Z_STREAM_END)
        return output.count - Int(stream.avail_out)
      }
    }
    return Array(output[..<written])
  }
}
