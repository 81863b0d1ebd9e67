import Foundation

/// A JSON document as `JSONDecoder` reads it.
indirect enum JSONValue: Decodable, Equatable {
  case null, bool(Bool), number(Double), string(String), array([JSONValue]), object([String: JSONValue])

  init(from decoder: any Decoder) throws {
    if let members = try? decoder.container(keyedBy: Name.self) {
      var object: [String: JSONValue] = [:]
      for name in members.allKeys { object[name.stringValue] = try members.decode(JSONValue.self, forKey: name) }
      self = .object(object)
    } else if var elements = try? decoder.unkeyedContainer() {
      var array: [JSONValue] = []
      while !elements.isAtEnd { array.append(try elements.decode(JSONValue.self)) }
      self = .array(array)
    } else {
      let value = try decoder.singleValueContainer()
      if value.decodeNil() {
        self = .null
      } else if let bool = try? value.decode(Bool.self) {
        self = .bool(bool)
      } else if let number = try? value.decode(Double.self) {
        self = .number(number)
      } else {
        self = .string(try value.decode(String.self))
      }
    }
  }

  private struct Name: CodingKey {
    var stringValue: String
    var intValue: Int? { nil }

    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }
}

/// Random JSON documents with odd whitespace, escapes and names, on one line.
struct JSONDocuments<Generator: RandomNumberGenerator> {
  var generator: Generator

  mutating func next(depth: Int = 0) -> String {
    switch Int.random(in: 0..<(depth > 4 ? 5 : 9), using: &generator) {
    case 0: return pick(["null", "true", "false"])
    case 1, 2: return pick(["0", "-1", "12345678901", "1.5", "-2.5e-3", "1E2", "100"])
    case 3, 4: return string()
    case 5, 6:
      let elements = (0..<Int.random(in: 0...5, using: &generator)).map { _ in
        space() + next(depth: depth + 1) + space()
      }
      return "[" + (elements.isEmpty ? space() : elements.joined(separator: ",")) + "]"
    default:
      // Names are numbered, so that none comes twice.
      let members = (0..<Int.random(in: 0...6, using: &generator)).map { number in
        space() + string(suffix: number) + space() + ":" + space() + next(depth: depth + 1) + space()
      }
      return "{" + (members.isEmpty ? space() : members.joined(separator: ",")) + "}"
    }
  }

  mutating func string(suffix: Int? = nil) -> String {
    let pieces = (0..<Int.random(in: 0...6, using: &generator)).map { _ in
      pick([
        "a", "key", "é", "😀", ".", "0", "{", "}", "[", "]", ",", ":", " ", #"\""#, #"\\"#, #"\n"#, #"\u0041"#,
        #"\u00e9"#, #"\ud83d\ude00"#, #"\/"#, String(repeating: "x", count: 60),
      ])
    }
    return "\"" + pieces.joined() + (suffix.map(String.init) ?? "") + "\""
  }

  private mutating func space() -> String { pick(["", "", "", " ", "\t", "  "]) }

  private mutating func pick(_ choices: [String]) -> String { choices.randomElement(using: &generator)! }
}
