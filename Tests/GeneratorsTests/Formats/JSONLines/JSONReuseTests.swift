import CByteScan
import Generators
import Testing

/// Decoders, containers and the memory of documents are used again for the next document, where nothing refers to them.
@Suite("Memory of JSON documents that is used again")
struct JSONReuseTests {
  enum Key: CodingKey { case a, b, list }

  /// What a value keeps of its decoding.
  enum Kept: CaseIterable { case nothing, decoder, container, list, inner }

  /// Keeps one thing, which the second member says, and gives the numbers of the document by it.
  struct Keeper: Decodable {
    let number: Int
    let read: () throws -> Int

    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: Key.self)
      let number = try container.decode(Int.self, forKey: .a)
      self.number = number
      switch Kept.allCases[number % Kept.allCases.count] {
      case .nothing: read = { number }
      case .decoder: read = { try decoder.container(keyedBy: Key.self).decode(Int.self, forKey: .a) }
      case .container: read = { try container.decode(Int.self, forKey: .a) }
      case .list:
        let list = try container.nestedUnkeyedContainer(forKey: .list)
        read = {
          var list = list
          return try list.decode(Int.self)
        }
      case .inner:
        let inner = try container.nestedContainer(keyedBy: Key.self, forKey: .b)
        read = { try inner.decode(Int.self, forKey: .a) }
      }
    }
  }

  private static func lines(_ count: Int) -> [UInt8] {
    Array((0..<count).map { #"{"a":\#($0),"b":{"a":\#($0)},"list":[\#($0)]}"# }.joined(separator: "\n").utf8)
  }

  @Test("What a value keeps of its decoding stays as it is when other lines are decoded")
  func keeping() throws {
    let keepers = try withLines(of: Self.lines(5_000)) { lines in Array(lines.decoded(as: Keeper.self)) }
    #expect(keepers.map(\.number) == Array(0..<5_000))
    #expect(try keepers.map { try $0.read() } == Array(0..<5_000))
  }

  @Test("Lines of one sequence are decoded by several tasks at once")
  func tasks() async throws {
    let counts = try await withTemporaryFile(Self.lines(2_000)) { path in
      let values = AsyncLines(at: path).decoded(as: [String: JSONValue].self)
      return try await withThrowingTaskGroup(of: Int.self) { group in
        for _ in 0..<4 {
          group.addTask {
            var sum = 0
            for try await value in values {
              guard case .number(let number)? = value["a"], value["list"] == .array([.number(number)]) else {
                return -1
              }
              sum += Int(number)
            }
            return sum
          }
        }
        return try await group.reduce(into: []) { $0.append($1) }
      }
    }
    #expect(counts == Array(repeating: 1_999_000, count: 4))
  }

  @Test("Two containers with keys of one type are two objects")
  func twoContainers() throws {
    struct Pair: Decodable {
      var first: Int, second: Int, third: Int
      init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        let a = try container.nestedContainer(keyedBy: Key.self, forKey: .a)
        let b = try container.nestedContainer(keyedBy: Key.self, forKey: .b)
        first = try a.decode(Int.self, forKey: .a)
        second = try b.decode(Int.self, forKey: .a)
        third = try container.nestedContainer(keyedBy: Key.self, forKey: .list).decode(Int.self, forKey: .a)
      }
    }
    let text = #"{"a":{"a":1},"b":{"a":2},"list":{"a":3}}"#
    let pairs = try withLines(of: Array("\(text)\n\(text)".utf8)) { lines in Array(lines.decoded(as: Pair.self)) }
    #expect(pairs.map { [$0.first, $0.second, $0.third] } == [[1, 2, 3], [1, 2, 3]])
  }

  final class Node: Decodable {
    let name: String
    let left: Node?
    let right: Node?
    let last: String

    var names: String { "\(name)(\(left?.names ?? "")\(right?.names ?? ""))\(last)" }
  }

  @Test("A type inside itself, whose keys are asked for after its members were decoded")
  func recursion() throws {
    func document(_ depth: Int, _ name: String) -> String {
      guard depth > 0 else { return "null" }
      let (left, right) = (document(depth - 1, name + "l"), document(depth - 1, name + "r"))
      return #"{"name":"\#(name)","left":\#(left),"right":\#(right),"last":"\#(name)"}"#
    }
    func names(_ depth: Int, _ name: String) -> String {
      depth == 0 ? "" : "\(name)(\(names(depth - 1, name + "l"))\(names(depth - 1, name + "r")))\(name)"
    }
    let text = (1...6).map { document($0, "n") }.joined(separator: "\n")
    let nodes = try withLines(of: Array(text.utf8)) { lines in Array(lines.decoded(as: Node.self)) }
    #expect(nodes.map(\.names) == (1...6).map { names($0, "n") })
  }

  @Test("A document that is wrong leaves nothing behind for the next one")
  func failures() throws {
    struct Event: Decodable, Equatable { var a: Int, list: [Int] }
    let text = """
      {"a":1,"list":[1]}
      {"a":2,"list":[2}
      {"list":[3]}
      {"a":4,"list":["x"]}
      {"a":5,"list":[5,5]}
      """
    var columns: [Int?] = []
    let events = try withLines(of: Array(text.utf8)) { lines in
      Array(lines.decoded(as: Event.self, onFailure: { _, error in columns.append(error.errorColumn) }))
    }
    #expect(events == [Event(a: 1, list: [1]), Event(a: 5, list: [5, 5])])
    #expect(columns == [17, 1, 16])
  }

  @Test("Large objects and small ones, one after the other")
  func sizes() throws {
    let texts = [10, 40, 31, 32, 33, 5_000, 3].map { count in
      "{" + (0..<count).map { #""k\#($0)":\#($0)"# }.joined(separator: ",") + #","a":\#(count)}"#
    }
    struct Event: Decodable { var a: Int }
    let counts = try withLines(of: Array(texts.joined(separator: "\n").utf8)) { lines in
      Array(lines.decoded(as: Event.self).map(\.a))
    }
    #expect(counts == [10, 40, 31, 32, 33, 5_000, 3])
  }

  // MARK: Arrays

  @Test("An error in an array has the place and the path of its element")
  func arrays() throws {
    func error<Value: Decodable>(_ text: String, as type: Value.Type) throws -> RecordError {
      try #require(#expect(throws: RecordError.self) { try withLine(text) { try $0.decode(as: type) } })
    }
    let number = try error(#"{"a":["x",1]}"#, as: [String: [String]].self)
    #expect(number.errorColumn == 11)
    #expect(number.description.contains(#""a.1": a value of type String is expected, not a number"#))
    let null = try error("[[1],[2,null]]", as: [[Int]].self)
    #expect(null.errorColumn == 9)
    #expect(null.description.contains(#""1.1": a value of type Int is expected, not null"#))
    #expect(try withLine("[1,null,3]") { try $0.decode(as: [Int?].self) } == [1, nil, 3])
    #expect(try withLine(#"["a","","\u0062é"]"#) { try $0.decode(as: [String].self) } == ["a", "", "bé"])
    #expect(try withLine("[]") { try $0.decode(as: [[String]].self) } == [])
    #expect(
      try error("{}", as: [Int].self).description.contains("a value of type Array<Any> is expected, not an object")
    )
  }

  @Test("A decoding of one's own comes before that of arrays and dictionaries")
  func ownDecodings() throws {
    let format = JSONFormat().decoding([Int].self) { _ in [7] }.decoding([String: Int].self) { _ in ["x": 7] }
    #expect(try withLine("[[1],[2]]") { try $0.decode(as: [[Int]].self, from: .json(format)) } == [[7], [7]])
    #expect(try withLine(#"{"a":1}"#) { try $0.decode(as: [String: Int].self, from: .json(format)) } == ["x": 7])
  }

  // MARK: Keys

  /// Keys that have the same length and the same first, middle and last byte.
  struct Alike: Decodable, Equatable {
    var axxdxxg: Int?, ayydyyg: Int?, azzdzzg: Int?
  }

  @Test(
    "Keys that look alike are told apart, with and without escapes, the first and the last",
    arguments: [0, 20, 28]
  )
  func alikeKeys(others: Int) throws {
    let padding = (0..<others).map { #""k\#($0)":\#($0),"# }.joined()
    for (key, hasEscapes) in [("ayydyyg", false), (#"\u0061yydyyg"#, true)] {
      let text = #"{\#(padding)"axxdxxg":1,"\#(key)":2,"ayydyyg":3,"axxdxxg":4}"#
      #expect(try withLine(text) { try $0.decode(as: Alike.self) } == Alike(axxdxxg: 1, ayydyyg: 2), "\(hasEscapes)")
      let last = JSONFormat(duplicateKeys: .last)
      #expect(
        try withLine(text) { try $0.decode(as: Alike.self, from: .json(last)) } == Alike(axxdxxg: 4, ayydyyg: 3)
      )
    }
  }

  @Test("Marks are compared alike with vectors and without")
  func marks() {
    var marks: [UInt8] = []
    for index in 0..<32 { marks.append(UInt8(truncatingIfNeeded: index &* 37 % 11 &* 23)) }
    for mark in UInt8.min...UInt8.max {
      let expected = marks.indices.reduce(UInt32(0)) { $0 | (marks[$1] == mark ? 1 << UInt32($1) : 0) }
      #expect(json_marks(marks, mark) == expected)
      #expect(json_marks_portable(marks, mark) == expected)
    }
  }

  // MARK: Numbers

  @Test("Digits end at every byte that is none, wherever it is")
  func digits() {
    for count in 1...18 {
      for place in 0..<count {
        for byte in UInt8.min...UInt8.max {
          var number = [UInt8](repeating: UInt8(ascii: "9"), count: count)
          number[place] = byte
          let isDigit = (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
          let isInside = place > 0 && place < count - 1
          let isNumber =
            switch byte {
            case UInt8(ascii: "0"): place > 0 || count == 1
            case UInt8(ascii: "-"): place == 0 && count > 1
            case UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"): isInside
            default: isDigit
            }
          #expect(json_is_number(number, number.count) == isNumber, "\(number)")
        }
      }
    }
  }
}
