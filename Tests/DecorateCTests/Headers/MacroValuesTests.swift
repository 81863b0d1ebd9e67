import Testing

@testable import DecorateC

@Suite("The numbers of macros") struct MacroValuesTests {
  /// The number of the macro `X`, where `ONE` is 1 and the constant `TEN` of an enumeration is 10.
  private func value(_ tokens: String, others: [String: String] = [:]) -> Int64? {
    let place = SourcePlace(file: "a.h", line: 1, column: 1)
    func macro(_ name: String, _ text: String, isFunctionLike: Bool = false) -> CMacro {
      CMacro(
        name: name,
        isFunctionLike: isFunctionLike,
        tokens: text.split(separator: " ").map(String.init),
        value: nil,
        place: place
      )
    }
    var header = Header(name: "a.h")
    header.enumerations = [
      CEnumeration(name: "e", constants: [CConstant(name: "TEN", value: 10, place: place)], place: place)
    ]
    header.macros =
      [macro("X", tokens), macro("ONE", "1"), macro("CALL", "1", isFunctionLike: true)]
      + others.map { macro($0.key, $0.value) }
    header.evaluateMacros()
    #expect(header.macros[2].value == nil)
    return header.macros[0].value
  }

  @Test(
    "Literals, other macros and constants are numbers",
    arguments: [
      ("0", 0), ("42", 42), ("- 1", -1), ("( - 6 )", -6), ("0x1F", 31), ("0X1fUL", 31), ("010", 8), ("0b101", 5),
      ("7u", 7),
      ("7LL", 7), ("'a'", 97), ("ONE", 1), ("TEN", 10), ("~ 0", -1), ("+ 3", 3), ("9223372036854775807", .max),
    ] as [(String, Int64)]
  )
  func reads(tokens: String, expected: Int64) {
    #expect(value(tokens) == expected)
  }

  @Test(
    "Operators bind as in C",
    arguments: [
      ("1 + 2 * 3", 7), ("( 1 + 2 ) * 3", 9), ("10 | 1 << 8", 266), ("10 | ( 22 << 8 )", 5642), ("1 << 2 + 1", 8),
      ("7 & 3 | 8", 11), ("6 ^ 3", 5), ("256 >> 4", 16), ("5 - 2 - 1", 2), ("TEN + ONE", 11), ("- ONE + - 2", -3),
    ] as [(String, Int64)]
  )
  func binds(tokens: String, expected: Int64) {
    #expect(value(tokens) == expected)
  }

  @Test(
    "Anything else has no number",
    arguments: [
      "", "\"text\"", "1.5", "unknown", "1 +", "( 1", "1 )", "1 2", "1 << 64", "1 << -1", "CALL ( 1 )", "( int ) 1",
      "089",
      "9223372036854775807 + 1", "9223372036854775808", "X", "{", "1 / 0",
    ]
  )
  func refuses(tokens: String) {
    #expect(value(tokens) == nil)
  }

  @Test("Macros that name each other in a circle, or too deep, have no number")
  func ends() {
    #expect(value("A", others: ["A": "B", "B": "A"]) == nil)
    let chain = (0..<200).map { ("M\($0)", "M\($0 + 1)") } + [("M200", "1")]
    #expect(value("M100", others: Dictionary(uniqueKeysWithValues: chain)) == 1)
    #expect(value("M0", others: Dictionary(uniqueKeysWithValues: chain)) == nil)
  }
}
