/// Parses the text of a regular expression as far as it is known what it means. It gives up at everything else.
struct ExpressionParser {
  private struct NotUnderstood: Error {}

  private let scalars: [Unicode.Scalar]
  private var place = 0
  private var depth = 0

  static func pattern(of text: String) -> ExpressionPattern? {
    let scalars = Array(text.unicodeScalars)
    // A mark combines with the character before it, so that neither is found for itself.
    guard !scalars.contains(where: { !$0.isASCII && $0.properties.isGraphemeExtend }) else { return nil }
    var parser = ExpressionParser(scalars: scalars)
    guard let pattern = try? parser.alternation(ignoringCase: false), parser.isAtEnd else { return nil }
    return pattern
  }

  private init(scalars: [Unicode.Scalar]) { self.scalars = scalars }

  private var isAtEnd: Bool { place == scalars.count }
  private var next: Unicode.Scalar? { place < scalars.count ? scalars[place] : nil }

  private mutating func take() throws -> Unicode.Scalar {
    guard let next else { throw NotUnderstood() }
    place += 1
    return next
  }

  private mutating func take(_ text: String) -> Bool {
    let wanted = text.unicodeScalars
    guard scalars[place...].starts(with: wanted) else { return false }
    place += wanted.count
    return true
  }

  private mutating func expect(_ text: String) throws {
    guard take(text) else { throw NotUnderstood() }
  }

  // MARK: Structure

  private mutating func alternation(ignoringCase: Bool) throws -> ExpressionPattern {
    depth += 1
    defer { depth -= 1 }
    guard depth < 100 else { throw NotUnderstood() }
    var ignoringCase = ignoringCase
    // Options count to the end of the group. Anywhere else than at its start they are not looked at.
    while next == "(", let options = try inlineOptions() { ignoringCase = options ?? ignoringCase }
    var branches = [try concatenation(ignoringCase)]
    while take("|") { branches.append(try concatenation(ignoringCase)) }
    return branches.count == 1 ? branches[0] : .alternation(branches)
  }

  private mutating func concatenation(_ ignoringCase: Bool) throws -> ExpressionPattern {
    var parts: [ExpressionPattern] = []
    while let next, next != "|", next != ")" {
      if take("\\Q") {
        while !take("\\E") { parts.append(character(try take(), ignoringCase)) }
        guard !(self.next.map { "*+?{".unicodeScalars.contains($0) } ?? false) else { throw NotUnderstood() }
        continue
      }
      parts.append(try quantified(try atom(ignoringCase)))
    }
    return parts.count == 1 ? parts[0] : .concatenation(parts)
  }

  private mutating func quantified(_ pattern: ExpressionPattern) throws -> ExpressionPattern {
    let range: (Int, Int?)
    switch next {
    case "*": range = (0, nil)
    case "+": range = (1, nil)
    case "?": range = (0, 1)
    case "{":
      place += 1
      let least = number()
      let most = take(",") ? number() : least
      guard next == "}", least != nil || most != nil else { throw NotUnderstood() }
      range = (least ?? 0, most)
      if let most, most < range.0 { throw NotUnderstood() }
    default: return pattern
    }
    place += 1
    // Whether there is a match does not depend on the order of attempts.
    _ = take("?")
    guard next != "+", next != "*", next != "?", next != "{" else { throw NotUnderstood() }
    return .repetition(pattern, atLeast: range.0, atMost: range.1)
  }

  private mutating func number() -> Int? {
    var digits = ""
    while let next, "0"..."9" ~= next, digits.count < 6 {
      digits.unicodeScalars.append(next)
      place += 1
    }
    return Int(digits)
  }

  private mutating func atom(_ ignoringCase: Bool) throws -> ExpressionPattern {
    switch try take() {
    case "(": return try group(ignoringCase)
    case "[": return .character(try characterClass(ignoringCase))
    case ".": return .character(.all)
    case "^": return .start
    case "$": return .end
    case "\\": return try escape(ignoringCase)
    case "*", "+", "?", "{", "}", "]": throw NotUnderstood()
    case let scalar: return character(scalar, ignoringCase)
    }
  }

  /// A group, behind its parenthesis.
  private mutating func group(_ ignoringCase: Bool) throws -> ExpressionPattern {
    if take("?") {
      if take("=") || take("!") || take("<=") || take("<!") {
        _ = try alternation(ignoringCase: ignoringCase)
        try expect(")")
        return .empty(isExact: false)
      }
      if take(">") {
        let content = try alternation(ignoringCase: ignoringCase)
        try expect(")")
        // It has matches that the group does not have.
        return .concatenation([content, .empty(isExact: false)])
      }
      if take("<") || take("P<") {
        while try take() != ">" {}
      } else if !take(":") {
        let options = try optionLetters()
        try expect(":")
        return try closing(try alternation(ignoringCase: options ?? ignoringCase))
      }
    } else if next == "*" {
      throw NotUnderstood()
    }
    return try closing(try alternation(ignoringCase: ignoringCase))
  }

  private mutating func closing(_ pattern: ExpressionPattern) throws -> ExpressionPattern {
    try expect(")")
    return pattern
  }

  /// Options for the rest of a group: whether they set or unset `i`, or neither. Nil where there are none.
  private mutating func inlineOptions() throws -> Bool?? {
    let start = place
    guard take("(?") else { return nil }
    if let options = try? optionLetters(), take(")") { return .some(options) }
    place = start
    return nil
  }

  /// The letters of options. Those that do not matter for a line are passed over.
  private mutating func optionLetters() throws -> Bool? {
    var setting: Bool?
    var isAdding = true
    var count = 0
    while let next, next != ":", next != ")" {
      place += 1
      count += 1
      switch next {
      case "i": setting = isAdding
      case "s", "m", "U", "J", "u", "X": break
      case "-" where isAdding: isAdding = false
      default: throw NotUnderstood()
      }
    }
    guard count > 0 else { throw NotUnderstood() }
    return setting
  }

  // MARK: Characters

  private func character(_ scalar: Unicode.Scalar, _ ignoringCase: Bool) -> ExpressionPattern {
    guard scalar.isASCII else { return .unknown }
    let set = ExpressionPattern.CharacterSet([UInt8(scalar.value)])
    return .character(ignoringCase ? set.ignoringCase : set)
  }

  /// An escape outside a class, behind its backslash.
  private mutating func escape(_ ignoringCase: Bool) throws -> ExpressionPattern {
    if let set = characterSet() { return .character(set) }
    switch next {
    case "b", "B", "y", "Y", "G":
      place += 1
      return .empty(isExact: false)
    case "A":
      place += 1
      return .start
    case "z", "Z":
      place += 1
      return .end
    case "X":
      place += 1
      return .unknown
    case "p", "P":
      place += 1
      try expect("{")
      while try take() != "}" {}
      return .unknown
    case let digit? where "1"..."9" ~= digit:
      place += 1
      guard !(next.map { "0"..."9" ~= $0 } ?? false) else { throw NotUnderstood() }
      return .unknown
    default: return character(try escapedScalar(), ignoringCase)
    }
  }

  /// The characters of an escape like `\d`, behind its backslash.
  private mutating func characterSet() -> ExpressionPattern.CharacterSet? {
    let set: ExpressionPattern.CharacterSet
    switch next {
    case "d": set = .digits
    case "D": set = .digits.inverted
    case "w": set = .wordCharacters
    case "W": set = .wordCharacters.inverted
    case "s": set = .spaces
    case "S": set = .spaces.inverted
    case "h": set = .horizontalSpaces
    case "H": set = .horizontalSpaces.inverted
    default: return nil
    }
    place += 1
    return set
  }

  /// The scalar of an escape, behind its backslash.
  private mutating func escapedScalar() throws -> Unicode.Scalar {
    let scalar = try take()
    switch scalar {
    case "t": return "\t"
    case "u":
      return try hexadecimal(take("{") ? nil : 4)
    case "x":
      return try hexadecimal(take("{") ? nil : 2)
    default:
      let isLetterOrDigit = scalar.properties.isAlphabetic || "0"..."9" ~= scalar
      guard scalar.isASCII, !isLetterOrDigit else { throw NotUnderstood() }
      return scalar
    }
  }

  /// A number of so many digits, or of those up to a closing brace.
  private mutating func hexadecimal(_ count: Int?) throws -> Unicode.Scalar {
    var digits = ""
    while digits.count < count ?? 8, next != "}" { digits.unicodeScalars.append(try take()) }
    if count == nil { try expect("}") }
    guard let value = UInt32(digits, radix: 16), let scalar = Unicode.Scalar(value) else { throw NotUnderstood() }
    guard scalar.isASCII || !scalar.properties.isGraphemeExtend else { throw NotUnderstood() }
    return scalar
  }

  /// A class, behind its bracket.
  private mutating func characterClass(_ ignoringCase: Bool) throws -> ExpressionPattern.CharacterSet {
    var set = ExpressionPattern.CharacterSet()
    let isInverted = take("^")
    guard next != "]" else { throw NotUnderstood() }
    while !take("]") {
      if next == "[" || take("&&") || take("--") || take("~~") || take("\\Q") { throw NotUnderstood() }
      let isEscaped = take("\\")
      if isEscaped, let escaped = characterSet() {
        set.formUnion(escaped)
        guard next != "-" else { throw NotUnderstood() }
        continue
      }
      let first = try member(isEscaped: isEscaped)
      guard next == "-", place + 1 < scalars.count, scalars[place + 1] != "]" else {
        set.insert(first)
        continue
      }
      place += 1
      if next == "[" || next == "-" { throw NotUnderstood() }
      let isLastEscaped = take("\\")
      if isLastEscaped, characterSet() != nil { throw NotUnderstood() }
      let last = try member(isEscaped: isLastEscaped)
      guard first <= last else { throw NotUnderstood() }
      // Letters with marks are between letters.
      set.formUnion(ExpressionPattern.CharacterSet(first...last, mayMatchOthers: true))
    }
    if ignoringCase { set = set.ignoringCase }
    return isInverted ? set.inverted : set
  }

  /// One character of a class, behind its backslash if it has one.
  private mutating func member(isEscaped: Bool) throws -> UInt8 {
    let scalar = try isEscaped ? escapedScalar() : take()
    guard scalar.isASCII else { throw NotUnderstood() }
    return UInt8(scalar.value)
  }
}
