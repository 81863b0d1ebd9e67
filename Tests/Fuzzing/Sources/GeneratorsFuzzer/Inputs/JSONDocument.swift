/// Makes JSON documents, and knows where in them everything is.
struct JSONDocument: CustomStringConvertible {
  private(set) var bytes: [UInt8] = []
  /// The way to every value, its place, and the text of a string.
  private(set) var values: [(path: [String], range: Range<Int>)] = []

  private static let keys = ["a", "b", "level", "", "a.b", "0", "é", "key \"quoted\"", "a longer key, beyond sixteen"]
  private static let strings = [
    "", "a", "ERROR", "{", "]", "\\", "\"", "a,b:c", "\n", "é€𝄞",
    "a text that is longer than sixty-four bytes, so that it spans a chunk",
  ]
  private static let words = [
    "true", "false", "null", "0", "-1", "3.0", "1e3", "12345678901234567890", "0.1", "-0", "2E-2",
  ]

  init(_ random: inout Randomness) { addValue([], 0, &random) }

  private mutating func addValue(_ path: [String], _ depth: Int, _ random: inout Randomness) {
    addSpace(&random)
    let start = bytes.count
    switch random.below(depth == 0 ? 3 : depth > 3 ? 2 : 5) {
    case 0 where depth > 0: bytes += Array(random.element(of: Self.words).utf8)
    case 1 where depth > 0: addString(random.element(of: Self.strings), &random)
    case 3: addArray(path, depth, &random)
    default: addObject(path, depth, &random)
    }
    values.append((path, start..<bytes.count))
    addSpace(&random)
  }

  private mutating func addObject(_ path: [String], _ depth: Int, _ random: inout Randomness) {
    bytes.append(UInt8(ascii: "{"))
    var used: Set<String> = []
    let count = random.below(5)
    for number in 0..<count {
      addSpace(&random)
      let key = random.element(of: Self.keys)
      addString(key, &random)
      addSpace(&random)
      bytes.append(UInt8(ascii: ":"))
      let known = values.count
      addValue(path + [key], depth + 1, &random)
      // Of members of the same name the first is found.
      if !used.insert(key).inserted { values.removeSubrange(known...) }
      if number < count - 1 { bytes.append(UInt8(ascii: ",")) }
    }
    if count == 0 { addSpace(&random) }
    bytes.append(UInt8(ascii: "}"))
  }

  private mutating func addArray(_ path: [String], _ depth: Int, _ random: inout Randomness) {
    bytes.append(UInt8(ascii: "["))
    let count = random.below(4)
    for number in 0..<count {
      addValue(path + ["\(number)"], depth + 1, &random)
      if number < count - 1 { bytes.append(UInt8(ascii: ",")) }
    }
    bytes.append(UInt8(ascii: "]"))
  }

  private mutating func addString(_ text: String, _ random: inout Randomness) {
    bytes.append(UInt8(ascii: "\""))
    let escapesAll = random.oneIn(6)
    for scalar in text.unicodeScalars {
      if escapesAll || scalar == "\n" {
        for unit in String(scalar).utf16 {
          let digits = String(unit, radix: 16, uppercase: random.oneIn(2))
          bytes += Array("\\u\(String(repeating: "0", count: 4 - digits.count))\(digits)".utf8)
        }
      } else {
        if scalar == "\"" || scalar == "\\" { bytes.append(UInt8(ascii: "\\")) }
        bytes += Array(String(scalar).utf8)
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }

  var description: String { quoted(bytes[...]) }

  private mutating func addSpace(_ random: inout Randomness) {
    guard random.oneIn(6) else { return }
    bytes += random.element(of: [[32], [9], [32, 32]])
  }
}
