internal import CByteScan

/// A literal in the form in which it is compared with bytes.
struct PreparedLiteral {
  let kind: literal_kind
  /// The bytes as the kind says, and the number of bytes or elements.
  let bytes: [UInt8]
  let count: Int
  /// The lengths of its shortest and longest match.
  let shortest: Int
  let longest: Int
  /// The alternatives for each character, where the kind has them.
  let elements: [[[UInt8]]]
  /// The greatest offset in a match that is known from its start, or more than a match has.
  let fixed: Int

  init(_ text: ArraySlice<UInt8>, ignoringCase: Bool) {
    let elements = ignoringCase && text.contains { $0 >= 0x80 } ? Self.elements(of: text) : []
    guard elements.contains(where: { $0.count > 1 && $0[0][0] >= 0x80 }) else {
      bytes = ignoringCase ? text.map(Self.lowercased) : Array(text)
      kind = ignoringCase ? literal_folded : literal_exact
      (count, shortest, longest, fixed) = (text.count, text.count, text.count, .max)
      self.elements = []
      return
    }
    self.elements = elements
    kind = literal_alternatives
    count = elements.count
    bytes = elements.flatMap { alternatives in
      [UInt8(alternatives.count)] + alternatives.flatMap { [UInt8($0.count)] + $0 }
    }
    shortest = elements.reduce(0) { $0 + $1.map(\.count).min()! }
    longest = elements.reduce(0) { $0 + $1.map(\.count).max()! }
    let start = elements.prefix { $0.allSatisfy { [length = $0[0].count] in $0.count == length } }
    fixed = start.count == elements.count ? .max : start.reduce(0) { $0 + $1[0].count }
  }

  static func lowercased(_ byte: UInt8) -> UInt8 {
    UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte ? byte | 0x20 : byte
  }

  /// Each character's cases as bytes. A byte that is not valid UTF-8 has itself only.
  private static func elements(of text: ArraySlice<UInt8>) -> [[[UInt8]]] {
    var elements: [[[UInt8]]] = []
    var bytes = text.makeIterator()
    var parser = Unicode.UTF8.ForwardParser()
    var place = text.startIndex
    while true {
      switch parser.parseScalar(from: &bytes) {
      case .emptyInput: return elements
      case .valid(let encoded):
        let scalar = Unicode.UTF8.decode(encoded)
        elements.append(SimpleCaseFolding.cases(of: scalar).map { Array(String($0).utf8) })
        place += encoded.count
      case .error(let length):
        for byte in text[place..<place + length] { elements.append([[byte]]) }
        place += length
      }
    }
  }

  /// What `width` bytes at `offset` of a match can be, as little-endian numbers in which the bits of `mask` are set.
  func windows(at offset: Int, width: Int, mask: UInt32) -> [UInt32] {
    guard kind == literal_alternatives else { return [Self.number(bytes[offset..<offset + width]) | mask] }
    var first = 0
    var rest = offset
    while rest > 0, rest >= elements[first][0].count {
      rest -= elements[first][0].count
      first += 1
    }
    var texts: [[UInt8]] = elements[first].map { Array($0.dropFirst(rest)) }
    var next = first + 1
    while texts.contains(where: { $0.count < width }) {
      texts = texts.flatMap { text in text.count < width ? elements[next].map { text + $0 } : [text] }
      next += 1
    }
    return Array(Set(texts.map { Self.number($0[..<width]) | mask }))
  }

  private static func number(_ bytes: ArraySlice<UInt8>) -> UInt32 {
    bytes.reversed().reduce(0) { $0 << 8 | UInt32($1) }
  }
}
