import DecoratorsTesting
import Foundation
import Generators
import Testing

@Suite("Decoded CSV records")
struct DecodedCSVRecordsTests {
  private enum Level: String, Decodable { case low, high }
  private enum Rank: Int, Decodable { case first = 1, second }

  private struct Person: Decodable, Equatable, Sendable {
    var name: String
    var age: Int?
  }

  private let people = Array("name,age\nAnn,30\nBob,\nEve,x\nJoe,5\n".utf8)

  private func decode<Value: Decodable>(_ type: Value.Type, _ names: String, _ record: String) throws -> Value {
    try withCSVRecords(of: Array("\(names)\n\(record)\n".utf8), .headed) { records in
      var records = records.makeIterator()
      let record = records.next()
      return try #require(record).decode(as: type)
    }
  }

  private func error<Value: Decodable>(_ type: Value.Type, _ names: String, _ record: String) -> String? {
    do {
      _ = try decode(type, names, record)
      return nil
    } catch let error as RecordError {
      let parts = error.description.components(separatedBy: "it cannot be decoded: ")
      #expect(error.code == .undecodable)
      #expect(error.underlying is DecodingError)
      #expect(error.number == 2)
      #expect(parts.last?.hasSuffix(". Mend it, or skip or handle such records.") == true)
      return parts.last?.components(separatedBy: ". Mend it").first
    } catch {
      return "\(error)"
    }
  }

  // MARK: What becomes what

  @Test("Every number, text, truth and raw value is decoded from its field")
  func types() throws {
    struct All: Decodable, Equatable {
      var s: String, b: Bool, c: Bool, d: Double, f: Float
      var i: Int, i8: Int8, i16: Int16, i32: Int32, i64: Int64
      var u: UInt, u8: UInt8, u16: UInt16, u32: UInt32, u64: UInt64
      var level: Level, rank: Rank
    }
    let all = try decode(
      All.self,
      "s,b,c,d,f,i,i8,i16,i32,i64,u,u8,u16,u32,u64,level,rank",
      "\"a, b\",true,0,1.5e3,-.5,-7,-8,+16,-32,64,1,8,16,32,18446744073709551615,high,2"
    )
    #expect(
      all
        == All(
          s: "a, b",
          b: true,
          c: false,
          d: 1500,
          f: -0.5,
          i: -7,
          i8: -8,
          i16: 16,
          i32: -32,
          i64: 64,
          u: 1,
          u8: 8,
          u16: 16,
          u32: 32,
          u64: .max,
          level: .high,
          rank: .second
        )
    )
    struct Wide: Decodable {
      var i: Int128
      var u: UInt128
    }
    let wide = try decode(
      Wide.self,
      "i,u",
      "-170141183460469231731687303715884105728,340282366920938463463374607431768211455"
    )
    #expect(wide.i == .min)
    #expect(wide.u == .max)
    struct Truths: Decodable { var a: Bool, b: Bool, c: Bool, d: Bool }
    let truths = try decode(Truths.self, "a,b,c,d", "TRUE,False,1,FALSE")
    #expect([truths.a, truths.b, truths.c, truths.d] == [true, false, true, false])
  }

  @Test("Types that wrap a single value are decoded from their field")
  func wrapped() throws {
    struct Identifier: Decodable, Equatable {
      var value: UInt16

      init(from decoder: any Decoder) throws { value = try decoder.singleValueContainer().decode(UInt16.self) }
    }
    struct All: Decodable {
      var id: Identifier
      var date: Date
      var maybe: Level?
    }
    let all = try decode(All.self, "id,date,maybe", "7,2001-01-01T00:00:12Z,")
    #expect(all.id.value == 7)
    #expect(all.date.timeIntervalSinceReferenceDate == 12)
    #expect(all.maybe == nil)
    struct Everything: Decodable, Equatable {
      var b: Bool, s: String, d: Double, f: Float, i: [Int64], u: [UInt64]

      init(from decoder: any Decoder) throws {
        func single<Key: CodingKey>(_ c: KeyedDecodingContainer<Key>, _ key: Key) throws
          -> any SingleValueDecodingContainer
        {
          try c.superDecoder(forKey: key).singleValueContainer()
        }
        enum Key: String, CodingKey { case b, s, n }
        let fields = try decoder.container(keyedBy: Key.self)
        b = try single(fields, .b).decode(Bool.self)
        s = try single(fields, .s).decode(String.self)
        let n = try single(fields, .n)
        (d, f) = (try n.decode(Double.self), try n.decode(Float.self))
        i = try [
          Int64(n.decode(Int.self)), Int64(n.decode(Int8.self)), Int64(n.decode(Int16.self)),
          Int64(n.decode(Int32.self)), n.decode(Int64.self), Int64(n.decode(Int128.self)),
        ]
        u = try [
          UInt64(n.decode(UInt.self)), UInt64(n.decode(UInt8.self)), UInt64(n.decode(UInt16.self)),
          UInt64(n.decode(UInt32.self)), n.decode(UInt64.self), UInt64(n.decode(UInt128.self)),
        ]
        #expect(!n.decodeNil())
        #expect(try fields.decodeNil(forKey: .s) == false)
      }
    }
    let everything = try decode(Everything.self, "b,s,n", "1,x,9")
    #expect(everything.b && everything.s == "x" && everything.d == 9 && everything.f == 9)
    #expect(everything.i == Array(repeating: 9, count: 6))
    #expect(everything.u == Array(repeating: 9, count: 6))
  }

  @Test("An optional is nil where the field is empty, the record is too short or there is no such name")
  func optionals() throws {
    struct All: Decodable, Equatable {
      var a: String?, b: Int?, c: Bool?, d: Level?
    }
    #expect(try decode(All.self, "a,b,c,d", ",,,") == All())
    #expect(try decode(All.self, "x", "1") == All())
    #expect(try decode(All.self, "a,b,c,d", "x,1,true,low") == All(a: "x", b: 1, c: true, d: .low))
    let short = CSVFormat(header: .names(["a", "b"]), ragged: .allow)
    let read = try withCSVRecords(of: Array("x".utf8), short) { try $0.map { try $0.decode(as: All.self) } }
    #expect(read == [All(a: "x")])
    struct Text: Decodable { var a: String }
    #expect(try decode(Text.self, "a,b", ",1").a == "")
  }

  @Test("A dictionary takes the names that a record has fields for; keys of one's own map names")
  func keys() throws {
    #expect(try decode([String: Int].self, "a,b", "1,2") == ["a": 1, "b": 2])
    let short = CSVFormat(header: .names(["a", "b"]), ragged: .allow)
    let read = try withCSVRecords(of: Array("x".utf8), short) {
      try $0.map { try $0.decode(as: [String: String].self) }
    }
    #expect(read == [["a": "x"]])
    struct Named: Decodable {
      enum CodingKeys: String, CodingKey { case total = "total amount" }
      var total: Double
    }
    #expect(try decode(Named.self, "total amount", "2.5").total == 2.5)
    class Base: Decodable { var a = 0 }
    final class Derived: Base {
      var b = 0

      required init(from decoder: any Decoder) throws {
        enum Key: String, CodingKey { case b }
        let fields = try decoder.container(keyedBy: Key.self)
        b = try fields.decode(Int.self, forKey: .b)
        try super.init(from: fields.superDecoder())
      }
    }
    let derived = try decode(Derived.self, "a,b", "1,2")
    #expect(derived.a == 1)
    #expect(derived.b == 2)
  }

  // MARK: Errors

  @Test("What cannot be decoded says which field, what it holds and what is wrong with it")
  func sentences() {
    struct Number: Decodable { var n: Int }
    struct Small: Decodable { var n: Int8 }
    struct Truth: Decodable { var n: Bool }
    struct Named: Decodable { var n: Level }
    struct Nested: Decodable { var n: Number }
    struct List: Decodable { var n: [Int] }
    struct Lists: Decodable {
      init(from decoder: any Decoder) throws {
        enum Key: String, CodingKey { case n }
        _ = try decoder.container(keyedBy: Key.self).nestedUnkeyedContainer(forKey: .n)
      }
    }
    struct Tree: Decodable {
      init(from decoder: any Decoder) throws {
        enum Key: String, CodingKey { case n }
        _ = try decoder.container(keyedBy: Key.self).nestedContainer(keyedBy: Key.self, forKey: .n)
      }
    }
    let noContainer = #""n": a field is a single value, not a list and nothing with keys"#
    #expect(error(Number.self, "n", "1x") == #""n": "1x" is no Int"#)
    #expect(error(Number.self, "n", "\" 1\"") == #""n": " 1" is no Int"#)
    #expect(error(Small.self, "n", "128") == #""n": "128" is no Int8: it is too large or too small for one"#)
    #expect(error(Truth.self, "n", "yes") == #""n": "yes" is no Bool"#)
    #expect(error(Number.self, "n,m", ",1") == #""n" is empty where a value of type Int is expected"#)
    #expect(error(Number.self, "m", "1") == #"there is no value for "n""#)
    #expect(error(Named.self, "n", "mid") == #""n": Cannot initialize Level from invalid String value mid"#)
    #expect(error(Nested.self, "n", "1") == noContainer)
    #expect(error(List.self, "n", "1") == noContainer)
    #expect(error(Lists.self, "n", "1") == noContainer)
    #expect(error(Tree.self, "n", "1") == noContainer)
    #expect(error([Int].self, "n", "1") == "its fields are decoded by names, not as a list")
    #expect(error(Int.self, "n", "1") == "its fields are decoded by names, not as one value")
  }

  @Test("An error names its input, record and place; without a header there is nothing to decode by")
  func places() throws {
    try withTemporaryFile(people) { path in
      let error = #expect(throws: RecordError.self) {
        try withCSVRecords(at: path, .headed) { records in for _ in records.decoded(as: Person.self) {} }
      }
      #expect(error?.source == path)
      #expect(error?.number == 4)
      #expect(error?.offset == 21)
      #expect(
        error?.description
          == "Cannot read \"\(path)\", record 4, line 4, at byte 21: it cannot be decoded: \"age\": \"x\" is no Int. Mend it, or skip "
          + "or handle such records."
      )
    }
    let error = #expect(throws: RecordError.self) {
      try withCSVRecords(of: people) { records in for _ in records.decoded(as: Person.self) {} }
    }
    #expect(error?.code == .noHeader)
    #expect(
      error?.description
        == "Cannot read \"bytes in memory\", record 1, line 1, at byte 0: its fields have no names to decode it by. Give the format a "
        + "header."
    )
  }

  // MARK: Sequences

  @Test("G1: the first record that cannot be decoded ends the sequence, and the scope throws its error")
  func failing() throws {
    var read: [Person] = []
    let error = #expect(throws: RecordError.self) {
      try withCSVRecords(of: people, .headed) { records in
        var values = records.decoded(as: Person.self).makeIterator()
        while let value = values.next() { read.append(value) }
        for _ in 0..<3 { #expect(values.next() == nil) }
        #expect(records.failure is RecordError)
      }
    }
    #expect(read == [Person(name: "Ann", age: 30), Person(name: "Bob")])
    #expect(error?.number == 4)
  }

  @Test("Records that cannot be decoded are handed over with their errors, or counted, and the others go on")
  func skipping() throws {
    let failures = FailureCount()
    try withCSVRecords(of: people, .headed) { records in
      var rejected: [(String, Int)] = []
      let values = records.decoded(as: Person.self, onFailure: { rejected.append(($0[0].string, $1.number)) })
      #expect(Array(values.map(\.name)) == ["Ann", "Bob", "Joe"])
      #expect(rejected.map(\.0) == ["Eve"])
      #expect(rejected.map(\.1) == [4])
    }
    try withCSVRecords(of: people, .headed) { records in
      let values = records.filter { $0.number > 2 }.decoded(as: Person.self, countingFailures: failures)
      #expect(values.map(\.name) == ["Bob", "Joe"])
    }
    #expect(failures.count == 1)
    #expect((failures.last as? RecordError)?.number == 4)
  }

  @Test("G1: the asynchronous forms do the same")
  func asynchronous() async throws {
    try await withTemporaryFile(people) { path in
      let records = AsyncCSVRecords(at: path, .headed)
      let failed = await drain(records.decoded(as: Person.self))
      #expect(failed.elements.map(\.name) == ["Ann", "Bob"])
      #expect(failed.failed && failed.isOver)
      await #expect(throws: RecordError.self) { for try await _ in records.decoded(as: Person.self) {} }

      let rejected = ValueRecorder<String>()
      let handled = await drain(
        records.decoded(as: Person.self, onFailure: { rejected.append("\($0[0].string) \($1.number)") })
      )
      #expect(handled.elements.map(\.name) == ["Ann", "Bob", "Joe"])
      #expect(!handled.failed && handled.isOver)
      #expect(rejected.values == ["Eve 4"])

      let failures = FailureCount()
      let counted = await drain(records.decoded(as: Person.self, countingFailures: failures))
      #expect(counted.elements.count == 3)
      #expect(failures.count == 1)
    }
  }

  @Test("Cancellation is no failure of a record")
  func cancellation() async throws {
    let failures = FailureCount()
    try await withTemporaryFile(people) { path in
      let task = Task {
        withUnsafeCurrentTask { $0?.cancel() }
        let values = AsyncCSVRecords(at: path, .headed).decoded(as: Person.self, countingFailures: failures)
        for try await _ in values {}
      }
      await #expect(throws: CancellationError.self) { try await task.value }
    }
    #expect(failures.count == 0)
  }
}
