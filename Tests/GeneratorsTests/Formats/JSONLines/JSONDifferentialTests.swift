import CByteScan
import DecoratorsTesting
import Foundation
import Generators
import Testing

@Suite("Fields of JSON beside JSONDecoder")
struct JSONDifferentialTests {
  /// Compares the field at each path with what the decoder has there.
  private func compare(_ value: JSONValue, _ field: JSONField?, _ line: Line, _ path: [String], _ text: String) throws {
    let field = try #require(field, "\(path) of \(text)")
    #expect(line.field(JSONPath(path))?.bytes == field.bytes, "\(path) of \(text)")
    if path.allSatisfy({ !$0.contains(".") }), !path.isEmpty {
      #expect(line.field(path.joined(separator: "."))?.bytes == field.bytes, "\(path) of \(text)")
    }
    switch value {
    case .null: #expect(field.isNull && field.kind == .null)
    case .bool(let bool): #expect(field.bool == bool)
    case .number(let number):
      #expect(field.double == number)
      #expect(field.int == Int(exactly: number))
    case .string(let string):
      #expect(field.kind == .string && field.string == string && field == string)
    case .array(let elements):
      #expect(field.kind == .array)
      #expect(field.elements.map(\.bytes) == elements.indices.map { field.field([String($0)])!.bytes })
      #expect(field.field([String(elements.count)]) == nil)
      for (index, element) in elements.enumerated() {
        try compare(element, field.field([String(index)]), line, path + [String(index)], text)
      }
    case .object(let members):
      #expect(field.kind == .object)
      #expect(Set(field.members.map(\.key.string)) == Set(members.keys))
      #expect(field.members.allSatisfy { field.field([$0.key.string])?.bytes == $0.value.bytes })
      for (name, member) in members { try compare(member, field.field([name]), line, path + [name], text) }
    }
    #expect(try field.decode(as: JSONValue.self) == value)
  }

  @Test("Every field of random documents is what JSONDecoder has there", arguments: [1, 2, 3, 4] as [UInt64])
  func documents(seed: UInt64) throws {
    var documents = JSONDocuments(generator: SeededGenerator(seed: seed))
    for _ in 0..<150 {
      let text = documents.next()
      let value = try JSONDecoder().decode(JSONValue.self, from: Data(text.utf8))
      try withLine(text) { line in try compare(value, line.json, line, [], text) }
    }
  }

  @Test("Where an object or an array ends is the same without vectors and with each kind of them")
  func variants() {
    var documents = JSONDocuments(generator: SeededGenerator(seed: 5))
    var generator = SeededGenerator(seed: 6)
    for round in 0..<3_000 {
      var bytes = Array(documents.next().utf8)
      if round.isMultiple(of: 2), !bytes.isEmpty {
        // Damaged documents too.
        for _ in 0..<3 {
          bytes[Int.random(in: bytes.indices, using: &generator)] = Array(#"{}[]"\,a"#.utf8).randomElement(
            using: &generator
          )!
        }
      }
      let starts = bytes.indices.filter { bytes[$0] == UInt8(ascii: "{") || bytes[$0] == UInt8(ascii: "[") }
      for start in starts.prefix(20) {
        // As from a bracket, and as with some that are open already.
        for open in [0, 1, 3] {
          let expected = plainEnd(bytes, start, open: open)
          for find in [json_brackets_end_portable, json_brackets_end_sse2, json_brackets_end] {
            var depth = open
            #expect(find(bytes, bytes.count, start, &depth) == expected.end)
            #expect(depth == expected.depth)
          }
        }
      }
    }
  }

  @Test("Where a string, a key and a word end is the same without vectors and with them, at every length")
  func stretches() {
    var generator = SeededGenerator(seed: 9)
    let pairs: [(Variants, String)] = [
      ((json_quoted_end_portable, json_quoted_end), "\"\\"),
      ((json_plain_end_portable, json_plain_end), "\"\\\u{0}\u{1F}\n"),
      ((logfmt_key_end_portable, logfmt_key_end), "\"= \t\0\u{1F}"),
      ((logfmt_word_end_portable, logfmt_word_end), " \t\0\u{1F}"),
    ]
    let plain = Array("abcdefgh!#~\u{7F}".utf8)
    for ((portable, wide), ends) in pairs {
      let alphabet = plain + plain + plain + plain + Array(ends.utf8)
      for length in 0...200 {
        let bytes = [UInt8].random(length, from: alphabet, using: &generator)
        for start in stride(from: 0, through: length, by: 7) {
          let end = bytes[start...].firstIndex { ends.utf8.contains($0) } ?? length
          #expect(portable(bytes, length, start) == end)
          #expect(wide(bytes, length, start) == end)
        }
      }
    }
  }

  private typealias Variants = (
    portable: (UnsafePointer<UInt8>?, Int, Int) -> Int, wide: (UnsafePointer<UInt8>?, Int, Int) -> Int
  )

  /// Where the brackets that are open are closed, and how many are at the end, byte by byte.
  private func plainEnd(_ bytes: [UInt8], _ start: Int, open: Int) -> (end: Int, depth: Int) {
    var (depth, isInString, isEscaped) = (open, false, false)
    for index in start..<bytes.count {
      let byte = bytes[index]
      // Outside strings, where it is an error, a backslash matters to a quote only.
      if isEscaped, isInString || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
        isEscaped = false
        continue
      }
      isEscaped = byte == UInt8(ascii: "\\")
      if byte == UInt8(ascii: "\"") {
        isInString.toggle()
      } else if !isInString, byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[") {
        depth += 1
      } else if !isInString, byte == UInt8(ascii: "}") || byte == UInt8(ascii: "]") {
        depth -= 1
        if depth == 0 { return (index + 1, 0) }
      }
    }
    return (0, depth)
  }

  @Test("Damaged documents and random bytes stop nothing: what is found lies inside, and is found again inside itself")
  func damaged() throws {
    var generator = SeededGenerator(seed: 7)
    var documents = JSONDocuments(generator: SeededGenerator(seed: 8))
    let alphabet = Array(#"{}[]",:\ab0-. u"#.utf8) + [0, 0xFF]
    for round in 0..<2_000 {
      var bytes =
        round.isMultiple(of: 3) ? [UInt8].random(40, from: alphabet, using: &generator) : Array(documents.next().utf8)
      for _ in 0..<2 where !bytes.isEmpty {
        bytes[Int.random(in: bytes.indices, using: &generator)] = alphabet.randomElement(using: &generator)!
      }
      bytes = Array(bytes.prefix(Int.random(in: 1...max(1, bytes.count), using: &generator))).filter {
        $0 != 10 && $0 != 13
      }
      guard !bytes.isEmpty else { continue }
      try withLine(bytes) { line in
        guard let document = line.json else { return }
        try walk(document, depth: 0)
        for path in ["a", "0", "key.0", "a.b", "", "."] {
          guard let field = line.field(path) else { continue }
          #expect(field.bytes.json?.bytes == field.bytes)
          _ = (field.string, field.int, field.double)
        }
      }
    }
  }

  private func walk(_ field: JSONField, depth: Int) throws {
    guard depth < 20 else { return }
    #expect(field == field.string || field.string.unicodeScalars.contains("\u{FFFD}"))
    for element in field.elements { try walk(element, depth: depth + 1) }
    for (key, value) in field.members {
      #expect(key.kind == .string)
      try walk(value, depth: depth + 1)
    }
  }
}
