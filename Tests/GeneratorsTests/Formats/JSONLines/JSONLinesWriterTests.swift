import DecoratorsTesting
import Foundation
import Generators
import Testing

@Suite("Writing JSON Lines")
struct JSONLinesWriterTests {
  private func written(_ body: (JSONLinesWriter) throws -> Void) throws -> String {
    var bytes: [UInt8] = []
    try withJSONLinesWriter(to: &bytes, body)
    return String(decoding: bytes, as: UTF8.self)
  }

  private func json(_ value: some Encodable) throws -> String {
    String(try written { try $0.encode(value) }.dropLast())
  }

  private func reason(_ value: some Encodable) throws -> String? {
    var reason: String?
    let text = try written { writer in
      try writer.encode(1)
      let error = #expect(throws: WritingError.self) { try writer.encode(value) }
      #expect(error?.code == .unencodable)
      #expect(error?.number == 2)
      reason = error?.description
      try writer.encode(2)
    }
    #expect(text == "1\n2\n")
    return reason
  }

  // MARK: Values

  private enum Level: String, Codable { case low, high }
  private enum Shape: Codable, Equatable { case circle(radius: Double), none }

  private struct Event: Codable, Equatable {
    var id: Int
    var level: Level
    var tags: [String]
    var counts: [String: Int]
    var nested: [[Bool]]
    var shape: Shape
    var note: String?
    var data: Data
  }

  @Test("A value is a document on a line, its members in the order in which it encodes them, and is read again")
  func values() throws {
    let event = Event(
      id: 7,
      level: .high,
      tags: ["a", "b\"c"],
      counts: ["x": 1],
      nested: [[], [true, false]],
      shape: .circle(radius: 0.1),
      note: nil,
      data: Data([1, 2, 255])
    )
    let text = try json(event)
    #expect(
      text
        == #"{"id":7,"level":"high","tags":["a","b\"c"],"counts":{"x":1},"nested":[[],[true,false]],"#
        + #""shape":{"circle":{"radius":0.1}},"data":"AQL/"}"#
    )
    #expect(try JSONDecoder().decode(Event.self, from: Data(text.utf8)) == event)
    let lines = try written { writer in
      try writer.encode(event)
      try writer.encode(event)
      #expect(writer.recordCount == 2)
    }
    let read = try withLines(of: Array(lines.utf8)) { lines in Array(lines.decoded(as: Event.self)) }
    #expect(read == [event, event])
  }

  @Test("Scalars, lists and dictionaries are documents too")
  func scalars() throws {
    #expect(try json(1) == "1")
    #expect(try json("a") == "\"a\"")
    #expect(try json(Double?.none) == "null")
    #expect(try json([1, nil, 3]) == "[1,null,3]")
    #expect(try json([Int]()) == "[]")
    #expect(try json([String: Int]()) == "{}")
    #expect(try json([7: "x"]) == "{\"7\":\"x\"}")
    #expect(try json(Level.low) == "\"low\"")
    #expect(try json(URL(string: "http://x/ä?b")!) == "\"http://x/%C3%A4?b\"")
    #expect(try json(Decimal(string: "12.50")!) == "12.5")
    #expect(try json([Date(timeIntervalSince1970: 0.5)]) == "[\"1970-01-01T00:00:00.5Z\"]")
    #expect(
      try json(UUID(uuidString: "E621E1F8-C36C-495A-93FC-0C247A3E6E5F")!) == "\"E621E1F8-C36C-495A-93FC-0C247A3E6E5F\""
    )
    var bytes: [UInt8] = []
    try withJSONLinesWriter(to: &bytes, dates: .epochMilliseconds) {
      try $0.encode([Date(timeIntervalSince1970: 2)])
    }
    #expect(bytes == Array("[2000]\n".utf8))
  }

  @Test("Numbers have as few digits as give them again")
  func numbers() throws {
    struct All: Encodable {
      var i8 = Int8.min, i16 = Int16.min, i32 = Int32.min, i64 = Int64.min, i = Int.min, i128 = Int128.min
      var u8 = UInt8.max, u16 = UInt16.max, u32 = UInt32.max, u64 = UInt64.max, u = UInt.max, u128 = UInt128.max
      var f = Float(0.1), d = 0.1, z = 0, no = false
    }
    #expect(
      try json(All())
        == #"{"i8":-128,"i16":-32768,"i32":-2147483648,"i64":-9223372036854775808,"i":-9223372036854775808,"#
        + #""i128":-170141183460469231731687303715884105728,"u8":255,"u16":65535,"u32":4294967295,"#
        + #""u64":18446744073709551615,"u":18446744073709551615,"u128":340282366920938463463374607431768211455,"#
        + #""f":0.1,"d":0.1,"z":0,"no":false}"#
    )
    #expect(
      try json([1e20, 1e-7, 5, -0.0, .greatestFiniteMagnitude, .leastNonzeroMagnitude])
        == "[1e+20,1e-07,5.0,-0.0,1.7976931348623157e+308,5e-324]"
    )
    var generator = SeededGenerator(seed: 4)
    let doubles = (0..<5_000).map { _ in Double(bitPattern: .random(in: 0 ... .max, using: &generator)) }.filter(
      \.isFinite
    )
    let read = try JSONDecoder().decode([Double].self, from: Data(json(doubles).utf8))
    #expect(read == doubles)
    let integers = (0..<5_000).map { Int.random(in: .min ... .max, using: &generator) >> ($0 % 64) }
    #expect(try json(integers) == "[\(integers.map(String.init).joined(separator: ","))]")
  }

  @Test("Text is escaped where it has to be, whatever it holds and however long it is")
  func strings() throws {
    #expect(
      try json("a\"b\\c/d\n\r\t\u{8}\u{C}\0\u{1F}\u{7F}é\u{2028}😀") == #""a\"b\\c/d\n\r\t\u0008\u000c\u0000\u001f"#
        + "\u{7F}é\u{2028}😀\""
    )
    var generator = SeededGenerator(seed: 5)
    let alphabet: [Character] = ["a", "b", "\"", "\\", "\n", "\0", "é", "😀", "\u{1F}", " ", "c", "d"]
    for length in 0..<200 {
      let text = String(
        (0..<length).map { _ in alphabet[Int.random(in: 0..<(length % 3 == 0 ? 3 : 12), using: &generator)] }
      )
      let document = try json(text)
      #expect(try JSONDecoder().decode(String.self, from: Data(document.utf8)) == text)
      #expect(!document.contains("\n"))
      let key = try json([text: 1])
      #expect(try JSONDecoder().decode([String: Int].self, from: Data(key.utf8)) == [text: 1])
    }
  }

  @Test("Superclasses, nested containers and containers written to in turns give one document")
  func containers() throws {
    class Base: Encodable { var a = 1 }
    final class Derived: Base {
      override func encode(to encoder: any Encoder) throws {
        enum Key: CodingKey { case b, c }
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(2, forKey: .b)
        try super.encode(to: container.superEncoder())
        try super.encode(to: container.superEncoder(forKey: .c))
      }
    }
    #expect(try json(Derived()) == #"{"b":2,"super":{"a":1},"c":{"a":1}}"#)
    final class Merged: Base {
      override func encode(to encoder: any Encoder) throws {
        try super.encode(to: encoder)
        enum Key: CodingKey { case b }
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(2, forKey: .b)
      }
    }
    #expect(try json(Merged()) == #"{"a":1,"b":2}"#)
    struct Turns: Encodable {
      func encode(to encoder: any Encoder) throws {
        enum Key: CodingKey { case a, b, c, d, e }
        var root = encoder.container(keyedBy: Key.self)
        var list = root.nestedUnkeyedContainer(forKey: .a)
        var object = root.nestedContainer(keyedBy: Key.self, forKey: .b)
        try list.encode(1)
        try root.encode("c", forKey: .c)
        try object.encode([true], forKey: .d)
        var inner = list.nestedContainer(keyedBy: Key.self)
        try list.encode([2: 3])
        try inner.encode(1, forKey: .a)
        try object.encode(Derived(), forKey: .e)
        try inner.encodeNil(forKey: .b)
        var deep = inner.nestedUnkeyedContainer(forKey: .c)
        try root.encode(0.5, forKey: .d)
        try deep.encode("deep")
        try list.encodeNil()
        var last = list.superEncoder().singleValueContainer()
        try last.encode("super")
        #expect(list.count == 5)
        #expect(deep.codingPath.map(\.stringValue) == ["a", "1", "c"])
      }
    }
    #expect(
      try json(Turns())
        == #"{"a":[1,{"a":1,"b":null,"c":["deep"]},{"2":3},null,"super"],"#
        + #""b":{"d":[true],"e":{"b":2,"super":{"a":1},"c":{"a":1}}},"c":"c","d":0.5}"#
    )
  }

  @Test("Containers written to in random turns give the document that JSONEncoder gives")
  func randomTurns() throws {
    for seed in 0..<400 {
      let value = RandomTurns(seed: UInt64(seed))
      let ours = try JSONSerialization.jsonObject(with: Data(json(value).utf8), options: .fragmentsAllowed)
      let theirs = try JSONSerialization.jsonObject(with: JSONEncoder().encode(value), options: .fragmentsAllowed)
      #expect(NSDictionary(dictionary: ["x": ours]) == NSDictionary(dictionary: ["x": theirs]), "seed \(seed)")
    }
  }

  private struct RandomTurns: Encodable {
    let seed: UInt64

    private struct Name: CodingKey {
      let stringValue: String
      var intValue: Int? { nil }
      init(_ number: Int) { stringValue = "k\(number)" }
      init?(stringValue: String) { self.stringValue = stringValue }
      init?(intValue: Int) { nil }
    }

    func encode(to encoder: any Encoder) throws {
      var random = SeededGenerator(seed: seed)
      var objects = [encoder.container(keyedBy: Name.self)]
      var lists: [any UnkeyedEncodingContainer] = []
      for number in 0..<Int.random(in: 0...14, using: &random) {
        let key = Name(number)
        let object = Int.random(in: 0..<objects.count, using: &random)
        switch Int.random(in: 0..<8, using: &random) {
        case 0: objects.append(objects[object].nestedContainer(keyedBy: Name.self, forKey: key))
        case 1: lists.append(objects[object].nestedUnkeyedContainer(forKey: key))
        case 2 where !lists.isEmpty:
          let list = Int.random(in: 0..<lists.count, using: &random)
          objects.append(lists[list].nestedContainer(keyedBy: Name.self))
        case 3 where !lists.isEmpty:
          let list = Int.random(in: 0..<lists.count, using: &random)
          lists.append(lists[list].nestedUnkeyedContainer())
        case 4 where !lists.isEmpty:
          let list = Int.random(in: 0..<lists.count, using: &random)
          try lists[list].encode(["n": number])
        case 5: try objects[object].encode([[number], []], forKey: key)
        default: try objects[object].encode("v\(number)", forKey: key)
        }
      }
    }
  }

  // MARK: Errors

  @Test("What JSON cannot hold is an error that names the way to it, and leaves nothing behind")
  func unencodable() throws {
    struct Inner: Encodable { var ok = 1, values = [0.5, Double.nan] }
    struct Outer: Encodable { var inner = Inner() }
    struct Nothing: Encodable { func encode(to encoder: any Encoder) {} }
    struct Failing: Encodable {
      struct Mine: Error {}
      func encode(to encoder: any Encoder) throws {
        var list = encoder.unkeyedContainer()
        try list.encode(1)
        throw Mine()
      }
    }
    struct Twice: Encodable {
      func encode(to encoder: any Encoder) throws {
        var value = encoder.singleValueContainer()
        try value.encode(1)
        try value.encode(2)
      }
    }
    struct Mixed: Encodable {
      func encode(to encoder: any Encoder) throws {
        _ = encoder.unkeyedContainer()
        enum Key: CodingKey { case a }
        var object = encoder.container(keyedBy: Key.self)
        try object.encode(1, forKey: .a)
      }
    }
    #expect(
      try reason(Outer())
        == "Cannot write \"bytes in memory\", record 2: it cannot be encoded: \"inner.values.1\": JSON has no number for nan. "
        + "Encode it as text, or as null. Mend the value, or leave it out."
    )
    #expect(try reason(["x": Float.infinity])?.contains("\"x\": JSON has no number for inf") == true)
    #expect(try reason(["x": Nothing()])?.contains("\"x\": it encodes nothing") == true)
    #expect(try reason(Failing())?.contains("Mine()") == true)
    #expect(try reason(Twice())?.contains("it encodes more than one value") == true)
    #expect(try reason(Mixed())?.contains("nothing can be encoded here") == true)
    #expect(
      try reason(Date.distantFuture.addingTimeInterval(1e12))?.contains("its year is not in 0000 to 9999") == true
    )
  }

  @Test("A value that recovers from an error in a part of it leaves that part out")
  func recovered() throws {
    struct Failing: Encodable {
      struct Mine: Error {}
      var early: Bool
      func encode(to encoder: any Encoder) throws {
        if early { throw Mine() }
        var list = encoder.unkeyedContainer()
        try list.encode([1])
        throw Mine()
      }
    }
    struct Lenient: Encodable {
      func encode(to encoder: any Encoder) throws {
        enum Key: CodingKey { case a, b, c, d }
        var object = encoder.container(keyedBy: Key.self)
        try? object.encode(Failing(early: true), forKey: .a)
        try object.encode(1, forKey: .b)
        try? object.encode(Failing(early: false), forKey: .c)
        try? object.encode(Double.nan, forKey: .c)
        try object.encode([2], forKey: .d)
      }
    }
    #expect(try json(Lenient()) == #"{"b":1,"d":[2]}"#)
  }

  @Test("A value that is too deep is an error, and no overflow")
  func depth() throws {
    struct Deep: Encodable {
      var levels: Int
      func encode(to encoder: any Encoder) throws {
        var list = encoder.unkeyedContainer()
        if levels > 1 { try list.encode(Deep(levels: levels - 1)) }
      }
    }
    #expect(try json(Deep(levels: 512)) == String(repeating: "[", count: 512) + String(repeating: "]", count: 512))
    #expect(try reason(Deep(levels: 100_000))?.contains("deeper than the limit of 512") == true)
  }

  // MARK: Documents

  @Test("Documents that are JSON already are written as they are, on one line")
  func documents() throws {
    let text = try written { writer in
      try writer.write("{\"a\": 1}")
      try writer.write(" [1,\n 2,\r\n 3]\n")
      try writer.write(Array("true".utf8))
      try withLines(of: Array("{\"b\":[2]}\r\n{\"c\":\n3}\n".utf8)) { lines in
        for record in lines.records(startingWith: "{") {
          try writer.write(record)
          try writer.write(record.lines[0])
          if let field = record.lines[0].field("b") { try writer.write(field.bytes) }
        }
      }
    }
    #expect(text == "{\"a\": 1}\n[1,  2,   3]\ntrue\n{\"b\":[2]}\n{\"b\":[2]}\n[2]\n{\"c\": 3}\n{\"c\":\n")
    for document in ["", " \r\n\t"] {
      let error = #expect(throws: WritingError.self) { _ = try written { try $0.write(document) } }
      #expect(error?.code == .unrepresentable)
      #expect(
        error?.description
          == "Cannot write \"bytes in memory\", record 1: it is empty, and an empty line is no document. Leave it out."
      )
    }
  }

  @Test("A line that was truncated, and a record without some of its lines, are errors")
  func truncated() throws {
    try withLines(of: Array("{\"a\":1}".utf8), longLines: .truncate(over: 4)) { lines in
      let lines = Array(lines)
      try #require(lines.count == 1)
      let error = #expect(throws: WritingError.self) { _ = try written { try $0.write(lines[0]) } }
      #expect(
        error?.description.hasSuffix("line 1 of \"bytes in memory\" was truncated. Raise the limit of long lines.")
          == true
      )
    }
    try withLines(of: Array("{\n1\n2\n".utf8)) { lines in
      let records = Array(lines.records(startingWith: "{", limit: 4))
      try #require(records.count == 1)
      let error = #expect(throws: WritingError.self) { _ = try written { try $0.write(records[0]) } }
      #expect(error?.code == .unrepresentable)
    }
  }

  // MARK: Asynchronous

  @Test("The asynchronous writer writes the same")
  func asynchronous() async throws {
    let folder = try LogDirectory()
    defer { folder.remove() }
    try await withJSONLinesWriter(to: folder.file()) { writer in
      try await writer.encode(["a": 1])
      try await writer.write("{}")
      try await writer.write([0x31])
      for try await line in AsyncLines(of: AsyncChunkSource(chunks: [Array("[\n".utf8)])) {
        try await writer.write(line)
      }
      for try await record in AsyncLines(of: AsyncChunkSource(chunks: [Array("[\n]\n".utf8)])).records(
        startingWith: "["
      ) {
        try await writer.write(record)
      }
      await #expect(throws: WritingError.self) { try await writer.encode(Double.nan) }
      try await writer.flush()
      #expect(try String(contentsOfFile: folder.file(), encoding: .utf8) == "{\"a\":1}\n{}\n1\n[\n[ ]\n")
      #expect(writer.recordCount == 5)
    }
  }
}
