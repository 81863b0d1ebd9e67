internal import CByteScan

extension ExpressionPattern {
  /// Sets of texts: every match has at least one text of each set. The rarest come first.
  var requiredLiterals: [Literals] {
    required.choices.sorted { $0.worth > $1.worth }.prefix(3).map { Self.literals($0.texts) }
  }

  /// Texts with one of which every match begins; nil where they are not known.
  var startingLiterals: Literals? {
    guard !hasStart else { return nil }
    var result = RequiredTexts(exact: [Text()])
    guard case .concatenation(let parts) = self else { return required.exactChoice.map { Self.literals($0.texts) } }
    for part in parts {
      var longer = result
      longer.append(part.required)
      guard longer.exact != nil else { break }
      result = longer
    }
    return result.exactChoice.map { Self.literals($0.texts) }
  }

  private static func literals(_ texts: [Text]) -> Literals {
    Literals(bytes: texts.map(\.bytes), ignoringCase: texts.contains(where: \.isFolded))
  }

  /// Whether a part matches only at the start of a line.
  private var hasStart: Bool {
    switch self {
    case .start: true
    case .empty, .end, .character, .unknown: false
    case .concatenation(let parts), .alternation(let parts): parts.contains(where: \.hasStart)
    case .repetition(let part, _, _): part.hasStart
    }
  }

  private var required: RequiredTexts {
    switch self {
    case .empty, .start, .end: return RequiredTexts(exact: [Text()])
    case .unknown: return RequiredTexts()
    case .character(let set): return RequiredTexts(exact: set.texts)
    case .concatenation(let parts):
      var result = RequiredTexts(exact: [Text()])
      for part in parts { result.append(part.required) }
      return result
    case .alternation(let branches):
      let required = branches.map(\.required)
      let exact = required.map(\.exact)
      if let all = joined(exact) { return RequiredTexts(exact: all) }
      return RequiredTexts(joined(required.map { $0.best?.texts }).flatMap(RequiredTexts.Choice.init))
    case .repetition(let part, let least, let most):
      let required = part.required
      if least == 0 {
        return RequiredTexts(exact: most == 1 ? joined([required.exact, [Text()]]) : nil)
      }
      if least == 1, most == 1 { return required }
      var result = RequiredTexts(exact: [Text()])
      for _ in 0..<min(least, 8) { result.append(required) }
      if most != least || least > 8 { result.append(RequiredTexts()) }
      return result
    }
  }

  /// All texts, unless one of the sets is not known or they are too many.
  private func joined(_ sets: [[Text]?]) -> [Text]? {
    var all: [Text] = []
    for set in sets {
      guard let set, all.count + set.count <= RequiredTexts.mostTexts else { return nil }
      all += set
    }
    return all
  }

  /// A text, some of whose letters may match both cases.
  struct Text: Hashable {
    var bytes: [UInt8] = []
    var isFolded = false

    /// More for longer texts and for bytes that are rarer in logs.
    var rareness: Int {
      bytes.prefix(16).reduce(0) { sum, byte in
        let isLetter = isFolded && Unicode.Scalar(byte).properties.isAlphabetic
        return sum + 256 - Int(max(byte_scan_commonness(byte), isLetter ? byte_scan_commonness(byte ^ 0x20) : 0))
      }
    }

    static func + (left: Text, right: Text) -> Text {
      Text(bytes: left.bytes + right.bytes, isFolded: left.isFolded || right.isFolded)
    }
  }
}

extension ExpressionPattern.CharacterSet {
  /// The texts that the characters are, where they are few and all known.
  fileprivate var texts: [ExpressionPattern.Text]? {
    let bytes = self.bytes
    guard !mayMatchOthers, (1...4).contains(bytes.count) else { return nil }
    if bytes.count == 2, bytes[0] | 0x20 == bytes[1], Unicode.Scalar(bytes[1]).properties.isAlphabetic {
      return [ExpressionPattern.Text(bytes: [bytes[1]], isFolded: true)]
    }
    return bytes.map { ExpressionPattern.Text(bytes: [$0]) }
  }
}

/// What is known about the text of every match of a part of a pattern.
private struct RequiredTexts {
  typealias Text = ExpressionPattern.Text

  /// Texts of which a match has one.
  struct Choice {
    let texts: [Text]

    init?(_ texts: [Text]) {
      // A text of one byte is in too many lines.
      guard let shortest = texts.map(\.bytes.count).min(), shortest >= 2 else { return nil }
      self.texts = texts
    }

    /// How few lines are expected to have one of the texts: more for texts that are fewer, longer and of rarer bytes.
    var worth: Int {
      texts.map(\.rareness).min()! - 16 * (Int.bitWidth - (texts.count - 1).leadingZeroBitCount)
    }
  }

  static let mostTexts = 64
  private static let longestText = 64

  /// All texts that the end of a match can be, or the whole match where `isWhole`.
  private var ends: [Text]?
  private var isWhole = true
  /// What has been found before that.
  private var earlier: [Choice] = []

  init() {}

  init(exact: [Text]?) { ends = exact }

  init(_ choice: Choice?) { earlier = choice.map { [$0] } ?? [] }

  /// All texts that a match can be, where they are known.
  var exact: [Text]? { isWhole ? ends : nil }

  var exactChoice: Choice? { exact.flatMap(Choice.init) }

  /// Everything that is known.
  var choices: [Choice] { earlier + (ends.flatMap(Choice.init).map { [$0] } ?? []) }

  var best: Choice? { choices.max { $0.worth < $1.worth } }

  /// Adds what follows.
  mutating func append(_ next: RequiredTexts) {
    if let left = ends, let right = next.ends, next.isWhole, left.count * right.count <= Self.mostTexts,
      (left + right).allSatisfy({ $0.bytes.count <= Self.longestText })
    {
      ends = Array(Set(left.flatMap { text in right.map { text + $0 } }))
      return
    }
    earlier = choices + next.earlier
    if earlier.count > 8 { earlier = Array(earlier.sorted { $0.worth > $1.worth }.prefix(8)) }
    isWhole = false
    ends = next.ends
  }
}
