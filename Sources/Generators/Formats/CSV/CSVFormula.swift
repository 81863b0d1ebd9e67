/// Text that a spreadsheet would run as a formula (OWASP, "CSV Injection").
enum CSVFormula {
  /// Whether a field begins as a formula does, and is no number.
  static func isBegun(by bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let first = bytes.first, "=+-@\t\r\n".utf8.contains(first) else { return false }
    let isSigned = first == UInt8(ascii: "+") || first == UInt8(ascii: "-")
    return !(isSigned && isNumber(bytes.dropFirst()))
  }

  /// Whether bytes are digits with at most one point and an exponent.
  private static func isNumber(_ bytes: some Collection<UInt8>) -> Bool {
    var rest = bytes[...]
    let whole = takeDigits(&rest)
    var fraction = 0
    if rest.first == UInt8(ascii: ".") {
      rest.removeFirst()
      fraction = takeDigits(&rest)
    }
    guard whole + fraction > 0 else { return false }
    guard let mark = rest.first else { return true }
    guard mark | 0x20 == UInt8(ascii: "e") else { return false }
    rest.removeFirst()
    if rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-") { rest.removeFirst() }
    return takeDigits(&rest) > 0 && rest.isEmpty
  }

  private static func takeDigits<Bytes: Collection<UInt8>>(_ bytes: inout Bytes) -> Int
  where Bytes.SubSequence == Bytes {
    var count = 0
    while let byte = bytes.first, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) {
      bytes.removeFirst()
      count += 1
    }
    return count
  }
}
