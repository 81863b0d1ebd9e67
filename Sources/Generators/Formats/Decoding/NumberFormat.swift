#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// How numbers are written in text fields. The numbers of JSON are read by the same rule.
///
/// ```swift
/// records.decoded(as: Sale.self, numbers: NumberFormat(decimalSeparator: ","))    // 12,5
/// ```
///
/// A number is decimal: an optional sign, digits with at most one decimal separator, and an optional exponent. Those are
/// the numbers of JSON (RFC 8259, section 6). Text fields may also have a plus sign, leading zeros, and no digit before or
/// after the separator, which the grammar of JSON refuses.
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
  case tooPrecise

  /// Why the text is no number of the type that was asked for; nil if it is no number at all.
  var reason: String? {
    switch self {
    case .form: nil
    case .notWhole: "it is not whole"
    case .tooLarge: "it is too large or too small for one"
    case .tooPrecise: "it has more than 38 digits"
    }
  }
}

extension NumberFormat {
  /// The whole number that the bytes are.
  @inline(__always)
  func integer<Number: FixedWidthInteger>(
    _ bytes: UnsafeBufferPointer<UInt8>,
    as type: Number.Type = Number.self
  ) throws(NumberFault) -> Number {
    if let number = Self.shortInteger(bytes) {
      guard let number = Number(exactly: number) else { throw .tooLarge }
      return number
    }
    return try DecimalParts(bytes, decimalSeparator: decimalSeparator).integer()
  }

  /// Up to 18 digits, with or without a minus sign: most integers.
  @inline(__always)
  private static func shortInteger(_ bytes: UnsafeBufferPointer<UInt8>) -> Int64? {
    guard bytes.count <= 18, let first = bytes.first else { return nil }
    let isNegative = first == UInt8(ascii: "-")
    var index = isNegative ? 1 : 0
    guard index < bytes.count else { return nil }
    var number: Int64 = 0
    while index < bytes.count {
      let digit = bytes[index] &- UInt8(ascii: "0")
      guard digit < 10 else { return nil }
      number = number &* 10 &+ Int64(digit)
      index &+= 1
    }
    return isNegative ? -number : number
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

  /// The number that the bytes are, exactly.
  func decimal(_ bytes: UnsafeBufferPointer<UInt8>) throws(NumberFault) -> Decimal {
    let parts = try DecimalParts(bytes, decimalSeparator: decimalSeparator)
    let digits = parts.significantDigits
    // Zero is zero with every exponent, also with one that a `Decimal` does not have.
    guard digits > 0 else { return 0 }
    // A `Decimal` holds 38 digits. It would round others.
    guard digits <= 38 else { throw .tooPrecise }
    guard let number = Decimal(string: parts.spelling), number.isFinite else { throw .tooLarge }
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
