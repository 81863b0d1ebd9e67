/// The part of a regular expression's syntax that can be reasoned about byte by byte.
indirect enum ExpressionPattern {
  /// Nothing, or a condition that consumes nothing. `isExact` is false for conditions that are not looked at.
  case empty(isExact: Bool)
  case start
  case end
  /// One character.
  case character(CharacterSet)
  /// Text of any length that is not looked at.
  case unknown
  case concatenation([ExpressionPattern])
  case alternation([ExpressionPattern])
  case repetition(ExpressionPattern, atLeast: Int, atMost: Int?)

  /// The ASCII characters that match, and whether others may match too.
  struct CharacterSet: Hashable {
    private var low: UInt64 = 0
    private var high: UInt64 = 0
    var mayMatchOthers = false

    init() {}

    init(_ bytes: some Sequence<UInt8>, mayMatchOthers: Bool = false) {
      for byte in bytes { insert(byte) }
      self.mayMatchOthers = mayMatchOthers
    }

    static let all = CharacterSet(0...127, mayMatchOthers: true)
    static let digits = CharacterSet(UInt8(ascii: "0")...UInt8(ascii: "9"), mayMatchOthers: true)
    static let horizontalSpaces = CharacterSet([9, 32], mayMatchOthers: true)
    static let spaces = CharacterSet([9, 10, 11, 12, 13, 32], mayMatchOthers: true)
    static let wordCharacters = CharacterSet(
      (0...127 as ClosedRange<UInt8>).filter {
        Unicode.Scalar($0).properties.isAlphabetic || digits.contains($0) || $0 == UInt8(ascii: "_")
      },
      mayMatchOthers: true
    )

    var bytes: [UInt8] { (0...127 as ClosedRange<UInt8>).filter(contains) }

    func contains(_ byte: UInt8) -> Bool { (byte < 64 ? low : high) >> UInt64(byte & 63) & 1 == 1 }

    mutating func insert(_ byte: UInt8) {
      if byte < 64 { low |= 1 << UInt64(byte) } else { high |= 1 << UInt64(byte & 63) }
    }

    mutating func formUnion(_ other: CharacterSet) {
      low |= other.low
      high |= other.high
      mayMatchOthers = mayMatchOthers || other.mayMatchOthers
    }

    var inverted: CharacterSet {
      var set = self
      (set.low, set.high, set.mayMatchOthers) = (~low, ~high, true)
      return set
    }

    /// With both cases of each letter. K and S have cases outside ASCII.
    var ignoringCase: CharacterSet {
      var set = self
      for byte in bytes where Unicode.Scalar(byte).properties.isAlphabetic {
        set.insert(byte ^ 0x20)
        if [UInt8(ascii: "K"), UInt8(ascii: "S")].contains(byte & 0xDF) { set.mayMatchOthers = true }
      }
      return set
    }
  }
}

extension Regex {
  /// The text of an expression that was written as a literal or made from text; nil where it cannot be seen.
  ///
  /// The text that Swift gives for an expression that was built from parts is not always an expression with the same
  /// matches: it lacks groups around alternatives. That is why the whole expression has to come from one text.
  var text: String? {
    guard var node = Mirror(reflecting: self).descendant("program", "tree", "root") else { return nil }
    while let child = Mirror(reflecting: node).children.first, child.label != "convertedRegexLiteral" {
      guard child.label == "nonCapturingGroup", let content = Mirror(reflecting: child.value).children.dropFirst().first
      else { return nil }
      node = content.value
    }
    guard Mirror(reflecting: node).children.first?.label == "convertedRegexLiteral" else { return nil }
    return _literalPattern
  }
}
