/// The parts of a decimal number, where they are in its bytes.
struct DecimalParts {
  private let bytes: UnsafeBufferPointer<UInt8>
  private var isNegative = false
  /// The digits before and after the decimal separator.
  private var whole = 0..<0
  private var fraction = 0..<0
  /// The power of ten, which stops growing far beyond what any number can use.
  private var exponent = 0
  /// The digits of both as one number, if there are so few that it fits.
  private var digits: UInt64 = 0

  private static let largestExponent = 1_000_000_000

  init(_ bytes: UnsafeBufferPointer<UInt8>, decimalSeparator: UInt8) throws(NumberFault) {
    self.bytes = bytes
    var place = 0
    if let sign = bytes.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
      isNegative = sign == UInt8(ascii: "-")
      place = 1
    }
    whole = takeDigits(from: place)
    place = whole.upperBound
    if place < bytes.count, bytes[place] == decimalSeparator {
      fraction = takeDigits(from: place + 1)
      place = fraction.upperBound
    }
    guard !whole.isEmpty || !fraction.isEmpty else { throw .form }
    if place < bytes.count, bytes[place] | 0x20 == UInt8(ascii: "e") {
      place += 1
      var isSmall = false
      if place < bytes.count, bytes[place] == UInt8(ascii: "-") || bytes[place] == UInt8(ascii: "+") {
        isSmall = bytes[place] == UInt8(ascii: "-")
        place += 1
      }
      let start = place
      while place < bytes.count, Self.digit(bytes[place]) <= 9 {
        if exponent < Self.largestExponent { exponent = exponent * 10 + Self.digit(bytes[place]) }
        place += 1
      }
      guard place > start else { throw .form }
      if isSmall { exponent = -exponent }
    }
    guard place == bytes.count else { throw .form }
  }

  @inline(__always)
  private static func digit(_ byte: UInt8) -> Int { Int(byte &- UInt8(ascii: "0")) }

  /// The digits from `start`, added to the number of all digits.
  @inline(__always)
  private mutating func takeDigits(from start: Int) -> Range<Int> {
    var (end, number) = (start, digits)
    while end < bytes.count {
      let digit = bytes[end] &- UInt8(ascii: "0")
      guard digit <= 9 else { break }
      number = number &* 10 &+ UInt64(digit)
      end &+= 1
    }
    digits = number
    return start..<end
  }

  // MARK: Values

  /// The value as a whole number.
  func integer<Number: FixedWidthInteger>() throws(NumberFault) -> Number {
    var (whole, fraction, exponent) = (whole, fraction, exponent - fraction.count)
    // Zeros at the end count as powers of ten.
    while exponent < 0, !fraction.isEmpty, bytes[fraction.upperBound - 1] == UInt8(ascii: "0") {
      fraction = fraction.lowerBound..<fraction.upperBound - 1
      exponent += 1
    }
    if fraction.isEmpty {
      while exponent < 0, !whole.isEmpty, bytes[whole.upperBound - 1] == UInt8(ascii: "0") {
        whole = whole.lowerBound..<whole.upperBound - 1
        exponent += 1
      }
    }
    if whole.isEmpty, fraction.isEmpty { return 0 }
    guard exponent >= 0 else { throw .notWhole }
    var number: Number = 0
    try add(whole, to: &number)
    try add(fraction, to: &number)
    guard number != 0 else { return 0 }
    for _ in 0..<exponent { try append(0, to: &number) }
    return number
  }

  private func add<Number: FixedWidthInteger>(_ digits: Range<Int>, to number: inout Number) throws(NumberFault) {
    for index in digits { try append(Self.digit(bytes[index]), to: &number) }
  }

  @inline(__always)
  private func append<Number: FixedWidthInteger>(_ digit: Int, to number: inout Number) throws(NumberFault) {
    let (tens, isTooLarge) = number.multipliedReportingOverflow(by: 10)
    let (sum, overflows) =
      isNegative
      ? tens.subtractingReportingOverflow(Number(truncatingIfNeeded: digit))
      : tens.addingReportingOverflow(Number(truncatingIfNeeded: digit))
    guard !isTooLarge, !overflows else { throw .tooLarge }
    number = sum
  }

  /// The number in the spelling that Swift and Foundation read: a sign only if it is negative, and a point.
  var spelling: String {
    var text = isNegative ? "-" : ""
    text.append(whole.isEmpty ? "0" : String(decoding: bytes[whole], as: UTF8.self))
    if !fraction.isEmpty { text += "." + String(decoding: bytes[fraction], as: UTF8.self) }
    if exponent != 0 { text += "e\(exponent)" }
    return text
  }

  /// The nearest `Double`, if it comes from exact numbers: digits and a power of ten that a `Double` holds exactly, so
  /// that one multiplication or division rounds once (Clinger, 1990).
  @inline(__always)
  var exactDouble: Double? {
    let exponent = exponent - fraction.count
    // More digits may not fit into the number that they make.
    guard whole.count + fraction.count <= 19, digits <= 1 << 53, abs(exponent) <= 22 else { return nil }
    let number = exponent < 0 ? Double(digits) / Self.powers[-exponent] : Double(digits) * Self.powers[exponent]
    return isNegative ? -number : number
  }

  /// The powers of ten that a `Double` holds exactly.
  private static let powers: [Double] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
    1e21, 1e22,
  ]

  /// How many digits there are between the first and the last that is not zero.
  var significantDigits: Int {
    var (count, zeros) = (0, 0)
    for index in [whole, fraction].joined() {
      zeros = bytes[index] == UInt8(ascii: "0") ? zeros + 1 : 0
      if count > 0 || zeros == 0 { count += 1 }
    }
    return max(0, count - zeros)
  }
}
