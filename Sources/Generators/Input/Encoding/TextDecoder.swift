/// Converts bytes of an encoding to UTF-8.
protocol TextDecoder {
  /// Converts as much as there is and as fits.
  ///
  /// Bytes at the end of `input` that begin a character are left, unless `isLast` says that no more will follow: then
  /// they become U+FFFD.
  ///
  /// - Parameters:
  ///   - input: The bytes. Those that are not used come again at the start of the next input.
  ///   - isLast: Whether nothing follows them.
  ///   - output: Room for at least ``minimumRoomForDecoding`` bytes.
  /// - Returns: How many bytes of the input were used, and how many were written.
  func decode(
    _ input: UnsafeRawBufferPointer,
    isLast: Bool,
    into output: UnsafeMutableRawBufferPointer
  ) -> (consumed: Int, written: Int)
}

/// The room in bytes that a decoder needs to go on: `iconv` may write several characters at a time.
let minimumRoomForDecoding = 16

extension UnsafeMutableRawBufferPointer {
  /// Puts a scalar at `place` as UTF-8, and moves `place` past it. There has to be room for four bytes.
  func put(_ scalar: UInt32, at place: inout Int) {
    switch scalar {
    case ..<0x80: self[place] = UInt8(scalar)
    case ..<0x800:
      self[place] = UInt8(0xC0 | scalar >> 6)
      self[place + 1] = UInt8(0x80 | scalar & 0x3F)
      place += 1
    case ..<0x10000:
      self[place] = UInt8(0xE0 | scalar >> 12)
      self[place + 1] = UInt8(0x80 | scalar >> 6 & 0x3F)
      self[place + 2] = UInt8(0x80 | scalar & 0x3F)
      place += 2
    default:
      self[place] = UInt8(0xF0 | scalar >> 18)
      self[place + 1] = UInt8(0x80 | scalar >> 12 & 0x3F)
      self[place + 2] = UInt8(0x80 | scalar >> 6 & 0x3F)
      self[place + 3] = UInt8(0x80 | scalar & 0x3F)
      place += 3
    }
    place += 1
  }
}

/// U+FFFD, which replaces what is not valid.
let replacementScalar: UInt32 = 0xFFFD

/// UTF-16 (RFC 2781). A surrogate without its counterpart becomes U+FFFD, and so does half a unit at the end.
struct UTF16Decoder: TextDecoder {
  let isBigEndian: Bool

  func decode(
    _ input: UnsafeRawBufferPointer,
    isLast: Bool,
    into output: UnsafeMutableRawBufferPointer
  ) -> (consumed: Int, written: Int) {
    var (place, written) = (0, 0)
    while place + 1 < input.count, written + 4 <= output.count {
      if passASCII(input, &place, output, &written) { continue }
      let unit = unit(input, place)
      switch unit {
      case 0xD800..<0xDC00:
        guard place + 3 < input.count else {
          if !isLast { return (place, written) }
          output.put(replacementScalar, at: &written)
          break
        }
        let next = self.unit(input, place + 2)
        if next & 0xFC00 == 0xDC00 {
          output.put(0x10000 + (unit & 0x3FF) << 10 + next & 0x3FF, at: &written)
          place += 2
        } else {
          output.put(replacementScalar, at: &written)
        }
      case 0xDC00..<0xE000: output.put(replacementScalar, at: &written)
      default: output.put(unit, at: &written)
      }
      place += 2
    }
    if isLast, place == input.count - 1, written + 4 <= output.count {
      output.put(replacementScalar, at: &written)
      place += 1
    }
    return (place, written)
  }

  private func unit(_ input: UnsafeRawBufferPointer, _ place: Int) -> UInt32 {
    let unit = input.loadUnaligned(fromByteOffset: place, as: UInt16.self)
    return UInt32(isBigEndian ? UInt16(bigEndian: unit) : UInt16(littleEndian: unit))
  }

  /// Converts four units at once where all are ASCII.
  private func passASCII(
    _ input: UnsafeRawBufferPointer,
    _ place: inout Int,
    _ output: UnsafeMutableRawBufferPointer,
    _ written: inout Int
  ) -> Bool {
    guard place + 8 <= input.count else { return false }
    let stored = input.loadUnaligned(fromByteOffset: place, as: UInt64.self)
    // The first unit in the lowest bits.
    let units = isBigEndian ? UInt64(littleEndian: stored) >> 8 & 0x00FF_00FF_00FF_00FF : UInt64(littleEndian: stored)
    let highBytes = isBigEndian ? UInt64(littleEndian: stored) & 0x00FF_00FF_00FF_00FF : 0
    guard highBytes == 0, units & 0xFF80_FF80_FF80_FF80 == 0 else { return false }
    let pairs = (units | units >> 8) & 0x0000_FFFF_0000_FFFF
    let bytes = UInt32(truncatingIfNeeded: pairs | pairs >> 16)
    output.storeBytes(of: bytes.littleEndian, toByteOffset: written, as: UInt32.self)
    place += 8
    written += 4
    return true
  }
}

/// UTF-32. A number that is no Unicode scalar becomes U+FFFD, and so does part of a unit at the end.
struct UTF32Decoder: TextDecoder {
  let isBigEndian: Bool

  func decode(
    _ input: UnsafeRawBufferPointer,
    isLast: Bool,
    into output: UnsafeMutableRawBufferPointer
  ) -> (consumed: Int, written: Int) {
    var (place, written) = (0, 0)
    while place + 3 < input.count, written + 4 <= output.count {
      let unit = input.loadUnaligned(fromByteOffset: place, as: UInt32.self)
      let scalar = isBigEndian ? UInt32(bigEndian: unit) : UInt32(littleEndian: unit)
      output.put(Unicode.Scalar(scalar) == nil ? replacementScalar : scalar, at: &written)
      place += 4
    }
    if isLast, place < input.count, place + 3 >= input.count, written + 4 <= output.count {
      output.put(replacementScalar, at: &written)
      place = input.count
    }
    return (place, written)
  }
}

/// An encoding with one byte for each character, of which the lower half is ASCII.
struct SingleByteDecoder: TextDecoder {
  /// What the bytes from 0x80 to 0x9F stand for in Windows code page 1252 (WHATWG Encoding Standard, index
  /// windows-1252).
  static let windows1252: [UInt32] = [
    0x20AC, 0x81, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D, 0x017D,
    0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,
    0x017E, 0x0178,
  ]

  /// The scalars of the bytes from 0x80 on.
  let upperHalf: [UInt32]

  func decode(
    _ input: UnsafeRawBufferPointer,
    isLast: Bool,
    into output: UnsafeMutableRawBufferPointer
  ) -> (consumed: Int, written: Int) {
    var (place, written) = (0, 0)
    while place < input.count, written + 4 <= output.count {
      let byte = input[place]
      if byte < 0x80 {
        output[written] = byte
        written += 1
      } else {
        output.put(upperHalf[Int(byte - 0x80)], at: &written)
      }
      place += 1
    }
    return (place, written)
  }
}
