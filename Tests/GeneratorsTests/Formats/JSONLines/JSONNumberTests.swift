import DecoratorsTesting
import Foundation
import Generators
import Testing

@Suite("Numbers of JSON")
struct JSONNumberTests {
  private func decode<Value: Decodable>(_ text: String, as type: Value.Type) throws -> Value {
    try withLine(text) { try $0.decode(as: type) }
  }

  /// The value of each type that the text has one of.
  private func check<Integer: FixedWidthInteger & Decodable>(_ texts: [String: Integer?], _ type: Integer.Type) throws {
    for (text, value) in texts {
      if let value {
        #expect(try decode(text, as: type) == value, "\(text) as \(type)")
      } else {
        let error = #expect(throws: RecordError.self) { try decode(text, as: type) }
        #expect(error.map { "\($0)" }?.contains("\(text) is not a value of type \(type)") == true)
      }
    }
  }

  @Test("An integer is exact or refused, for every type, whatever way it is written")
  func integers() throws {
    try check(
      [
        "0": 0, "-0": 0, "127": 127, "-128": -128, "128": nil, "-129": nil, "1e2": 100, "13e1": nil, "1.5": nil,
        "12.70e1": 127,
      ],
      Int8.self
    )
    try check(
      [
        "255": 255, "256": nil, "-1": nil, "-0": 0, "25.5e1": 255, "2560e-1": nil, "0.0": 0, "1e400": nil,
        "1e-400": nil,
      ],
      UInt8.self
    )
    try check(["32767": 32_767, "-32768": -32_768, "32768": nil], Int16.self)
    try check(["65535": 65_535, "65536": nil, "-1": nil], UInt16.self)
    try check(["2147483647": .max, "-2147483648": .min, "2147483648": nil], Int32.self)
    try check(["4294967295": .max, "4294967296": nil], UInt32.self)
    try check(
      [
        "9223372036854775807": .max, "-9223372036854775808": .min, "9223372036854775808": nil,
        "9007199254740993": 9_007_199_254_740_993,
        "9007199254740993.0": 9_007_199_254_740_993, "92233720368547758070e-1": .max, "1E2": 100,
        "1e18": 1_000_000_000_000_000_000, "1e19": nil,
        "123456789012345678901234567890": nil, "0e99999999999999999999": 0, "1000000000000000000000e-21": 1,
      ],
      Int64.self
    )
    try check(["9223372036854775807": .max, "-9223372036854775809": nil, "3.0": 3, "3e2": 300], Int.self)
    try check(
      ["18446744073709551615": .max, "18446744073709551616": nil, "1844674407370955161500e-2": .max],
      UInt64.self
    )
    try check(["18446744073709551615": .max, "-1": nil], UInt.self)
    try check(
      [
        "170141183460469231731687303715884105727": .max, "-170141183460469231731687303715884105728": .min,
        "170141183460469231731687303715884105728": nil,
      ],
      Int128.self
    )
    try check(
      [
        "340282366920938463463374607431768211455": .max, "340282366920938463463374607431768211456": nil,
        "1e38": 100_000_000_000_000_000_000_000_000_000_000_000_000,
      ],
      UInt128.self
    )
  }

  @Test("A Double is the nearest one, as Swift reads it, and none for what is beyond all")
  func doubles() throws {
    var generator = SeededGenerator(seed: 3)
    var texts = [
      "0", "-0", "0.1", "-0.0", "1e22", "1e23", "9007199254740992", "9007199254740993", "9007199254740993.0",
      "123456789012345678", "5e-324", "2.4703282292062327e-324",
      "2.2250738585072011e-308", "1.7976931348623157e308", "1.7976931348623158e308", "1e-400", "0.3",
      "4503599627370496.5", "1e-22", "1e-23", "3600.0", "1450461120.123456",
    ]
    for _ in 0..<3_000 {
      let double = Double(bitPattern: generator.next())
      if double.isFinite { texts.append("\(double)") }
      let digits = String(UInt64.random(in: 0...(1 << UInt64.random(in: 1...63, using: &generator)), using: &generator))
      let exponent = Int.random(in: -30...30, using: &generator)
      texts.append(digits + "e\(exponent)")
      texts.append("0.\(digits)e\(exponent)")
      texts.append("\(digits).\(digits)")
    }
    for text in texts {
      let expected = try #require(Double(text))
      let decoded = try decode(text, as: Double.self)
      #expect(decoded.bitPattern == expected.bitPattern, "\(text)")
      #expect(try withLine(text) { $0.json?.double }?.bitPattern == expected.bitPattern, "\(text)")
    }
    for text in ["1e400", "-1e400", "1.7976931348623159e308", "1e99999999999999999999"] {
      #expect(throws: RecordError.self) { try decode(text, as: Double.self) }
      #expect(try withLine(text) { $0.json?.double } == nil)
    }
  }

  @Test("A Float is the nearest one, rounded once")
  func floats() throws {
    // Over a Double it would be rounded twice.
    for text in ["0.1", "16777217", "1.00000017881393432617187499", "1e-46", "3.4028235e38", "-0"] {
      #expect(try decode(text, as: Float.self).bitPattern == Float(text)!.bitPattern, "\(text)")
    }
    #expect(throws: RecordError.self) { try decode("3.5e38", as: Float.self) }
  }

  @Test("A Decimal keeps all digits, or is refused")
  func decimals() throws {
    for text in [
      "0", "-0.1", "12.34", "1e10", "99999999999999999999999999999999999999",
      "0.00000000000000000000000000000000000001",
    ] {
      #expect(try decode(text, as: Decimal.self) == Decimal(string: text), "\(text)")
    }
    for text in ["1234567890123456789012345678901234567890", "1e200", "0.123456789012345678901234567890123456789"] {
      #expect(throws: RecordError.self) { try decode(text, as: Decimal.self) }
    }
    #expect(throws: RecordError.self) { try decode(#""1""#, as: Decimal.self) }
  }

  @Test("Text fields and JSON read numbers by one rule")
  func sameAsText() throws {
    var random = SeededGenerator(seed: 9)
    func digits(_ count: ClosedRange<Int>) -> String {
      (0..<Int.random(in: count, using: &random)).map { _ in "\(Int.random(in: 0...9, using: &random))" }.joined()
    }
    for _ in 0..<3_000 {
      var text = Bool.random(using: &random) ? "-" : ""
      text += "\(Int.random(in: 1...9, using: &random))" + digits(0...22)
      if Bool.random(using: &random) { text += "." + digits(1...22) }
      if Bool.random(using: &random) { text += "e\(Int.random(in: -40...40, using: &random))" }
      let field = try #require(try withLine(text) { line in line.json.map { ($0.int, $0.double?.bitPattern) } })
      let own = try withLine(text) { ($0.bytes.int, $0.bytes.double?.bitPattern) }
      #expect(field.0 == own.0 && field.1 == own.1, "\(text)")
      let decimal = try? decode(text, as: Decimal.self)
      let row = try withCSVRecords(of: Array("n\n\(text)\n".utf8), .headed) { records in
        try? records.first { _ in true }?.decode(as: [String: Decimal].self)
      }
      #expect(row?["n"] == decimal, "\(text)")
    }
  }

  @Test("A number is no string, no Boolean, and the other way round")
  func kinds() throws {
    #expect(throws: RecordError.self) { try decode(#""1""#, as: Int.self) }
    #expect(throws: RecordError.self) { try decode("1", as: String.self) }
    #expect(throws: RecordError.self) { try decode("1", as: Bool.self) }
    #expect(throws: RecordError.self) { try decode("true", as: Int.self) }
    #expect(throws: RecordError.self) { try decode("null", as: Double.self) }
  }

  @Test("A number of very many digits takes time in proportion", .timeLimit(.minutes(10)))
  func manyDigits() throws {
    let digits = String(repeating: "9", count: 500_000)
    #expect(throws: RecordError.self) { try decode(digits, as: Int.self) }
    #expect(try decode("0." + digits, as: Double.self) == 1)
    #expect(try decode("1." + String(repeating: "0", count: 500_000), as: Int.self) == 1)
  }
}
