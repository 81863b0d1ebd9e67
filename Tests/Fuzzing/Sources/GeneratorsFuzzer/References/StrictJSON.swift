/// JSON as RFC 8259 defines it, read by recursive descent: what a document is, or where it is none.
struct StrictJSON {
  indirect enum Value: Equatable {
    case null, bool(Bool), number(Double), string([UInt8]), array([Value]), object([(key: [UInt8], value: Value)])

    static func == (left: Value, right: Value) -> Bool {
      switch (left, right) {
      case (.null, .null): true
      case (.bool(let left), .bool(let right)): left == right
      case (.number(let left), .number(let right)): left == right
      case (.string(let left), .string(let right)): left == right
      case (.array(let left), .array(let right)): left == right
      case (.object(let left), .object(let right)):
        left.count == right.count && zip(left, right).allSatisfy { $0.key == $1.key && $0.value == $1.value }
      default: false
      }
    }
  }

  private struct Invalid: Error {}

  private let bytes: [UInt8]
  private var place: Int

  /// The value of a document; nil where the bytes are none.
  static func value(of bytes: [UInt8]) -> Value? {
    var parser = StrictJSON(bytes: bytes, place: PlainJSON(bytes: bytes).start)
    guard let value = try? parser.value() else { return nil }
    parser.skipSpace()
    return parser.place == bytes.count ? value : nil
  }

  static func isNumber(_ bytes: ArraySlice<UInt8>) -> Bool {
    var parser = StrictJSON(bytes: Array(bytes), place: 0)
    return (try? parser.number()) != nil && parser.place == bytes.count
  }

  /// The number as an integer, if it is one and fits.
  static func integer(_ number: String) -> Int? {
    let parts = number.lowercased().split(separator: "e")
    guard let exponent = parts.count > 1 ? Int(parts[1]) : 0 else {
      return number.contains { "123456789".contains($0) } ? nil : 0
    }
    var digits = parts[0].filter { $0 != "." && $0 != "-" }
    var shift =
      exponent - (parts[0].firstIndex(of: ".").map { parts[0].distance(from: $0, to: parts[0].endIndex) - 1 } ?? 0)
    while shift < 0, digits.last == "0" {
      digits.removeLast()
      shift += 1
    }
    if digits.allSatisfy({ $0 == "0" }) { return 0 }
    guard shift >= 0, shift < 40 else { return nil }
    return Int((number.hasPrefix("-") ? "-" : "") + digits + String(repeating: "0", count: shift))
  }

  private mutating func skipSpace() {
    while place < bytes.count, [32, 9, 10, 13].contains(bytes[place]) { place += 1 }
  }

  private var next: UInt8? { place < bytes.count ? bytes[place] : nil }

  private mutating func take(_ text: String) throws {
    guard bytes[place...].starts(with: text.utf8) else { throw Invalid() }
    place += text.utf8.count
  }

  private mutating func value() throws -> Value {
    skipSpace()
    switch next {
    case UInt8(ascii: "{"): return try object()
    case UInt8(ascii: "["): return try array()
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"):
      try take("true")
      return .bool(true)
    case UInt8(ascii: "f"):
      try take("false")
      return .bool(false)
    case UInt8(ascii: "n"):
      try take("null")
      return .null
    default:
      // A number beyond every Double is one that cannot be decoded.
      guard let number = Double(try number()), number.isFinite else { throw Invalid() }
      return .number(number)
    }
  }

  private mutating func object() throws -> Value {
    try take("{")
    var members: [(key: [UInt8], value: Value)] = []
    skipSpace()
    if next != UInt8(ascii: "}") {
      while true {
        skipSpace()
        let key = try string()
        skipSpace()
        try take(":")
        let value = try value()
        // Of several of one name the first counts.
        if !members.contains(where: { $0.key == key }) { members.append((key, value)) }
        skipSpace()
        guard next == UInt8(ascii: ",") else { break }
        place += 1
      }
    }
    try take("}")
    return .object(members.sorted { $0.key.lexicographicallyPrecedes($1.key) })
  }

  private mutating func array() throws -> Value {
    try take("[")
    var elements: [Value] = []
    skipSpace()
    if next != UInt8(ascii: "]") {
      while true {
        elements.append(try value())
        skipSpace()
        guard next == UInt8(ascii: ",") else { break }
        place += 1
      }
    }
    try take("]")
    return .array(elements)
  }

  private mutating func string() throws -> [UInt8] {
    try take("\"")
    let start = place
    while let byte = next, byte != UInt8(ascii: "\"") {
      guard byte >= 0x20 else { throw Invalid() }
      place += 1
      guard byte == UInt8(ascii: "\\") else { continue }
      guard let escape = next, "\"\\/bfnrtu".utf8.contains(escape) else { throw Invalid() }
      place += 1
      guard escape == UInt8(ascii: "u") else { continue }
      for _ in 0..<4 {
        guard let digit = next, digit < 128, Character(UnicodeScalar(digit)).isHexDigit else { throw Invalid() }
        place += 1
      }
    }
    let range = start..<place
    try take("\"")
    guard invalidSequences(in: bytes[range]) == 0 else { throw Invalid() }
    return PlainJSON(bytes: bytes).unescaped(range)
  }

  private mutating func digits() throws {
    let start = place
    while let byte = next, (48...57).contains(byte) { place += 1 }
    guard place > start else { throw Invalid() }
  }

  private mutating func number() throws -> String {
    let start = place
    if next == UInt8(ascii: "-") { place += 1 }
    let isZero = next == UInt8(ascii: "0")
    let whole = place
    try digits()
    guard !isZero || place == whole + 1 else { throw Invalid() }
    if next == UInt8(ascii: ".") {
      place += 1
      try digits()
    }
    if next == UInt8(ascii: "e") || next == UInt8(ascii: "E") {
      place += 1
      if next == UInt8(ascii: "+") || next == UInt8(ascii: "-") { place += 1 }
      try digits()
    }
    return String(decoding: bytes[start..<place], as: UTF8.self)
  }
}
