/// The numbers of JSON, read from their digits. The bytes are a number as the grammar of JSON has it.
enum JSONNumber {
  /// The value as an integer: nil where it has a fraction or does not fit.
  @inline(__always)
  static func integer<Value: FixedWidthInteger>(_ bytes: UnsafeBufferPointer<UInt8>, as type: Value.Type) -> Value? {
    if let number = shortInteger(bytes) { return Value(exactly: number) }
    return longInteger(bytes, as: type)
  }

  /// The value as a `Double`, correctly rounded: nil where it is beyond all of them.
  static func double(_ bytes: UnsafeBufferPointer<UInt8>) -> Double? {
    // Both the significand and the power are exact, so that the one operation rounds correctly (Clinger, 1990).
    if let number = decimal(bytes, UInt64.self), number.significand <= 1 << 53, abs(number.exponent) < powers.count {
      let significand = Double(number.significand)
      let power = powers[abs(number.exponent)]
      let magnitude = number.exponent < 0 ? significand / power : significand * power
      return bytes[0] == UInt8(ascii: "-") ? -magnitude : magnitude
    }
    guard let number = Double(String(decoding: bytes, as: UTF8.self)), number.isFinite else { return nil }
    return number
  }

  /// The value as a `Float`, correctly rounded: nil where it is beyond all of them.
  static func float(_ bytes: UnsafeBufferPointer<UInt8>) -> Float? {
    guard let number = Float(String(decoding: bytes, as: UTF8.self)), number.isFinite else { return nil }
    return number
  }

  /// How many digits there are between the first and the last that is not zero.
  static func significantDigits(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
    var (count, zeros) = (0, 0)
    for byte in bytes where byte != UInt8(ascii: "-") && byte != UInt8(ascii: ".") {
      guard isDigit(byte) else { break }
      zeros = byte == UInt8(ascii: "0") ? zeros + 1 : 0
      if count > 0 || zeros == 0 { count += 1 }
    }
    return max(0, count - zeros)
  }

  /// The powers of ten that a `Double` holds exactly.
  private static let powers: [Double] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
    1e21, 1e22,
  ]

  @inline(__always)
  private static func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }

  /// Up to 18 digits without a fraction and an exponent.
  @inline(__always)
  private static func shortInteger(_ bytes: UnsafeBufferPointer<UInt8>) -> Int64? {
    let isNegative = bytes[0] == UInt8(ascii: "-")
    guard bytes.count <= 18 else { return nil }
    var number: Int64 = 0
    var index = isNegative ? 1 : 0
    while index < bytes.count {
      let digit = bytes[index] &- UInt8(ascii: "0")
      guard digit < 10 else { return nil }
      number = number &* 10 &+ Int64(digit)
      index &+= 1
    }
    return isNegative ? -number : number
  }

  private static func longInteger<Value: FixedWidthInteger>(
    _ bytes: UnsafeBufferPointer<UInt8>,
    as type: Value.Type
  ) -> Value? {
    // A significand has no zero at its end, so that no power below 1 makes it whole.
    guard let number = decimal(bytes, Value.Magnitude.self), number.exponent >= 0 else { return nil }
    var magnitude = number.significand
    for _ in 0..<(magnitude == 0 ? 0 : number.exponent) {
      let (product, overflows) = magnitude.multipliedReportingOverflow(by: 10)
      guard !overflows else { return nil }
      magnitude = product
    }
    guard bytes[0] == UInt8(ascii: "-") else { return Value(exactly: magnitude) }
    if magnitude == Value.min.magnitude { return Value.min }
    return Value(exactly: magnitude).flatMap { Value.isSigned ? 0 - $0 : nil }
  }

  /// The magnitude as a significand times a power of ten: nil where the significand does not fit. It ends with no zero
  /// unless it is zero, and then the exponent is 0.
  private static func decimal<Significand: FixedWidthInteger & UnsignedInteger>(
    _ bytes: UnsafeBufferPointer<UInt8>,
    _: Significand.Type
  ) -> (significand: Significand, exponent: Int)? {
    var significand: Significand = 0
    var (zeros, exponent, index, isFraction) = (0, 0, 0, false)
    while index < bytes.count {
      let byte = bytes[index]
      index &+= 1
      if byte == UInt8(ascii: "-") { continue }
      if byte == UInt8(ascii: ".") {
        isFraction = true
        continue
      }
      guard isDigit(byte) else { break }
      if isFraction { exponent &-= 1 }
      // Zeros count when another digit follows them.
      zeros &+= 1
      guard byte != UInt8(ascii: "0") else { continue }
      for step in 0..<(significand == 0 ? 1 : zeros) {
        let (shifted, overflows) = significand.multipliedReportingOverflow(by: 10)
        let isLast = significand == 0 || step == zeros - 1
        let (sum, isTooLarge) = shifted.addingReportingOverflow(isLast ? Significand(byte &- UInt8(ascii: "0")) : 0)
        guard !overflows, !isTooLarge else { return nil }
        significand = sum
      }
      zeros = 0
    }
    guard significand != 0 else { return (0, 0) }
    return (significand, exponent + zeros + writtenExponent(bytes, from: index))
  }

  /// The number behind the `e`, cut off where no significand could bring it back into range.
  private static func writtenExponent(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
    var exponent = 0
    var isNegative = false
    for byte in bytes[min(start, bytes.count)...] {
      if byte == UInt8(ascii: "-") { isNegative = true }
      if isDigit(byte), exponent < 1_000_000_000_000_000 { exponent = 10 * exponent + Int(byte &- UInt8(ascii: "0")) }
    }
    return isNegative ? -exponent : exponent
  }
}
