import Generators

/// Fields of logfmt: quotes, escapes, flags, torn values, and whatever else a line may hold.
struct LogfmtReader: FuzzedReader {
  static let name = "logfmt"
  static let share = 10

  struct Pair {
    var key: [UInt8]
    /// Without quotes; nil for a key alone.
    var value: [UInt8]?
    var isQuoted = false
    var isTorn = false
  }

  private static let pieces: [[UInt8]] =
    [
      " ", " ", " ", "=", "=", "\"", "\\", "\\\"", "\\n", "\\u00e9", "a", "b", "level", "level=error",
      "msg=\"no route\"",
      "retries=3", "a=\"", "\t", "\0", "é", "\n", "\r\n", "debug", "url=/find?q=a", "true", "1", "\u{7F}", "\n\u{FEFF}",
      "\u{FEFF}",
      "a_longer_key_than_sixteen=", "\"a longer text with \\\"quotes\\\" in it\"",
    ].map { Array($0.utf8) } + [[0xFF], [0xC3]]

  func makeInput(_ random: inout Randomness) -> Input { random.padded(random.text(of: Self.pieces)) }

  /// The key that is asked for.
  func makeSettings(_ random: inout Randomness) -> String {
    random.element(of: ["a", "b", "level", "msg", "retries", "debug", "", "é", "a_longer_key_than_sixteen"])
  }

  func expectation(for input: Input, _ key: String) -> [(bytes: [UInt8], pairs: [Pair])] {
    ExpectedLines(input.bytes).lines.map { line in
      let bytes = Array(input.bytes[line.range])
      return (bytes, Self.pairs(bytes))
    }
  }

  private static func pairs(_ bytes: [UInt8]) -> [Pair] {
    let (quote, equals, backslash) = (UInt8(ascii: "\""), UInt8(ascii: "="), UInt8(ascii: "\\"))
    var pairs: [Pair] = []
    var rest = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes[3...] : bytes[...]
    while true {
      rest = rest.drop { $0 <= 32 || $0 == equals || $0 == quote }
      let key = rest.prefix { $0 > 32 && $0 != equals && $0 != quote }
      guard !key.isEmpty else { return pairs }
      rest = rest.dropFirst(key.count)
      var pair = Pair(key: Array(key))
      if rest.first == equals {
        rest = rest.dropFirst()
        var value: [UInt8] = []
        if rest.first == quote {
          rest = rest.dropFirst()
          pair.isQuoted = true
          while let byte = rest.first, byte != quote {
            value += rest.prefix(byte == backslash ? 2 : 1)
            rest = rest.dropFirst(byte == backslash ? 2 : 1)
          }
          pair.isTorn = rest.isEmpty
          rest = rest.dropFirst()
        } else {
          value = Array(rest.prefix { $0 > 32 })
          rest = rest.dropFirst(value.count)
        }
        pair.value = value
      }
      pairs.append(pair)
    }
  }

  func check(
    _ reads: Reads,
    _ key: String,
    against expected: [(bytes: [UInt8], pairs: [Pair])]
  ) async throws(Mismatch) {
    guard isPlain(reads.bytes) else { return }
    do {
      try withLines(of: reads) { lines in
        for line in lines {
          let wanted = expected[line.number - 1]
          let found = Array(line.logfmt)
          func failed(_ what: String) -> String {
            "\(what) \(quoted(wanted.bytes[...])): \(found.map { ($0.key.string, $0.value.bytes.string) })"
          }
          try Mismatch.unless(
            found.count == wanted.pairs.count && zip(found, wanted.pairs).allSatisfy { $0.key.elementsEqual($1.key) },
            failed("the keys of")
          )
          for (pair, wanted) in zip(found, wanted.pairs) {
            try Mismatch.unless(Self.isRight(pair.value, wanted), failed("the value of \(pair.key.string) in"))
          }
          let place = wanted.pairs.firstIndex { $0.key.elementsEqual(key.utf8) }
          let value = line.logfmt[key]
          try Mismatch.unless((value == nil) == (place == nil), failed("\(key) in"))
          if let value, let place { try Mismatch.unless(Self.isRight(value, wanted.pairs[place]), failed("\(key) in")) }
        }
      }
    } catch let mismatch as Mismatch {
      throw mismatch
    } catch {
      throw Mismatch("an error: \(error)")
    }
  }

  private static func isRight(_ value: LogfmtValue, _ wanted: Pair) -> Bool {
    let bytes = wanted.value ?? []
    let text = wanted.isQuoted ? PlainJSON(bytes: bytes).unescaped(0..<bytes.count) : bytes
    let string = String(decoding: text, as: UTF8.self)
    return value.bytes.elementsEqual(bytes) && value.isFlag == (wanted.value == nil) && value.isTorn == wanted.isTorn
      && value.string.utf8.elementsEqual(string.utf8)
      && (invalidSequences(in: bytes[...]) > 0 || value == string) && value.int == Int(string)
  }
}
