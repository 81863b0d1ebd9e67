import Generators

/// Fields of JSON Lines: documents, damaged ones and what only looks like them, against a plain walk.
struct JSONReader: FuzzedReader {
  static let name = "json"
  static let share = 20

  struct Settings: CustomStringConvertible {
    /// What is asked of every line.
    var paths: [(steps: [String], prepared: JSONPath)]
    var isAsync: Bool

    var description: String { "paths \(paths.map(\.steps))\(isAsync ? ", asynchronously" : "")" }
  }

  func makeInput(_ random: inout Randomness) -> Input {
    var bytes: [UInt8] = []
    for _ in 0..<random.number(1...3) {
      var document = JSONDocument(&random).bytes
      switch random.below(6) {
      case 0: document = random.text(of: Self.pieces)
      case 1: random.damage(&document)
      case 2: document.removeLast(random.below(document.count))
      default: break
      }
      bytes += document + (random.oneIn(8) ? [13, 10] : [10])
    }
    return random.oneIn(4) ? random.padded(bytes) : Input(bytes: bytes)
  }

  private static let pieces: [[UInt8]] = [
    "{", "}", "[", "]", ",", ":", "\"", "\"a\"", "\"a\":", "\\", "\\\"", "\\u", "\\u00e9", "\\ud834\\udd1e", "\\udd1e",
    "1",
    "-", "true", "null", "tru", " ", "\t", "0", "a", "{\"a\":{\"b\":[1,2", "\0", "é",
    "\u{FEFF}", "01", ".5", "1e3", "1.50e1",
  ].map { Array($0.utf8) }

  func makeSettings(_ random: inout Randomness) -> Settings {
    let steps = ["a", "b", "level", "", "0", "1", "2", "a.b", "é", "key \"quoted\"", "a longer key, beyond sixteen"]
    let paths = (0..<6).map { _ in (0..<random.below(4)).map { _ in random.element(of: steps) } }
    return Settings(paths: paths.map { ($0, JSONPath($0)) }, isAsync: random.oneIn(8))
  }

  func expectation(for input: Input, _ settings: Settings) -> ExpectedLines { ExpectedLines(input.bytes) }

  func check(_ reads: Reads, _ settings: Settings, against expected: ExpectedLines) async throws(Mismatch) {
    guard isPlain(reads.bytes) else { return }
    do {
      var index = 0
      if settings.isAsync {
        for try await line in AsyncLines(of: AsyncReads(reads: reads)) {
          try compare(line, Array(expected.bytes(of: expected.lines[index])), settings)
          index += 1
        }
      } else {
        try withLines(of: reads) { lines in
          for line in lines {
            try compare(line, Array(expected.bytes(of: expected.lines[index])), settings)
            index += 1
          }
        }
      }
    } catch let mismatch as Mismatch {
      throw mismatch
    } catch {
      throw Mismatch("an error: \(error)")
    }
  }

  private func compare(_ line: Line, _ bytes: [UInt8], _ settings: Settings) throws(Mismatch) {
    let plain = PlainJSON(bytes: bytes)
    for (path, prepared) in settings.paths {
      let wanted = plain.find(path.map { Array($0.utf8) }).flatMap { plain.isValue($0) ? $0 : nil }
      let isDotted = !path.isEmpty && !path.contains { $0.contains(".") }
      let found = line.field(prepared)
      try compare(found, wanted, plain, path)
      if isDotted { try compare(line.field(path.joined(separator: ".")), wanted, plain, path) }
    }
    let document = plain.value(at: plain.start).flatMap { plain.isValue($0) ? $0 : nil }
    try compare(line.json, document, plain, ["the document"])
    let children = plain.children()
    guard let json = line.json else { return }
    let members = Array(json.members)
    let elements = Array(json.elements)
    let values = json.kind == .object ? members.map(\.value) : elements
    let keys = json.kind == .object ? members.map { $0.key.bytes } : []
    let isRight =
      values.count == children.count
      && zip(values, children).allSatisfy { $0.bytes.elementsEqual(bytes[$1.value]) }
      && zip(keys, children).allSatisfy { $0.elementsEqual(bytes[$1.key!]) }
    try Mismatch.unless(isRight, "\(quoted(bytes[...])) has \(values), not \(children)")
  }

  private func compare(
    _ found: JSONField?,
    _ wanted: Range<Int>?,
    _ plain: PlainJSON,
    _ path: [String]
  ) throws(Mismatch) {
    func failed(_ what: String) -> String {
      "\(path) in \(quoted(plain.bytes[...])): \(what) \(found.map { "\($0.bytes.string) (\($0.kind))" } ?? "nothing"), "
        + "not \(wanted.map { quoted(plain.bytes[$0]) } ?? "nothing")"
    }
    try Mismatch.unless((found == nil) == (wanted == nil), failed("found"))
    guard let found, let wanted else { return }
    let bytes = plain.bytes[wanted]
    try Mismatch.unless(found.bytes.elementsEqual(bytes), failed("found"))
    let text = String(decoding: bytes, as: UTF8.self)
    switch bytes.first! {
    case UInt8(ascii: "\""):
      let string = String(decoding: plain.unescaped(wanted.lowerBound + 1..<wanted.upperBound - 1), as: UTF8.self)
      try Mismatch.unless(
        found.kind == .string && found.string.utf8.elementsEqual(string.utf8) && found.int == nil,
        failed("the text of")
      )
      if invalidSequences(in: bytes) == 0 {
        try Mismatch.unless(found == string, failed("the comparison with the text of"))
      }
    case UInt8(ascii: "{"): try Mismatch.unless(found.kind == .object && found.string == text, failed("the kind of"))
    case UInt8(ascii: "["): try Mismatch.unless(found.kind == .array && found.string == text, failed("the kind of"))
    case UInt8(ascii: "t"), UInt8(ascii: "f"):
      try Mismatch.unless(found.bool == (text == "true"), failed("the truth of"))
    case UInt8(ascii: "n"): try Mismatch.unless(found.isNull, failed("the null of"))
    default:
      let double = Double(text).flatMap { $0.isFinite ? $0 : nil }
      try Mismatch.unless(found.double == double && found.kind == .number, failed("the number of"))
      try Mismatch.unless(found.int == StrictJSON.integer(text), failed("the whole number of"))
    }
  }
}
