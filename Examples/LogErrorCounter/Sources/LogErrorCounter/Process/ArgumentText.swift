internal import ArgumentParser

/// An argument of the command line, byte for byte: a path and a text to look for need not be UTF-8.
struct ArgumentText: Hashable, Sendable {
  let bytes: [UInt8]

  /// The text, if it is one.
  var string: String? { String(validating: bytes, as: UTF8.self) }

  /// The text with U+FFFD for what is not UTF-8.
  var repaired: String { String(decoding: bytes, as: UTF8.self) }
}

extension ArgumentText: ExpressibleByStringLiteral {
  init(stringLiteral text: String) { bytes = Array(text.utf8) }
}

extension ArgumentText: CustomStringConvertible {
  /// The text on one line: control characters and bytes that are not UTF-8 are escaped.
  var description: String {
    if let string { return onOneLine(string) }
    return bytes.map { (0x20..<0x7F).contains($0) ? String(UnicodeScalar($0)) : hexadecimal(UInt32($0)) }.joined()
  }
}

/// `text` with its control characters and line separators escaped, so that one line stays one.
func onOneLine(_ text: String) -> String {
  var line = ""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\n": line += "\\n"
    case "\r": line += "\\r"
    case "\t": line += "\\t"
    case "\u{0}"..<"\u{20}", "\u{7F}"..<"\u{A0}": line += hexadecimal(scalar.value)
    case "\u{2028}", "\u{2029}": line += "\\u{\(String(scalar.value, radix: 16))}"
    default: line.unicodeScalars.append(scalar)
    }
  }
  return line
}

private func hexadecimal(_ value: UInt32) -> String {
  let digits = String(value, radix: 16, uppercase: true)
  return "\\x" + String(repeating: "0", count: max(0, 2 - digits.count)) + digits
}

// MARK: - Through the argument parser

extension ArgumentText: ExpressibleByArgument {
  /// Takes back what ``parserArgument(_:)`` made.
  init(argument: String) {
    bytes = argument.unicodeScalars.flatMap { scalar -> [UInt8] in
      guard Self.standIns.contains(scalar.value) else { return Array(String(scalar).utf8) }
      return [UInt8(truncatingIfNeeded: scalar.value)]
    }
  }

  var defaultValueDescription: String { description }

  /// An argument as text that the parser takes, from which nothing is lost: each byte that is not UTF-8 becomes a
  /// scalar of its own at the end of the private use area, and so do the bytes of these scalars themselves.
  static func parserArgument(_ bytes: some Sequence<UInt8>) -> String {
    var text = ""
    var rest = Array(bytes)[...]
    while !rest.isEmpty {
      if let scalar = firstScalar(of: rest), !standIns.contains(scalar.value) {
        text.unicodeScalars.append(scalar)
        rest = rest.dropFirst(String(scalar).utf8.count)
      } else if let byte = rest.popFirst(), let standIn = UnicodeScalar(standIns.lowerBound - 0x80 + UInt32(byte)) {
        text.unicodeScalars.append(standIn)
      }
    }
    return text
  }

  /// One for each byte from 0x80 on, with which it ends.
  private static let standIns: ClosedRange<UInt32> = 0x10_FF80...0x10_FFFF

  private static func firstScalar(of bytes: ArraySlice<UInt8>) -> UnicodeScalar? {
    for length in 1...4 {
      if let text = String(validating: bytes.prefix(length), as: UTF8.self) { return text.unicodeScalars.first }
    }
    return nil
  }
}
