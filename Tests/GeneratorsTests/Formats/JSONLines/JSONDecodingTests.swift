import Foundation
import Generators
import Testing

@Suite("Decoding JSON")
struct JSONDecodingTests {
  private func decode<Value: Decodable>(
    _ text: String,
    as type: Value.Type = Value.self,
    _ format: JSONFormat = .standard
  ) throws -> Value {
    try withLine(text) { try $0.decode(as: type, from: .json(format)) }
  }

  private func error<Value: Decodable>(
    _ text: String,
    as type: Value.Type,
    _ format: JSONFormat = .standard
  ) throws -> RecordError {
    try #require(#expect(throws: RecordError.self) { try decode(text, as: type, format) })
  }

  struct All: Codable, Equatable {
    var bool: Bool?, string: String?, double: Double?, float: Float?
    var int: Int?, int8: Int8?, int16: Int16?, int32: Int32?, int64: Int64?, int128: Int128?
    var uint: UInt?, uint8: UInt8?, uint16: UInt16?, uint32: UInt32?, uint64: UInt64?, uint128: UInt128?
    var list: [Int]?
  }

  @Test("Optional values of every type: there, null and missing")
  func optionals() throws {
    let names = [
      "double", "float", "int", "int8", "int16", "int32", "int64", "int128", "uint", "uint8", "uint16", "uint32",
      "uint64", "uint128",
    ]
    let numbers = names.map { "\"\($0)\":7" }.joined(separator: ",")
    let all = try decode(#"{"bool":true,"string":"s",\#(numbers),"list":[1]}"#, as: All.self)
    #expect(
      all
        == All(
          bool: true,
          string: "s",
          double: 7,
          float: 7,
          int: 7,
          int8: 7,
          int16: 7,
          int32: 7,
          int64: 7,
          int128: 7,
          uint: 7,
          uint8: 7,
          uint16: 7,
          uint32: 7,
          uint64: 7,
          uint128: 7,
          list: [1]
        )
    )
    #expect(try decode("{}", as: All.self) == All())
    let nulls = (names + ["bool", "string", "list"]).map { "\"\($0)\":null" }.joined(separator: ",")
    #expect(try decode("{\(nulls)}", as: All.self) == All())
    for name in names + ["bool", "string", "list"] {
      #expect(try error(#"{"\#(name)":{}}"#, as: All.self).errorColumn == name.count + 5, "\(name)")
    }
  }

  @Test("Lists, lists of lists, sets, tuples by hand, and null in lists")
  func lists() throws {
    #expect(try decode("[1,2,3]", as: [Int].self) == [1, 2, 3])
    #expect(try decode("[[],[1],[2,3]]", as: [[Int]].self) == [[], [1], [2, 3]])
    #expect(try decode("[1,null,3]", as: [Int?].self) == [1, nil, 3])
    #expect(try decode("[3,1,3]", as: Set<Int>.self) == [1, 3])
    #expect(
      try decode(#"["a",{"b":[true]},2]"#, as: [JSONValue].self) == [
        .string("a"), .object(["b": .array([.bool(true)])]), .number(2),
      ]
    )
    struct Pair: Decodable, Equatable {
      var name: String, number: Int, rest: [Int], index: [Int], count: Int?, more: Int?

      init(from decoder: any Decoder) throws {
        var values = try decoder.unkeyedContainer()
        count = values.count
        name = try values.decode(String.self)
        number = try values.decode(Int.self)
        index = [values.currentIndex]
        // What could not be decoded is still there.
        #expect(throws: DecodingError.self) { try values.decode(String.self) }
        var nested = try values.nestedUnkeyedContainer()
        rest = []
        while !nested.isAtEnd { rest.append(try nested.decode(Int.self)) }
        let isNil = try values.decodeNil()
        #expect(!isNil)
        _ = try values.nestedContainer(keyedBy: Key.self).decode(Int.self, forKey: .a)
        let isNilAtLast = try values.decodeNil()
        #expect(isNilAtLast)
        more = try values.decodeIfPresent(Int.self)
        index.append(values.currentIndex)
        #expect(values.isAtEnd)
        #expect(throws: DecodingError.self) { try values.decode(Int.self) }
        #expect(throws: DecodingError.self) { try values.nestedUnkeyedContainer() }
        #expect(throws: DecodingError.self) { try values.superDecoder() }
        #expect(throws: DecodingError.self) { try values.decodeNil() }
      }

      enum Key: CodingKey { case a }
    }
    let pair = try decode(#"["x",2,[3,4],{"a":1},null,5]"#, as: Pair.self)
    #expect(
      pair.name == "x" && pair.number == 2 && pair.rest == [3, 4] && pair.index == [2, 6] && pair.count == 6
        && pair.more == 5
    )
  }

  @Test("Dictionaries by text, by number and by an enumeration; null as a value")
  func dictionaries() throws {
    #expect(try decode(#"{"a":1,"b":2}"#, as: [String: Int].self) == ["a": 1, "b": 2])
    #expect(try decode(#"{"a":1,"b":null}"#, as: [String: Int?].self) == ["a": 1, "b": nil])
    #expect(try decode(#"{"1":"x","-2":"y"}"#, as: [Int: String].self) == [1: "x", -2: "y"])
    #expect(throws: RecordError.self) { try decode(#"{"x":"x"}"#, as: [Int: String].self) }
    enum Level: String, CodingKeyRepresentable, Decodable { case info, error }
    #expect(try decode(#"{"info":1,"error":2}"#, as: [Level: Int].self) == [.info: 1, .error: 2])
    #expect(try decode(#"{"a":{"b":{"c":1}}}"#, as: [String: [String: [String: Int]]].self) == ["a": ["b": ["c": 1]]])
    #expect(
      try error(#"{"a":{"b":"x"}}"#, as: [String: [String: Int]].self).description.contains(
        #""a.b": a value of type Int"#
      )
    )
    #expect(try error("[1]", as: [String: Int].self).errorColumn == 1)
  }

  enum Shape: Codable, Equatable {
    case point, circle(radius: Double), named(String, size: Int)
  }
  enum Level: String, Codable { case info, error }
  enum Code: Int, Codable { case ok = 200, failed = 500 }

  @Test("Enumerations with raw values and with associated ones")
  func enumerations() throws {
    #expect(try decode(#"["info","error"]"#, as: [Level].self) == [.info, .error])
    #expect(try decode("[200,500]", as: [Code].self) == [.ok, .failed])
    #expect(try error(#"{"level":"warn"}"#, as: [String: Level].self).errorColumn == 10)
    for shape in [Shape.point, .circle(radius: 1.5), .named("x", size: 3)] {
      let text = String(decoding: try JSONEncoder().encode(shape), as: UTF8.self)
      #expect(try decode(text, as: Shape.self) == shape)
    }
    #expect(throws: RecordError.self) { try decode(#"{"point":{},"circle":{}}"#, as: Shape.self) }
    // The first of two is the only one.
    #expect(try decode(#"{"circle":{"radius":1},"circle":{}}"#, as: Shape.self) == .circle(radius: 1))
  }

  class Animal: Decodable { var name = "" }
  final class Dog: Animal {
    var age: Int
    var legs: Int

    enum Key: String, CodingKey { case age, legs }

    required init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: Key.self)
      age = try container.decode(Int.self, forKey: .age)
      legs = try Int(from: container.superDecoder(forKey: .legs))
      #expect(throws: DecodingError.self) {
        try container.superDecoder(forKey: .legs).unkeyedContainer()
      }
      try super.init(from: container.superDecoder())
    }
  }

  @Test("Classes with what they inherit")
  func inheritance() throws {
    let dog = try decode(#"{"super":{"name":"Rex"},"age":3,"legs":4}"#, as: Dog.self)
    #expect(dog.name == "Rex" && dog.age == 3 && dog.legs == 4)
    #expect(try error(#"{"age":3,"legs":4}"#, as: Dog.self).description.contains(#"there is no value for "super""#))
  }

  @Test("A small and a large object give the same member for each policy on repeated keys", arguments: [0, 40, 5_000])
  func duplicateKeys(others: Int) throws {
    struct Value: Decodable, Equatable {
      var a: Int
      var é: String
      var z: Int?
    }
    let padding = (0..<others).map { #""k\#($0)":\#($0),"# }.joined()
    let text = #"{"a":1,\#(padding)"é":"one","b":0,"\u0061":2,"\u00e9":"two","z":null}"#
    #expect(try decode(text, as: Value.self) == Value(a: 1, é: "one"))
    #expect(try decode(text, as: Value.self, JSONFormat(duplicateKeys: .last)) == Value(a: 2, é: "two"))
    let failed = try error(text, as: Value.self, JSONFormat(duplicateKeys: .fail))
    #expect(failed.description.contains(#"the key "a" is repeated in its object"#))
    #expect(failed.errorColumn == text.utf8.count - #""\u0061":2,"\u00e9":"two","z":null}"#.utf8.count + 1)
    try withLine(text) { line in
      for name in ["a", "é"] {
        #expect(line.field(JSONPath(name))?.bytes == line.field(JSONPath([name]))?.bytes)
      }
      #expect(line.field("a")?.int == 1 && line.field(JSONPath("a", duplicateKeys: .last))?.int == 2)
      #expect(line.field(JSONPath(["é"], duplicateKeys: .last)) == "two")
    }
    struct Keys: Decodable {
      var names: [String]
      init(from decoder: any Decoder) throws {
        names = try decoder.container(keyedBy: Name.self).allKeys.map(\.stringValue)
      }
      struct Name: CodingKey {
        var stringValue: String
        var intValue: Int? { nil }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
      }
    }
    let names = try decode(text, as: Keys.self).names
    #expect(names.count == others + 4 && Set(names).count == names.count)
    #expect(try decode(text, as: Keys.self, JSONFormat(duplicateKeys: .last)).names.suffix(3) == ["a", "é", "z"])
    let small = #"{"a":{"x":1},"b":[{"c":0,"c":0}]}"#
    #expect(try decode(small, as: JSONValue.self, JSONFormat(duplicateKeys: .first)) != .null)
    #expect(try error(small, as: JSONValue.self, JSONFormat(duplicateKeys: .fail)).errorColumn == 26)
  }

  @Test("The last of repeated members is found as deep as the path goes, and as far as a torn document goes")
  func lastFields() throws {
    let text = #"{"a":{"b":1},"c":[{"d":1,"d":2}],"a":{"b":2,"b":3},"c":[{"d":3,"d":4}]}"#
    try withLine(text) { line in
      #expect(line.field("a.b")?.int == 1 && line.field("c.0.d")?.int == 1)
      #expect(line.field(JSONPath("a.b", duplicateKeys: .last))?.int == 3)
      #expect(line.field(JSONPath("c.0.d", duplicateKeys: .last))?.int == 4)
      #expect(line.field(JSONPath("a.x", duplicateKeys: .last)) == nil)
    }
    try withLine(#"{"a":1,"a":2,"x"#) { line in
      #expect(line.field(JSONPath("a", duplicateKeys: .last))?.int == 2)
    }
  }

  @Test("A large object takes time in proportion", .timeLimit(.minutes(10)))
  func largeObjects() throws {
    let members = (0..<50_000).map { #""key \#($0)":\#($0)"# }.joined(separator: ",")
    let all = try withLines(of: Array("{\(members)}".utf8), longLines: .truncate(over: 4_000_000)) { lines in
      let lines = Array(lines)
      return (try lines[0].decode(as: [String: Int].self), try lines[0].decode(as: JSONValue.self))
    }
    #expect(all.0.count == 50_000 && all.0["key 49999"] == 49_999)
    guard case .object(let object) = all.1 else { throw Unexpected() }
    #expect(object["key 49999"] == .number(49_999))
  }

  private struct Unexpected: Error {}

  private struct Dated: Decodable { var time: Date }

  /// The seconds since 1970 of a date, which is the same as `Date` and as ``Timestamp``.
  private func time(_ value: String, _ dates: TimestampFormat) throws -> Double {
    let (text, format) = (#"{"time":\#(value)}"#, JSONFormat(dates: dates))
    let dated = try decode(text, as: Dated.self, format)
    let stamps = try decode(text, as: [String: Timestamp].self, format)
    let stamp = try #require(stamps["time"])
    #expect(abs(stamp.timeIntervalSince1970 - dated.time.timeIntervalSince1970) < 0.000_001)
    return dated.time.timeIntervalSince1970
  }

  @Test("Dates as the format says, and in no other way")
  func dates() throws {
    #expect(try time(#""1970-01-01T00:01:00Z""#, .rfc3339) == 60)
    #expect(try time(#""1970-01-01T02:00:01.5+02:00""#, .rfc3339) == 1.5)
    #expect(try time(#""1970-01-01T00:01:00\u005a""#, .rfc3339) == 60)
    #expect(try time("1767323045", .epochSeconds) == 1_767_323_045)
    #expect(try time("1767323045.25", .epochSeconds) == 1_767_323_045.25)
    #expect(try time(#""1767323045""#, .epochSeconds) == 1_767_323_045)
    #expect(try time("1767323045125", .epochMilliseconds) == 1_767_323_045.125)
    #expect(try time(#""1970-01-02""#, .date()) == 86_400)
    for (value, dates) in [
      ("60", TimestampFormat.rfc3339), (#""60""#, .rfc3339), (#""1970-01-01""#, .rfc3339), (#""x""#, .rfc3339),
      (#""2026-02-30T00:00:00Z""#, .rfc3339), (#""1970-01-01T25:00:00Z""#, .rfc3339), ("null", .rfc3339),
      (#""1970-01-01T00:00:00ZZ""#, .rfc3339), (#""1970-01-01T00:00:00Z x""#, .rfc3339), ("[]", .epochSeconds),
      (#""1970-01-01T00:01:00Z""#, .epochMilliseconds), ("true", .epochSeconds),
    ] {
      let error = try #require(#expect(throws: RecordError.self) { try time(value, dates) })
      #expect(error.errorColumn == 9, "\(error)")
    }
    let day = try error(#"{"time":"2026-02-30T00:00:00Z"}"#, as: Dated.self)
    #expect(
      day.description.contains(
        #""2026-02-30T00:00:00Z" is not a value of type Date: its month has no such day. It is expected as 2026-01-02T"#
      )
    )
    let encoded = String(decoding: try JSONEncoder().encode(["time": Date(timeIntervalSince1970: 60)]), as: UTF8.self)
    let deferred = JSONFormat().decoding(Date.self) { decoder in try Date(from: decoder) }
    #expect(try decode(encoded, as: Dated.self, deferred).time.timeIntervalSince1970 == 60)
    let own = JSONFormat(dates: .epochSeconds).decoding(Date.self) { decoder in
      Date(timeIntervalSince1970: Double(try decoder.singleValueContainer().decode(String.self).count))
    }
    #expect(try decode(#"{"time":"four"}"#, as: Dated.self, own).time.timeIntervalSince1970 == 4)
    #expect(
      try decode(#"{"a":["four","fi"]}"#, as: [String: [Date]].self, own)["a"]?.map(\.timeIntervalSince1970) == [4, 2]
    )
    #expect(try error(#"{"time":1}"#, as: Dated.self, own).errorColumn == 9)
  }

  @Test("Addresses, data, UUIDs, and a decoding of one's own for any type")
  func foundation() throws {
    struct Values: Decodable { var url: URL, data: Data, id: UUID, price: Decimal, far: URL? }
    let id = UUID()
    let values = try decode(
      #"{"url":"https://a.example/?q=1","data":"AQID","id":"\#(id)","price":12.34}"#,
      as: Values.self
    )
    #expect(values.url.absoluteString == "https://a.example/?q=1" && values.data == Data([1, 2, 3]) && values.id == id)
    #expect(values.price == Decimal(string: "12.34") && values.far == nil)
    #expect(
      try error(#"{"url":1}"#, as: [String: URL].self).description.contains(
        "a value of type URL is expected, not a number"
      )
    )
    #expect(
      try error(#"{"data":"?"}"#, as: [String: Data].self).description.contains(#""?" is not a value of type Data"#)
    )
    #expect(throws: RecordError.self) { try decode(#"{"id":"x"}"#, as: [String: UUID].self) }
    struct Celsius: Decodable, Equatable { var degrees: Double }
    let format = JSONFormat().decoding(Celsius.self) {
      Celsius(degrees: try $0.singleValueContainer().decode(Double.self))
    }
    #expect(try decode("[1,2]", as: [Celsius].self, format) == [Celsius(degrees: 1), Celsius(degrees: 2)])
    #expect(try decode(#"[{"degrees":1}]"#, as: [Celsius].self) == [Celsius(degrees: 1)])
  }

  @Test("A decoder finds the user info, the path, and what is asked of it")
  func decoders() throws {
    struct Probe: Decodable {
      let path: [String], inner: [String], info: Int?, hasA: Bool, hasB: Bool, isNil: Bool

      enum Key: CodingKey { case a, b }

      init(from decoder: any Decoder) throws {
        path = decoder.codingPath.map { $0.intValue.map(String.init) ?? $0.stringValue }
        info = decoder.userInfo[CodingUserInfoKey(rawValue: "info")!] as? Int
        let container = try decoder.container(keyedBy: Key.self)
        hasA = container.contains(.a)
        hasB = container.contains(.b)
        isNil = try container.decodeNil(forKey: .a)
        #expect(throws: DecodingError.self) { try container.decodeNil(forKey: .b) }
        #expect(throws: DecodingError.self) { try container.nestedContainer(keyedBy: Key.self, forKey: .a) }
        #expect(throws: DecodingError.self) { try container.nestedUnkeyedContainer(forKey: .a) }
        #expect(throws: DecodingError.self) { try decoder.unkeyedContainer() }
        #expect(container.codingPath.count == path.count)
        inner = try container.superDecoder(forKey: .a).codingPath.map(\.stringValue)
      }
    }
    let format = JSONFormat(userInfo: [CodingUserInfoKey(rawValue: "info")!: 7])
    let probe = try decode(#"{"x y":[0,{"a":null}]}"#, as: [String: Lenient<Probe>].self, format)["x y"]!.value!
    #expect(probe.path == ["x y", "1"] && probe.inner == ["x y", "Index 1", "a"] && probe.info == 7)
    #expect(probe.hasA && !probe.hasB && probe.isNil)
  }

  /// The last element of a list.
  private struct Lenient<Value: Decodable>: Decodable {
    var value: Value?

    init(from decoder: any Decoder) throws {
      var container = try decoder.unkeyedContainer()
      while !container.isAtEnd {
        if let value = try? container.decode(Value.self) {
          self.value = value
        } else {
          _ = try? container.decode(Int.self)
        }
      }
    }
  }

  @Test("A decoder and its containers may outlive the decoding, the line and the file")
  func escaping() throws {
    final class Keeper: Decodable {
      let decoder: any Decoder
      let container: KeyedDecodingContainer<Key>
      enum Key: CodingKey { case a, list }
      init(from decoder: any Decoder) throws {
        self.decoder = decoder
        container = try decoder.container(keyedBy: Key.self)
      }
    }
    let keepers = try withLines(
      of: Array((0..<10_000).map { #"{"a":\#($0),"list":["x"]}"# }.joined(separator: "\n").utf8)
    ) { lines in
      Array(lines.decoded(as: Keeper.self))
    }
    for (number, keeper) in keepers.enumerated() {
      #expect(try keeper.container.decode(Int.self, forKey: .a) == number)
      #expect(try keeper.container.decode([String].self, forKey: .list) == ["x"])
    }
  }

  @Test("An error has the path, the place and the JSON error, in each form")
  func errors() throws {
    struct Peer: Decodable { var id: Int, name: String }
    let text = #"{"peers":[{"id":1,"name":"a"},{"id":"x","name":"b"}]}"#
    let mismatch = try error(text, as: [String: [Peer]].self)
    #expect(mismatch.errorColumn == 37 && mismatch.errorLine == 1)
    #expect(
      mismatch.description
        == #"Cannot read "bytes in memory", record 1 at byte 0: it cannot be decoded: column 37: "peers.1.id": "#
        + "a value of type Int is expected, not a string. Mend it, or skip or handle such records."
    )
    guard case .typeMismatch(let type, let context)? = mismatch.underlying as? DecodingError else { throw Unexpected() }
    #expect(type == Int.self && context.codingPath.map(\.stringValue) == ["peers", "Index 1", "id"])
    let place = try #require(context.underlyingError as? JSONError)
    #expect(place.offset == 36 && "\(place)" == "at byte 36: a value of type Int is expected, not a string")
    let missing = try error(#"{"peers":[{"id":1}]}"#, as: [String: [Peer]].self)
    #expect(missing.errorColumn == 11 && missing.description.contains(#"there is no value for "peers.0.name""#))
    let null = try error(#"{"peers":null}"#, as: [String: [Peer]].self)
    #expect(null.description.contains(#"column 10: "peers": a value of type Array<Any> is expected, not null"#))
    #expect(
      try error(#"{"peers":[{"id":1.5}]}"#, as: [String: [Peer]].self).description.contains(
        "1.5 is not a value of type Int"
      )
    )
    try withLine(#"{"a":{"b":"#) { line in
      // The offset is that in the field.
      #expect(line.field("a") == nil)
    }
    try withLine(#"{"a":{"b":01}}"#) { line in
      let error = #expect(throws: DecodingError.self) { try line.field("a")?.decode(as: [String: Int].self) }
      guard case .dataCorrupted(let context)? = error else { throw Unexpected() }
      #expect((context.underlyingError as? JSONError)?.offset == 6)
    }
  }

  @Test("A field is decoded by a format too")
  func fieldFormats() throws {
    try withLine(#"{"t":60,"o":{"a":1,"a":2}}"#) { line in
      let (time, object) = (try #require(line.field("t")), try #require(line.field("o")))
      let date = try time.decode(as: Date.self, JSONFormat(dates: .epochSeconds))
      #expect(date == Date(timeIntervalSince1970: 60))
      #expect(try object.decode(as: [String: Int].self, JSONFormat(duplicateKeys: .last)) == ["a": 2])
      #expect(try object.decode(as: [String: Int].self) == ["a": 1])
      #expect(throws: DecodingError.self) {
        try object.decode(as: [String: Int].self, JSONFormat(duplicateKeys: .fail))
      }
    }
  }
}
