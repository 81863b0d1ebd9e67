extension ExpressionPattern {
  /// Texts of which every match has at least one; nil where none are known. They are as long and as few as possible.
  var requiredLiterals: Literals? {
    guard let set = required.best else { return nil }
    return Literals(bytes: set.texts.map(\.bytes), ignoringCase: set.texts.contains(where: \.isFolded))
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
      return RequiredTexts(partial: joined(required.map { $0.best?.texts }).flatMap(RequiredTexts.Choice.init))
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

    /// How much is won by looking for them.
    var worth: Int { 4 * min(texts.map(\.bytes.count).min()!, 12) - (Int.bitWidth - texts.count.leadingZeroBitCount) }
  }

  static let mostTexts = 64
  private static let longestText = 64

  /// All texts that the end of a match can be, or the whole match where `isWhole`.
  private var ends: [Text]?
  private var isWhole = true
  /// The best that has been found before that.
  private var partial: Choice?

  init() {}

  init(exact: [Text]?) { ends = exact }

  init(partial: Choice?) { self.partial = partial }

  /// All texts that a match can be, where they are known.
  var exact: [Text]? { isWhole ? ends : nil }

  var best: Choice? { better(partial, ends.flatMap(Choice.init)) }

  /// Adds what follows.
  mutating func append(_ next: RequiredTexts) {
    if let left = ends, let right = next.ends, next.isWhole, left.count * right.count <= Self.mostTexts,
      (left + right).allSatisfy({ $0.bytes.count <= Self.longestText })
    {
      ends = Array(Set(left.flatMap { text in right.map { text + $0 } }))
      return
    }
    partial = better(better(partial, ends.flatMap(Choice.init)), next.best)
    isWhole = false
    ends = next.ends
  }

  private func better(_ one: Choice?, _ other: Choice?) -> Choice? {
    guard let one, let other else { return one ?? other }
    return other.worth > one.worth ? other : one
  }
}
