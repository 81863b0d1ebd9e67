import DecoratorsTesting
import Foundation
import Generators
import Testing

@Suite("Decoded logfmt")
struct LogfmtDecodingTests {
  enum Level: String, Decodable { case info, error }
  enum Status: Int, Decodable { case ok = 200, failed = 500 }

  struct Entry: Decodable, Equatable {
    var level: Level
    var msg: String
    var status: Status
    var ratio: Double
    var debug: Bool
    var quiet: Bool?
    var retries: Int?
    var note: String?
    var big: UInt64
    var small: Int8
  }

  private func decode<Value: Decodable>(_ text: String, as type: Value.Type = Value.self) throws -> [Value] {
    try withLines(of: Array(text.utf8)) { lines in Array(lines.decoded(as: type, from: .logfmt)) }
  }

  private func sentence<Value: Decodable>(_ text: String, as type: Value.Type) throws -> String {
    let error = try #require(#expect(throws: RecordError.self) { try decode(text, as: type) })
    return "\(error)"
  }

  @Test("Numbers, truth values, optionals and enumerations are read from their texts")
  func values() throws {
    let text =
      #"level=error msg="no \"route\"" status=500 ratio=0.25 debug big=18446744073709551615 small=-128 retries= other=1"#
    let entry = try decode(text, as: Entry.self)[0]
    #expect(
      entry
        == Entry(
          level: .error,
          msg: "no \"route\"",
          status: .failed,
          ratio: 0.25,
          debug: true,
          quiet: nil,
          retries: nil,
          note: nil,
          big: .max,
          small: -128
        )
    )
    let other = try decode(
      "level=info msg= status=200 ratio=1e2 debug=false quiet retries=3 note=x big=0 small=1",
      as: Entry.self
    )
    #expect(other[0].msg == "" && other[0].ratio == 100 && other[0].debug == false && other[0].quiet == true)
    #expect(other[0].retries == 3 && other[0].note == "x")
  }

  @Test("Every type of number is read and checked")
  func numbers() throws {
    struct All: Decodable {
      var a: Int8, b: Int16, c: Int32, d: Int64, e: Int128, f: UInt, g: UInt8, h: UInt16, i: UInt32, j: UInt128,
        k: Float
    }
    let all = try decode("a=-1 b=-2 c=-3 d=-4 e=-5 f=6 g=7 h=8 i=9 j=10 k=1.5", as: All.self)[0]
    #expect(all.a == -1 && all.b == -2 && all.c == -3)
    #expect(all.d == -4 && all.e == -5 && all.f == 6)
    #expect(all.g == 7 && all.h == 8 && all.i == 9)
    #expect(all.j == 10 && all.k == 1.5)
    for (key, text) in [("g", "256"), ("a", "-129"), ("f", "-1"), ("i", "1.5"), ("h", "x"), ("d", "0x10")] {
      struct Nothing: Error {}
      let line = "a=1 b=1 c=1 d=1 e=1 f=1 g=1 h=1 i=1 j=1 k=1".split(separator: " ")
        .map { $0.hasPrefix("\(key)=") ? "\(key)=\(text)" : String($0) }.joined(separator: " ")
      #expect(try sentence(line, as: All.self).contains("\"\(key)\": \"\(text)\" is no "))
    }
  }

  @Test("Truth values as people and programs write them")
  func truth() throws {
    struct Flag: Decodable { var on: Bool }
    for text in ["on", "on=true", "on=True", "on=TRUE", "on=1", #"on="true""#] {
      #expect(try decode(text, as: Flag.self)[0].on)
    }
    for text in ["on=false", "on=False", "on=FALSE", "on=0"] { #expect(try !decode(text, as: Flag.self)[0].on) }
    #expect(try sentence("on=yes", as: Flag.self).contains(#""on": "yes" is no Bool"#))
    #expect(try sentence("on=", as: Flag.self).contains(#""on" is empty where a value of type Bool is expected"#))
  }

  @Test("Dates, addresses and decimal numbers")
  func foundation() throws {
    struct Dated: Decodable {
      var time: Date
      var url: URL?
      var price: Decimal?
      var id: UUID?
    }
    let id = UUID()
    let entry = try decode("time=1970-01-01T00:01:00Z url=https://a.example/?q=1 price=12.34 id=\(id)", as: Dated.self)[
      0
    ]
    #expect(entry.time.timeIntervalSince1970 == 60 && entry.url?.absoluteString == "https://a.example/?q=1")
    #expect(entry.price == Decimal(string: "12.34") && entry.id == id)
    for (text, seconds) in [
      ("1970-01-01T00:00:01.5Z", 1.5), ("1970-01-01T02:00:00+02:00", 0), ("1969-12-31T23:00:00-01:00", 0),
    ] {
      #expect(try decode("time=\(text)", as: Dated.self)[0].time.timeIntervalSince1970 == seconds)
    }
    for text in ["1970-01-01", "60", "1970-01-01T00:00:00", "1970-01-01T00:00:00Zx", #""1970-01-01T00:00:00Z x""#] {
      #expect(try sentence("time=\(text)", as: Dated.self).contains("is no Date"), "\(text)")
    }
    #expect(
      try sentence("time=1970-01-01T00:01:00Z price=1x", as: Dated.self).contains(#""price": "1x" is no Decimal"#)
    )
  }

  @Test("A dictionary takes all fields, and the first of a key that comes again")
  func dictionary() throws {
    #expect(try decode("a=1 b=two c a=3", as: [String: String].self) == [["a": "1", "b": "two", "c": ""]])
    #expect(try decode("a=1 b=2", as: [String: Int?].self) == [["a": 1, "b": 2]])
  }

  @Test("A line of very many keys takes time in proportion", .timeLimit(.minutes(10)))
  func manyKeys() throws {
    struct Ends: Decodable, Equatable { var k0: Int, k9999: Int }
    let line = (0..<10_000).map { "k\($0)=\($0) k\($0)=again" }.joined(separator: " ")
    let all = try withLines(of: Array(line.utf8), longLines: .truncate(over: 4_000_000)) { lines in
      Array(lines.decoded(as: [String: String].self, from: .logfmt))
    }
    #expect(all[0].count == 10_000 && all[0]["k9999"] == "9999")
    let ends = try withLines(of: Array(line.utf8), longLines: .truncate(over: 4_000_000)) { lines in
      Array(lines.decoded(as: Ends.self, from: .logfmt))
    }
    #expect(ends == [Ends(k0: 0, k9999: 9_999)])
  }

  @Test("What cannot be decoded is an error with a sentence")
  func errors() throws {
    struct Nested: Decodable {
      struct Inner: Decodable { var x: Int }
      var a: Inner
    }
    struct List: Decodable { var a: [Int] }
    struct One: Decodable { var a: Int }
    #expect(
      try sentence("b=1", as: One.self).hasSuffix(
        #"there is no value for "a". Mend it, or skip or handle such records."#
      )
    )
    #expect(try sentence("a", as: One.self).contains(#""a" is empty where a value of type Int is expected"#))
    #expect(try sentence("a=1", as: Nested.self).contains(#""a": a field is a single value"#))
    #expect(try sentence("a=1", as: List.self).contains(#""a": a field is a single value"#))
    #expect(try sentence("a=1", as: [Int].self).contains("its fields are decoded by names, not as a list"))
    #expect(try sentence("a=1", as: Int.self).contains("its fields are decoded by names, not as one value"))
    #expect(try sentence("level=warn", as: [String: Level].self).contains("\"level\""))
    let torn = try #require(#expect(throws: RecordError.self) { try decode("a=1\n\na=2 b=\"x", as: One.self) })
    #expect(torn.code == .unterminatedQuote && torn.number == 3 && torn.offset == 5 && torn.underlying == nil)
    #expect(
      "\(torn)" == #"Cannot read "bytes in memory", record 3 at byte 5: the value of "b" has no closing quote. "#
        + "Mend it, or skip or handle such records."
    )
  }

  @Test("Inherited and nested decoders get the same fields")
  func superDecoder() throws {
    struct Both: Decodable {
      var a: Int
      var rest: [String: String]

      enum Key: String, CodingKey { case a }

      init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        a = try Int(from: container.superDecoder(forKey: .a))
        rest = try [String: String](from: container.superDecoder())
      }
    }
    let both = try decode("a=1 b=2", as: Both.self)[0]
    #expect(both.a == 1 && both.rest == ["a": "1", "b": "2"])
  }

  @Test("G12: blank lines are no records, and failures are handed over or counted")
  func policies() throws {
    struct One: Decodable { var a: Int }
    let count = FailureCount()
    let values = try withLines(of: Array("a=1\r\n\r\n  \nb=2\na=3".utf8)) { lines in
      Array(lines.decoded(as: One.self, from: .logfmt, countingFailures: count).map(\.a))
    }
    #expect(values == [1, 3])
    #expect(count.count == 1 && (count.last as? RecordError)?.number == 4)
    #expect(try withLine("a=7") { try $0.decode(as: One.self, from: .logfmt).a } == 7)
  }
}
