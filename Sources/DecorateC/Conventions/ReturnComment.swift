/// What a comment says about what a function returns: a value, and when it is returned.
struct ReturnClause: Hashable {
  enum Value: Hashable { case zero, nonzero, positive, negative, negatedErrno, errorNumber, null, truth, other }
  enum Condition: Hashable { case none, success, failure, other, unclear }

  var value: Value
  var condition: Condition
  /// Its words, as the comment has them.
  var words: [String]
  var quote: String
}

/// The sentences of a comment that say what its function returns.
///
/// A sentence counts if it starts with "Returns" or `@return`, or says that the function or "it" returns something, or that
/// something is returned. What a callback returns, and what an argument means, is none of it.
struct ReturnComment {
  /// What a comment says about a word.
  enum Mention { case absent, said, denied }

  private(set) var clauses: [ReturnClause] = []
  private(set) var errno = Mention.absent

  /// - Parameters:
  ///   - comment: The text, without its markers.
  ///   - function: The name of the function that it belongs to.
  init(_ comment: String, of function: String) {
    for sentence in Self.sentences(of: comment) {
      for clause in Self.split(sentence) where clause.words.contains(where: { $0.lowered == "errno" }) {
        if clause.words.contains(where: \.isNegation) { errno = .denied } else if errno == .absent { errno = .said }
      }
      guard let statement = ReturnStatement(sentence, of: function) else { continue }
      append(statement)
    }
  }

  private mutating func append(_ statement: ReturnStatement) {
    let start = clauses.count
    // A condition before the value: "on success, 0 is returned".
    var pending = statement.condition
    for clause in Self.split(statement.words) {
      let (read, condition) = clause.read(isBare: statement.isBare)
      guard var read else {
        guard condition != .none, condition != .other else { continue }
        if !clause.isApart, let last = clauses.indices.last, last >= start, clauses[last].condition == .none {
          clauses[last].condition = condition
        } else {
          pending = condition
        }
        continue
      }
      if read.condition == .none, pending != .none { read.condition = pending }
      pending = .none
      if clause.isOtherwise, read.condition == .none || read.condition == .other {
        let former = clauses[start...].last { $0.condition == .success || $0.condition == .failure }?.condition
        read.condition = former == .success ? .failure : former == .failure ? .success : .other
      }
      if statement.isDenied, read.value != .other { read.condition = .unclear }
      if read.condition == .unclear, statement.quote.count <= 80 { read.quote = statement.quote }
      clauses.append(read)
    }
  }

  // MARK: Sentences

  /// The sentences of a text: they end with a full stop, an empty line, or a command such as `@param`.
  private static func sentences(of comment: String) -> [[Word]] {
    var sentences: [[Word]] = []
    var sentence: [Word] = []
    func end() {
      if !sentence.isEmpty { sentences.append(sentence) }
      sentence = []
    }
    for line in comment.split(separator: "\n", omittingEmptySubsequences: false) {
      let texts = line.split(whereSeparator: \.isWhitespace)
      if texts.isEmpty { end() }
      for text in texts {
        if let first = text.first, first == "@" || first == "\\", text.dropFirst().first?.isLetter ?? false {
          if markup.contains(String(text.dropFirst())) { continue }
          end()
        }
        let word = Word(text)
        sentence.append(word)
        if word.endsSentence { end() }
      }
    }
    end()
    return sentences
  }

  /// Commands that say how a word looks.
  private static let markup: Set<String> = ["c", "p", "a", "b", "e", "em", "ref", "link", "endlink"]

  /// Divides a sentence at its commas, brackets, and at "and" and "or".
  private static func split(_ sentence: [Word]) -> [WordClause] {
    var clauses: [WordClause] = []
    var clause = WordClause()
    func end(isApart: Bool) {
      if !clause.words.isEmpty { clauses.append(clause) }
      clause = WordClause(isApart: isApart)
    }
    for word in sentence {
      if word.startsClause { end(isApart: false) }
      if ["and", "or", "but"].contains(word.lowered) {
        end(isApart: false)
      } else {
        clause.words.append(word)
      }
      if word.endsClause { end(isApart: word.endsPart) }
    }
    end(isApart: false)
    return clauses
  }
}

/// A sentence that says what a function returns.
private struct ReturnStatement {
  /// What is returned.
  var words: [Word]
  /// What stands before: "on success, returns 0".
  var condition = ReturnClause.Condition.none
  /// Whether it says that something is not returned.
  var isDenied = false
  /// Whether a condition needs no word before it: `@retval 0 success`.
  var isBare = false
  var quote: String

  init?(_ sentence: [Word], of function: String) {
    quote = sentence.map(\.text).joined(separator: " ")
    guard !sentence.contains(where: { Self.others.contains($0.lowered) }) else { return nil }
    for (index, word) in sentence.enumerated() {
      let before = sentence[..<index]
      switch word.lowered {
      case "@return", "@returns", "\\return", "\\returns": words = Array(sentence[(index + 1)...])
      case "@retval", "\\retval":
        words = Array(sentence[(index + 1)...])
        isBare = true
      case "return" where ["value", "values", "code"].contains(sentence.lowered(at: index + 1)):
        guard ["", "the", "its"].contains(before.first?.lowered ?? ""), before.count < 2,
          sentence.lowered(at: index + 2) != "of" || sentence[(index + 3)...].first?.bare == function
        else { continue }
        words = Array(sentence[(index + 2)...])
      case "returns", "return", "returning":
        guard Self.isSubject(before, function) else { continue }
        words = Array(sentence[(index + 1)...])
        isDenied = before.last?.isNegation ?? false
        if !before.isEmpty { condition = WordClause(words: Array(before)).leadingCondition }
      case "returned":
        guard ["is", "are", "be", "not", "never"].contains(before.last?.lowered) else { continue }
        words = sentence
        // What ends at the word ends at the one before it.
        if word.endsClause { words[index - 1] = Word(before.last!.text[...] + word.text.suffix(1)) }
        words.remove(at: index)
      default: continue
      }
      return
    }
    return nil
  }

  /// Words for somebody else who returns something.
  private static let others: Set<String> = [
    "callback", "callbacks", "handler", "handlers", "hook", "hooks", "visitor", "comparator", "destructor",
  ]

  /// Whether what stands before "returns" means the function.
  private static func isSubject(_ before: ArraySlice<Word>, _ function: String) -> Bool {
    guard let last = before.last else { return true }
    let clause = before.reversed().prefix { !$0.endsClause }
    if clause.contains(where: { ["if", "until", "when", "while", "unless", "whether", "to"].contains($0.lowered) }) {
      return false
    }
    return last.endsClause || last.bare == function || last.isNegation || subjects.contains(last.lowered)
  }

  private static let subjects: Set<String> = [
    "function", "routine", "method", "macro", "interface", "call", "it", "this", "and", "or", "but", "then", "always",
    "also", "will", "otherwise", "success", "failure", "error", "-", "does", "can", "may",
  ]
}

/// Words between two commas.
private struct WordClause {
  var words: [Word] = []
  /// Whether a semicolon or a colon stands before it.
  var isApart = false

  var isOtherwise: Bool { words.contains { $0.lowered == "otherwise" || $0.lowered == "else" } }

  /// What it says of when something is returned, if it starts with that.
  var leadingCondition: ReturnClause.Condition {
    guard let first = words.first, first.isConditional else { return .none }
    return Self.condition(words[...])
  }

  /// The value that it names, and when that is returned.
  ///
  /// - Parameter isBare: Whether a condition needs no word such as "on" before it.
  func read(isBare: Bool) -> (clause: ReturnClause?, condition: ReturnClause.Condition) {
    let texts = words.map(\.bare)
    guard let (value, range) = value() else {
      // Something without a number: a name, or words such as "the length".
      guard let start = words.firstIndex(where: \.isConditional) else {
        return (clause(.other, isDeniedName(before: words.count) ? .unclear : .none, until: words.count, texts), .none)
      }
      let condition = Self.condition(words[start...])
      if start == 0 { return (nil, condition) }
      let isDenied = isDeniedName(before: start)
      let certain = condition == .unclear ? .other : condition
      return (clause(.other, isDenied ? .unclear : certain, until: words.count, texts), .none)
    }
    var condition = ReturnClause.Condition.none
    var end = range.upperBound
    let isDenied: Bool
    if let start = words[range.upperBound...].firstIndex(where: \.isConditional) {
      condition = Self.condition(words[start...])
      end = words.count
      isDenied = words[..<start].contains(where: \.isNegation)
    } else if isBare {
      condition = Self.condition(words[range.upperBound...])
      isDenied = false
    } else {
      isDenied =
        words[range.upperBound...].contains(where: \.isNegation) || words[..<range.lowerBound].last?.isNegation ?? false
    }
    if words[..<range.lowerBound].contains(where: \.isConditional) {
      let leading = Self.condition(words[..<range.lowerBound].drop { !$0.isConditional })
      if leading != .other { condition = leading }
    }
    if words.last?.lowered == "otherwise" { end = words.count }
    return (clause(value, isDenied ? .unclear : condition, from: range.lowerBound, until: end, texts), .none)
  }

  /// Whether it denies a name in capitals, which may be that of a status.
  private func isDeniedName(before end: Int) -> Bool {
    words[..<end].contains(where: \.isNegation)
      && words.contains { $0.bare.count > 1 && $0.bare.contains(where: \.isLetter) && $0.bare == $0.bare.uppercased() }
  }

  private func clause(
    _ value: ReturnClause.Value,
    _ condition: ReturnClause.Condition,
    from start: Int = 0,
    until end: Int,
    _ texts: [String]
  ) -> ReturnClause {
    ReturnClause(
      value: value,
      condition: condition,
      words: texts,
      quote: Self.quote(words[start..<end])
    )
  }

  /// Words as they are, without the signs at their end and without a bracket of which the other one is missing.
  private static func quote(_ words: ArraySlice<Word>) -> String {
    var quote = words.map(\.text).joined(separator: " ")[...]
    while let last = quote.last, [".", ",", ";", ":"].contains(last) { quote.removeLast() }
    if quote.first == "(", !quote.contains(")") { quote.removeFirst() }
    if quote.last == ")", !quote.contains("(") { quote.removeLast() }
    return String(quote)
  }

  /// The first value that is named, and its words.
  private func value() -> (ReturnClause.Value, Range<Int>)? {
    for index in words.indices {
      let (before, next) = (words.lowered(at: index - 1), words.lowered(at: index + 1))
      let start = max(0, index - 2)
      switch words[index].lowered {
      case "negative", "negated", "minus":
        if next == "errno" { return (.negatedErrno, index..<index + 2) }
        return (.negative, index..<min(words.count, index + (Self.nouns.contains(next) ? 2 : 1)))
      case "-errno": return (.negatedErrno, index..<index + 1)
      case "errno" where Self.nouns.contains(next): return (.errorNumber, index..<index + 2)
      case "error" where next == "number" && ["", "a", "an", "the", "positive"].contains(before):
        return (.errorNumber, index..<index + 2)
      case "0", "zero":
        switch before {
        case "than", "below", "<":
          let isLess = before != "than" || words.lowered(at: index - 2) == "less"
          let isOther = before == "than" && words.lowered(at: index - 2) == "other"
          return (isLess ? .negative : isOther ? .nonzero : .positive, start..<index + 1)
        case "not", "non": return (.nonzero, index - 1..<index + 1)
        case "least", "most", "from", "between", "above", "over", ">": return (.other, start..<index + 1)
        default: return (["to", "through"].contains(next) ? .other : .zero, index..<index + 1)
        }
      case "nonzero", "non-zero", "non-0": return (.nonzero, index..<index + 1)
      case "positive", "one", "1", "+1": return (.positive, index..<index + 1)
      case "null", "nullptr": return (.null, index..<index + 1)
      case "<0": return (.negative, index..<index + 1)
      case "true", "false": return (.truth, index..<index + 1)
      default:
        let text = words[index].bare
        if text.hasPrefix("-E"), text.count > 4, text.dropFirst().allSatisfy({ $0.isUppercase || $0.isNumber }) {
          return (.negatedErrno, index..<index + 1)
        }
        let number = text.hasPrefix("-") || text.hasPrefix("+") ? text.dropFirst() : text[...]
        if !number.isEmpty, number.allSatisfy(\.isNumber) {
          return (text.hasPrefix("-") ? .negative : .positive, index..<index + 1)
        }
        if text.hasSuffix(")-1") { return (.negative, index..<index + 1) }
      }
    }
    return nil
  }

  private static let nouns: Set<String> = ["value", "number", "result", "integer", "int", "code", "error", "status"]

  /// What words such as "on success" or "if it could not be opened" say.
  private static func condition(_ words: ArraySlice<Word>) -> ReturnClause.Condition {
    let lowered = words.map(\.lowered)
    let pairs = zip(lowered, lowered.dropFirst()).map { "\($0) \($1)" }
    if pairs.contains("could not") || pairs.contains("not enough") { return .failure }
    if lowered.contains(where: { ["cannot", "couldn't", "can't", "unable"].contains($0) }) { return .failure }
    let isFailure = lowered.contains { word in Self.failing.contains { word.hasPrefix($0) } }
    let isSuccess = lowered.contains { $0.hasPrefix("succe") || $0 == "ok" || $0 == "okay" }
    guard isFailure || isSuccess else { return .other }
    if isFailure && isSuccess || words.contains(where: \.isNegation) { return .unclear }
    return isFailure ? .failure : .success
  }

  private static let failing = [
    "fail", "error", "unsuccess", "invalid", "insufficient", "illegal", "corrupt", "memory", "problem",
  ]
}

/// A word of a comment, and the signs around it.
private struct Word {
  let text: String
  /// Without the signs around it.
  let bare: String
  let lowered: String

  init(_ text: Substring) {
    self.text = String(text)
    var bare = text
    while let first = bare.first, Self.signs.contains(first) { bare = bare.dropFirst() }
    while let last = bare.last, Self.signs.contains(last) { bare = bare.dropLast() }
    self.bare = String(bare)
    lowered = bare.lowercased()
  }

  private static let signs: Set<Character> = [
    "(", ")", "[", "]", "{", "}", "\"", "'", "`", ",", ";", ":", ".", "!", "?", "*", "^", "#", "%", "&", "\u{2018}",
    "\u{2019}", "\u{201C}", "\u{201D}",
  ]

  /// What stands behind the word.
  private var ending: Substring { text.last.map { Self.signs.contains($0) } ?? false ? text.suffix(2) : "" }

  var endsSentence: Bool {
    ending.contains { $0 == "." || $0 == "!" || $0 == "?" } && !["e.g", "i.e", "etc"].contains(lowered)
  }
  var endsClause: Bool {
    ending.contains { [",", ";", ":", "."].contains($0) } || text.last == ")" && (startsClause || !text.contains("("))
  }
  var endsPart: Bool { ending.contains { $0 == ";" || $0 == ":" } }
  var startsClause: Bool { text.hasPrefix("(") && !text.contains(")-") }

  var isNegation: Bool {
    ["not", "no", "never", "without", "neither", "nor", "nothing", "none"].contains(lowered) || lowered.hasSuffix("n't")
  }

  /// Whether it starts what says when something is returned.
  var isConditional: Bool { Self.conditional.contains(lowered) }

  private static let conditional: Set<String> = [
    "on", "upon", "if", "when", "for", "in", "unless", "means", "meaning", "indicates", "indicating", "signals",
  ]
}

extension [Word] {
  /// The word at a position in small letters; nothing where there is none.
  fileprivate func lowered(at index: Int) -> String { indices.contains(index) ? self[index].lowered : "" }
}
