import ZlibForFuzzing

/// Makes gzip members of every kind: other levels, windows and block types, flushed in the middle, headers with every part.
final class GzipMembers {
  private struct Deflater {
    let stream: UnsafeMutablePointer<z_stream>

    init(level: Int32, windowBits: Int32, strategy: Int32) {
      stream = .allocate(capacity: 1)
      stream.initialize(to: z_stream())
      let size = Int32(MemoryLayout<z_stream>.size)
      let status = deflateInit2_(stream, level, Z_DEFLATED, -windowBits, 2, strategy, ZLIB_VERSION, size)
      precondition(status == Z_OK, "zlib could not be set up: \(status)")
    }
  }

  private let deflaters = [
    Deflater(level: 0, windowBits: 15, strategy: Z_DEFAULT_STRATEGY),
    Deflater(level: 1, windowBits: 9, strategy: Z_DEFAULT_STRATEGY),
    Deflater(level: 6, windowBits: 15, strategy: Z_DEFAULT_STRATEGY),
    Deflater(level: 9, windowBits: 15, strategy: Z_DEFAULT_STRATEGY),
    Deflater(level: 6, windowBits: 12, strategy: Z_FIXED),
    Deflater(level: 6, windowBits: 15, strategy: Z_HUFFMAN_ONLY),
    Deflater(level: 6, windowBits: 15, strategy: Z_RLE),
  ]

  deinit {
    for deflater in deflaters {
      deflateEnd(deflater.stream)
      deflater.stream.deallocate()
    }
  }

  func member(of bytes: [UInt8], _ random: inout Randomness) -> [UInt8] {
    var member = header(&random)
    deflate(bytes, &random, to: &member)
    append(UInt32(truncatingIfNeeded: crc32(0, bytes, UInt32(bytes.count))), to: &member)
    append(UInt32(bytes.count), to: &member)
    return member
  }

  private func header(_ random: inout Randomness) -> [UInt8] {
    let flags: UInt8 = random.oneIn(2) ? 0 : UInt8(random.below(32))
    var header: [UInt8] = [0x1F, 0x8B, 8, flags, 0, 0, 0, 0, 0, 3]
    if flags & 4 != 0 {
      let count = random.element(of: [0, 1, 5, 300])
      header += [UInt8(count & 0xFF), UInt8(count >> 8)]
      for _ in 0..<count { header.append(UInt8(truncatingIfNeeded: random.next())) }
    }
    for flag in [8, 16] as [UInt8] where flags & flag != 0 {
      for _ in 0..<random.below(9) { header.append(UInt8(random.number(1...255))) }
      header.append(0)
    }
    if flags & 2 != 0 {
      let checksum = crc32(0, header, UInt32(header.count))
      header += [UInt8(checksum & 0xFF), UInt8(checksum >> 8 & 0xFF)]
    }
    return header
  }

  private func deflate(_ bytes: [UInt8], _ random: inout Randomness, to output: inout [UInt8]) {
    let stream = random.element(of: deflaters).stream
    deflateReset(stream)
    var input = bytes + [0]
    var room = [UInt8](repeating: 0, count: 1_024)
    input.withUnsafeMutableBufferPointer { input in
      stream.pointee.next_in = input.baseAddress
      var left = bytes.count
      while true {
        let isLast = left < 64 || random.oneIn(2)
        let count = isLast ? left : random.below(64)
        left -= count
        stream.pointee.avail_in = UInt32(count)
        let flush = isLast ? Z_FINISH : random.element(of: [Z_NO_FLUSH, Z_SYNC_FLUSH, Z_FULL_FLUSH, Z_PARTIAL_FLUSH])
        repeat {
          let written = room.withUnsafeMutableBufferPointer { room in
            stream.pointee.next_out = room.baseAddress
            stream.pointee.avail_out = UInt32(room.count)
            _ = ZlibForFuzzing.deflate(stream, flush)
            return room.count - Int(stream.pointee.avail_out)
          }
          output.append(contentsOf: room[..<written])
        } while stream.pointee.avail_out == 0
        if isLast { return }
      }
    }
  }

  private func append(_ number: UInt32, to bytes: inout [UInt8]) {
    for shift in stride(from: 0, to: 32, by: 8) { bytes.append(UInt8(truncatingIfNeeded: number >> shift)) }
  }
}
