/// How the numbers of text fields are written.
///
/// ```swift
/// records.decoded(as: Sale.self, numbers: NumberFormat(decimalSeparator: ","))    // 12,5
/// ```
///
/// A number is decimal: an optional sign, digits with at most one decimal separator, and an optional exponent. That is
/// the rule of JSON (RFC 8259, section 6), and what else text files have: a plus sign, leading zeros, and no digit
/// before or after the separator.
///
/// | text | `Double` | `Int` |
/// |---|---|---|
/// | `1`, `+1`, `-1`, `007` | yes | yes |
/// | `1.5`, `.5`, `1e-3` | yes | no: not whole |
/// | `5.`, `2.0`, `1e3`, `120e-1` | yes | yes: its value is whole |
/// | `0.1234567890123456789` | rounded to the nearest | no: not whole |
/// | `1e-400` | 0, the nearest | no: not whole |
/// | `1e400`, `99999999999999999999` | no: too large; rounded | no: too large |
/// | `nan`, `inf`, `-Infinity` | with `allowsNonFinite` | no |
/// | `0x10`, `1_000`, `1,5`, ` 1`, `--1`, `1e`, `١` | no | no |
public struct NumberFormat: Hashable, Sendable {
  let decimalSeparator: UInt8
  let allowsNonFinite: Bool

  /// Decimal numbers with a point, and finite ones only.
  public static let standard = NumberFormat()

  /// - Parameters:
  ///   - decimalSeparator: The character between the whole part and the fraction, one of ASCII that is no digit,
  ///     letter, sign or white space; by default the point.
  ///   - allowsNonFinite: Whether a floating-point number may be `nan`, `inf` or `infinity`, in large or small letters
  ///     and with a sign; by default it may not.
  public init(decimalSeparator: Character = ".", allowsNonFinite: Bool = false) {
    guard let byte = decimalSeparator.asciiValue, (0x21...0x7E).contains(byte), byte != UInt8(ascii: "+"),
      byte != UInt8(ascii: "-"), !decimalSeparator.isLetter, !decimalSeparator.isNumber
    else { fatalError("\"\(decimalSeparator)\" cannot be the decimal separator of numbers. Use a point or a comma.") }
    self.decimalSeparator = byte
    self.allowsNonFinite = allowsNonFinite
  }
}

/// What is wrong with the text of a number.
enum NumberFault: UInt8, Error {
  case form
  case notWhole
  case tooLarge

  /// What the text is, with the type that was asked for.
  func reason<Number>(_ type: Number.Type) -> String {
    switch self {
    case .form: "is no \(type)"
    case .notWhole: "is no \(type): it is not whole"
    case .tooLarge: "is no \(type): it is too large or too small for one"
    }
  }
}

/// The parts of a decimal number, where they are in its bytes.
struct DecimalParts {
  let bytes: UnsafeBufferPointer<UInt8>
  private(set) var isNegative = false
  /// The digits before and after the decimal separator.
  private(set) var whole = 0..<0
  private(set) var fraction = 0..<0
  /// The power of ten, which stops growing far beyond what any number can use.
  private(set) var exponent = 0

  private static let largestExponent = 1_000_000_000

  init(_ bytes: UnsafeBufferPointer<UInt8>, decimalSeparator: UInt8 = UInt8(ascii: ".")) throws(NumberFault) {
    self.bytes = bytes
    var place = 0
    if let sign = bytes.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
      isNegative = sign == UInt8(ascii: "-")
      place = 1
    }
    whole = Self.digits(bytes, from: place)
    place = whole.upperBound
    if place < bytes.count, bytes[place] == decimalSeparator {
      fraction = Self.digits(bytes, from: place + 1)
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
      let digits = Self.digits(bytes, from: place)
      guard !digits.isEmpty else { throw .form }
      for index in digits where exponent < Self.largestExponent { exponent = exponent * 10 + Self.digit(bytes[index]) }
      if isSmall { exponent = -exponent }
      place = digits.upperBound
    }
    guard place == bytes.count else { throw .form }
  }

  @inline(__always)
  static func digit(_ byte: UInt8) -> Int { Int(byte &- UInt8(ascii: "0")) }

  private static func digits(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Range<Int> {
    var end = start
    while end < bytes.count, digit(bytes[end]) <= 9 { end += 1 }
    return start..<end
  }

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
    var number: Number = 0
    try add(whole, to: &number)
    try add(fraction, to: &number)
    guard number != 0 else { return 0 }
    guard exponent >= 0 else { throw .notWhole }
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

  /// The nearest `Double`, if it comes from exact numbers: up to 15 digits and a power of ten up to 22, of which a
  /// `Double` holds each exactly, so that one multiplication or division rounds once.
  var exactDouble: Double? {
    let exponent = exponent - fraction.count
    guard whole.count + fraction.count <= 15, abs(exponent) <= 22 else { return nil }
    var digits = 0
    for index in whole { digits = digits * 10 + Self.digit(bytes[index]) }
    for index in fraction { digits = digits * 10 + Self.digit(bytes[index]) }
    let number = exponent < 0 ? Double(digits) / Self.power(-exponent) : Double(digits) * Self.power(exponent)
    return isNegative ? -number : number
  }

  private static func power(_ exponent: Int) -> Double { powers[exponent] }

  private static let powers: [Double] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
    1e21, 1e22,
  ]
}

extension NumberFormat {
  /// The whole number that the bytes are.
  func integer<Number: FixedWidthInteger>(
    _ bytes: UnsafeBufferPointer<UInt8>,
    as type: Number.Type = Number.self
  ) throws(NumberFault) -> Number {
    try DecimalParts(bytes, decimalSeparator: decimalSeparator).integer()
  }

  /// The number that the bytes are, rounded to the nearest `Double`.
  func double(_ bytes: UnsafeBufferPointer<UInt8>) throws(NumberFault) -> Double {
    if allowsNonFinite, let number: Double = Self.nonFinite(bytes) { return number }
    let parts = try DecimalParts(bytes, decimalSeparator: decimalSeparator)
    if let number = parts.exactDouble { return number }
    guard let number = Double(parts.spelling) else { throw .form }
    guard number.isFinite else { throw .tooLarge }
    return number
  }

  /// The number that the bytes are, rounded to the nearest `Float`.
  func float(_ bytes: UnsafeBufferPointer<UInt8>) throws(NumberFault) -> Float {
    if allowsNonFinite, let number: Float = Self.nonFinite(bytes) { return number }
    // Rounding a `Double` would round twice.
    guard let number = Float(try DecimalParts(bytes, decimalSeparator: decimalSeparator).spelling) else { throw .form }
    guard number.isFinite else { throw .tooLarge }
    return number
  }

  private static func nonFinite<Number: BinaryFloatingPoint>(_ bytes: UnsafeBufferPointer<UInt8>) -> Number? {
    guard let first = bytes.first, bytes.count <= 9 else { return nil }
    let isNegative = first == UInt8(ascii: "-")
    let word = isNegative || first == UInt8(ascii: "+") ? bytes.dropFirst() : bytes[...]
    switch String(decoding: word.map { $0 | 0x20 }, as: UTF8.self) {
    case "nan": return .nan
    case "inf", "infinity": return isNegative ? -.infinity : .infinity
    default: return nil
    }
  }
}

extension ByteSlice {
  /// The integer that these bytes are as text, or nil if they are not one or it does not fit. See ``NumberFormat``.
  ///
  /// ```swift
  /// let status = line.field(8, separatedBy: " ")?.int
  /// ```
  public var int: Int? {
    withBytes { bytes in
      do throws(NumberFault) { return try NumberFormat.standard.integer(bytes) } catch { return nil }
    }
  }

  /// The number that these bytes are as text, rounded to the nearest `Double`, or nil if they are not one or it does
  /// not fit. See ``NumberFormat``.
  public var double: Double? {
    withBytes { bytes in
      do throws(NumberFault) { return try NumberFormat.standard.double(bytes) } catch { return nil }
    }
  }
}
