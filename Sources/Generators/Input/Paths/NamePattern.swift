/// A pattern for one name in a directory: `*`, `?`, `[a-z]`, `[!a]`, `[[:digit:]]` and `\`, as in POSIX.1-2017,
/// section 2.13.
///
/// Names are compared by characters where they are UTF-8, and by bytes where they are not, so every name can be matched.
struct NamePattern: Hashable, Sendable {
  private enum Token: Hashable {
    case character(UInt32)
    case anyCharacter
    case anyCharacters
    case oneOf([ClosedRange<UInt32>], isNegated: Bool)
  }

  private let tokens: [Token]

  /// - Parameter pattern: The bytes of one component of a path.
  init(_ pattern: some Sequence<UInt8>) { tokens = Self.parse(Self.characters(of: pattern)) }

  /// The name that the pattern stands for where it has no special characters.
  var literal: [UInt8]? {
    var bytes: [UInt8] = []
    for token in tokens {
      guard case .character(let character) = token else { return nil }
      Self.append(character, to: &bytes)
    }
    return bytes
  }

  /// Whether a name matches. Only a dot matches a dot at its start.
  func matches(_ name: some Sequence<UInt8>) -> Bool {
    let name = Self.characters(of: name)
    let dot = UInt32(UInt8(ascii: "."))
    if name.first == dot, tokens.first != .character(dot) { return false }
    var token = 0
    var place = 0
    // Where the last `*` is, and how much of the name it has taken: it takes one character more after a mismatch.
    var lastRun: (token: Int, place: Int)?
    while place < name.count || token < tokens.count {
      if token < tokens.count, tokens[token] == .anyCharacters {
        lastRun = (token, place)
        token += 1
      } else if token < tokens.count, place < name.count, matches(tokens[token], name[place]) {
        token += 1
        place += 1
      } else if let run = lastRun, run.place < name.count {
        lastRun = (run.token, run.place + 1)
        (token, place) = (run.token + 1, run.place + 1)
      } else {
        return false
      }
    }
    return true
  }

  private func matches(_ token: Token, _ character: UInt32) -> Bool {
    switch token {
    case .character(let expected): character == expected
    case .anyCharacter: true
    case .anyCharacters: false
    case .oneOf(let ranges, let isNegated): ranges.contains { $0.contains(character) } != isNegated
    }
  }

  // MARK: Characters

  /// Where the bytes that are not UTF-8 begin: above all Unicode scalars.
  private static let firstByte: UInt32 = 0x110000

  private static func characters(of bytes: some Sequence<UInt8>) -> [UInt32] {
    let bytes = Array(bytes)
    var characters: [UInt32] = []
    var place = 0
    while place < bytes.count {
      var decoder = Unicode.UTF8()
      var rest = bytes[place...].prefix(4).makeIterator()
      if case .scalarValue(let scalar) = decoder.decode(&rest) {
        characters.append(scalar.value)
        place += UTF8.width(scalar)
      } else {
        characters.append(firstByte + UInt32(bytes[place]))
        place += 1
      }
    }
    return characters
  }

  private static func append(_ character: UInt32, to bytes: inout [UInt8]) {
    if let scalar = Unicode.Scalar(character) {
      bytes += UTF8.encode(scalar)!
    } else {
      bytes.append(UInt8(character - firstByte))
    }
  }

  // MARK: Parsing

  private static func parse(_ pattern: [UInt32]) -> [Token] {
    var tokens: [Token] = []
    var place = 0
    while place < pattern.count {
      let character = pattern[place]
      place += 1
      switch character {
      case "*": if tokens.last != .anyCharacters { tokens.append(.anyCharacters) }
      case "?": tokens.append(.anyCharacter)
      case "[":
        if let set = set(in: pattern, from: place) {
          tokens.append(set.token)
          place = set.end
        } else {
          tokens.append(.character(character))
        }
      case "\\" where place < pattern.count:
        tokens.append(.character(pattern[place]))
        place += 1
      default: tokens.append(.character(character))
      }
    }
    return tokens
  }

  /// The set whose bracket opens before `start`, or nil if it is never closed.
  private static func set(in pattern: [UInt32], from start: Int) -> (token: Token, end: Int)? {
    var place = start
    var ranges: [ClosedRange<UInt32>] = []
    let isNegated = place < pattern.count && (pattern[place] == "!" || pattern[place] == "^")
    if isNegated { place += 1 }
    let first = place
    while place < pattern.count {
      if pattern[place] == "]", place > first { return (.oneOf(ranges, isNegated: isNegated), place + 1) }
      if let named = characterClass(in: pattern, at: place) {
        ranges += named.ranges
        place = named.end
        continue
      }
      guard let lower = literal(in: pattern, at: &place) else { return nil }
      if place + 1 < pattern.count, pattern[place] == "-", pattern[place + 1] != "]" {
        place += 1
        guard let upper = literal(in: pattern, at: &place) else { return nil }
        if lower <= upper { ranges.append(lower...upper) }
      } else {
        ranges.append(lower...lower)
      }
    }
    return nil
  }

  private static func literal(in pattern: [UInt32], at place: inout Int) -> UInt32? {
    if pattern[place] == "\\" { place += 1 }
    guard place < pattern.count else { return nil }
    defer { place += 1 }
    return pattern[place]
  }

  /// The class whose name is at `place`, such as `[:digit:]`.
  private static func characterClass(
    in pattern: [UInt32],
    at place: Int
  ) -> (ranges: [ClosedRange<UInt32>], end: Int)? {
    for (name, ranges) in characterClasses {
      let text = "[:\(name):]".unicodeScalars.map(\.value)
      if pattern[place...].starts(with: text) { return (ranges, place + text.count) }
    }
    return nil
  }

  /// The classes of POSIX for ASCII.
  private static let characterClasses: [(name: String, ranges: [ClosedRange<UInt32>])] = [
    ("alpha", [0x41...0x5A, 0x61...0x7A]), ("digit", [0x30...0x39]),
    ("alnum", [0x30...0x39, 0x41...0x5A, 0x61...0x7A]),
    ("upper", [0x41...0x5A]), ("lower", [0x61...0x7A]), ("xdigit", [0x30...0x39, 0x41...0x46, 0x61...0x66]),
    ("space", [0x09...0x0D, 0x20...0x20]), ("blank", [0x09...0x09, 0x20...0x20]), ("cntrl", [0...0x1F, 0x7F...0x7F]),
    ("print", [0x20...0x7E]), ("graph", [0x21...0x7E]),
    ("punct", [0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E]),
  ]
}

private func ~= (pattern: Unicode.Scalar, character: UInt32) -> Bool { pattern.value == character }
private func == (character: UInt32, scalar: Unicode.Scalar) -> Bool { character == scalar.value }
private func != (character: UInt32, scalar: Unicode.Scalar) -> Bool { character != scalar.value }
