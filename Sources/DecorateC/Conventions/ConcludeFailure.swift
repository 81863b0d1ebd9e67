/// Concludes how functions report failure, from rules, types and comments, in this order.
struct FailureRules {
  private let statuses: [StatusSet]
  /// What is assumed of a function that nothing is known of.
  private let assumed: FailureConvention?
  /// Where the set of each enumeration is.
  private var enumerations: [String: Int] = [:]

  init(statuses: [StatusSet], assumed: FailureConvention?) {
    self.statuses = statuses
    self.assumed = assumed
    for (index, set) in statuses.enumerated().reversed() {
      if let enumeration = set.enumeration { enumerations[enumeration] = index }
    }
  }

  /// How a function reports failure, and why that is concluded.
  func conclusion(for function: CFunction, rule: FunctionRule?) throws -> FailureConclusion {
    if let rule, let ruled = try ruled(function, rule) { return ruled }
    if let typed = typed(function) { return typed }
    if let commented = Evidence(in: function).conclusion(for: function, statuses: statuses) { return commented }
    if function.result.pointee != nil {
      return FailureConclusion(.never, because: "nothing says what null means, so it becomes nil")
    }
    if let assumed { return FailureConclusion(assumed, because: "--assume \(assumed.word)") }
    return FailureConclusion(
      nil,
      because: "neither the type '\(function.result.cSpelling)' nor the comment says what the result means"
    )
  }

  private func ruled(_ function: CFunction, _ rule: FunctionRule) throws -> FailureConclusion? {
    let reason = rule.because ?? "rule '\(rule.pattern.text)', \(rule.place.short)"
    if let name = rule.status {
      guard var set = statuses.first(where: { $0.name == name }) else {
        throw ScannerError(
          "there is no set of statuses '\(name)'\(suggestion(for: name, of: statuses.map(\.name))).",
          at: rule.place
        )
      }
      if let names = rule.successes { set.successes = try values(of: names, in: set, at: rule.place) }
      return FailureConclusion(.status(set), because: reason)
    }
    return rule.failure.map { FailureConclusion($0, because: reason) }
  }

  private func values(of names: [String], in set: StatusSet, at place: SourcePlace) throws -> [Int64] {
    try names.map { name in
      guard let constant = set.constants.first(where: { $0.name == name }) else {
        throw ScannerError("'\(set.name)' has no status '\(name)'.", at: place)
      }
      return constant.value
    }
  }

  /// What the type of the result alone says.
  private func typed(_ function: CFunction) -> FailureConclusion? {
    guard let typed = typedAlone(function) else { return nil }
    if case .never? = typed.convention, !function.result.isVoid, let failure = Evidence(in: function).failure {
      return FailureConclusion(
        nil,
        because: "its type '\(function.result.cSpelling)' has no room for a failure, but its comment says '\(failure)'"
      )
    }
    return typed
  }

  private func typedAlone(_ function: CFunction) -> FailureConclusion? {
    switch function.result.canonical {
    case .void: return FailureConclusion(.never, because: "it returns nothing")
    case .bool: return FailureConclusion(.never, because: "its result is true or false")
    case .float, .double, .structure, .union, .unsupported:
      return FailureConclusion(.never, because: "its result is a value")
    case .enumeration(let tag):
      let names = function.result.names + [tag]
      if let index = names.compactMap({ enumerations[$0] }).min() {
        let set = statuses[index]
        let success = set.constants.first { $0.value == 0 }!.name
        return FailureConclusion(.status(set), because: "'\(set.enumeration!)' is a status: \(success) is zero")
      }
      return FailureConclusion(.never, because: "no constant of '\(names[0])' means success, so it is a value")
    case .integer(let integer) where !integer.isSigned:
      return FailureConclusion(.never, because: "its result has no sign: it is a value")
    default: return nil
    }
  }
}

/// What the comment of a function says about failure.
///
/// Only sentences that speak of results count, and none that denies what it says.
struct Evidence {
  private let sentences: [Substring]
  /// Whose comment it is.
  private let origin: String

  init(in function: CFunction) {
    let words = function.comment.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    sentences = words.split(separator: ". ").filter { sentence in
      Self.resultMarks.contains { sentence.containsIgnoringCase($0) }
    }
    origin = function.commentOwner.map { "the comment of \($0)" } ?? "its comment"
  }

  func conclusion(for function: CFunction, statuses: [StatusSet]) -> FailureConclusion? {
    guard !sentences.isEmpty else { return nil }
    if function.result.pointee != nil { return null() }
    guard function.result.integer != nil else { return nil }
    if let set = named(statuses) { return set }
    if let quote = quote(Self.negatedErrno) {
      return FailureConclusion(.negatedErrno, because: "\(origin) says '\(quote)'")
    }
    if quote(Self.zeroOnFailure) != nil { return nil }
    let saysErrno = quote(Self.errno) != nil
    if let quote = quote(Self.negative) {
      return FailureConclusion(
        saysErrno ? .negativeWithErrno : .negative,
        because: "\(origin) says '\(quote)'\(saysErrno ? " and 'errno'" : ", and nothing of errno")"
      )
    }
    if let quote = quote(Self.errorNumber) {
      return FailureConclusion(.errorNumber, because: "\(origin) says '\(quote)'")
    }
    if let quote = quote(Self.nonzero) ?? quote(Self.zeroOnSuccess) {
      return FailureConclusion(
        saysErrno ? .nonzeroWithErrno : .nonzero,
        because: "\(origin) says '\(quote)'\(saysErrno ? " and 'errno'" : "")"
      )
    }
    return nil
  }

  private func null() -> FailureConclusion? {
    guard let quote = quote(Self.nullOnFailure) ?? quote(Self.failureIsNull) else { return nil }
    let saysErrno = self.quote(Self.errno) != nil
    return FailureConclusion(
      saysErrno ? .nullWithErrno : .null,
      because: "\(origin) says '\(quote)'\(saysErrno ? " and 'errno'" : "")"
    )
  }

  /// A comment with a sentence that says that the success of a set is returned.
  private func named(_ statuses: [StatusSet]) -> FailureConclusion? {
    for sentence in sentences {
      guard let returning = sentence.firstRange(of: "eturn") else { continue }
      let names = Set(sentence[returning.upperBound...].split { !($0.isLetter || $0.isNumber || $0 == "_") })
      for set in statuses where set.enumeration == nil {
        if let constant = set.constants.first(where: {
          set.successes.contains($0.value) && names.contains($0.name[...])
        }) {
          return FailureConclusion(.status(set), because: "\(origin) says that it returns \(constant.name)")
        }
      }
    }
    return nil
  }

  /// What the comment says of failure, where the type of the result says that there is none.
  var failure: String? { quote(Self.failing) }

  /// Whether the comment says that success is zero, so that the result is no value.
  var saysZeroOnSuccess: Bool { quote(Self.zeroOnSuccess) != nil }

  /// The words that match, unless the same sentence denies them.
  private func quote(_ phrase: Phrase) -> String? {
    for sentence in sentences {
      guard let match = phrase.firstMatch(in: sentence) else { continue }
      if !sentence[..<match.range.upperBound].contains(Self.denial) { return String(match.quote.drop { $0 == " " }) }
    }
    return nil
  }

  /// Words that a comment says something with: the marks are in small letters, and one of them is in each match.
  private struct Phrase: @unchecked Sendable {
    let marks: [String]
    let regex: Regex<(Substring, quote: Substring)>

    func firstMatch(in sentence: Substring) -> (range: Range<String.Index>, quote: Substring)? {
      guard marks.contains(where: { sentence.containsIgnoringCase($0) }),
        let match = try? regex.firstMatch(in: sentence)
      else { return nil }
      return (match.range, match.quote)
    }
  }

  /// What a sentence about results has in it, in small letters.
  private static let resultMarks = [
    "return", "result", "on success", "on failure", "on error", "case of success", "case of failure", "case of error",
    "if successful",
  ]
  nonisolated(unsafe) private static let denial = #/\b(never|not|cannot)\b|n't\b/#.ignoresCase()
  private static let negatedErrno = Phrase(
    marks: ["errno", "-e"],
    regex: #/(?<quote>negative errno|negated errno|-errno|[^A-Za-z0-9_]-E[A-Z]{3,})/#
  )
  private static let errno = Phrase(marks: ["errno"], regex: #/(?<quote>errno)/#)
  private static let negative = Phrase(
    marks: ["-1", "negative", "less than"],
    regex: #/(?:^|[^A-Za-z0-9.\-])(?<quote>-1(?![0-9])|negative (?:value|number|result)|less than (?:zero|0))/#
  )
  private static let errorNumber = Phrase(
    marks: ["errno value", "error number"],
    regex: #/(?<quote>(?:returns?|or) an? (?:errno value|error number))/#.ignoresCase()
  )
  private static let nonzero = Phrase(
    marks: ["nonzero", "non-zero"],
    regex: #/(?<quote>non-?zero (?:on|if|in case of|for|when) [a-z ]*(?:error|fail)[a-z]*)/#.ignoresCase()
  )
  private static let zeroOnSuccess = Phrase(
    marks: ["0", "zero"],
    regex:
      #/(?:^|[^A-Za-z0-9.\-])(?<quote>(?:0|zero) (?:on|if|for|when|upon|in case of) (?:it )?(?:is )?(?:success|ok|succe)[a-z]*)/#
      .ignoresCase()
  )
  private static let zeroOnFailure = Phrase(
    marks: ["0", "zero"],
    regex:
      #/(?:^|[^A-Za-z0-9.\-])(?<quote>(?:0|zero) (?:on|if|for|when|upon|in case of) (?:it |an )?(?:error|fail)[a-z]*)/#
      .ignoresCase()
  )
  private static let nullOnFailure = Phrase(
    marks: ["null"],
    regex: #/(?<quote>null (?:pointer )?(?:on|if|in case of|for|when) [a-z ]*(?:error|fail|unsuccess|memory)[a-z]*)/#
      .ignoresCase()
  )
  private static let failureIsNull = Phrase(
    marks: ["null"],
    regex: #/(?<quote>(?:on|if|in case of) (?:an )?(?:error|failure)[a-z, ]*null)/#.ignoresCase()
  )
  private static let failing = Phrase(
    marks: ["error", "fail", "errno"],
    regex: #/(?<quote>(?:on|upon|in case of) (?:any |an )?(?:failure|error)|if [a-z ]*fails?|error code|errno)/#
      .ignoresCase()
  )
}

extension Substring {
  /// Whether a text is in it.
  ///
  /// - Parameter text: Small letters and signs of ASCII.
  fileprivate func containsIgnoringCase(_ text: String) -> Bool {
    var (copy, text) = (self, text)
    return copy.withUTF8 { bytes in
      text.withUTF8 { text in
        guard bytes.count >= text.count else { return false }
        return (0...bytes.count - text.count).contains { start in
          text.indices.allSatisfy { index in
            let byte = bytes[start + index]
            return byte == text[index] || byte &+ 32 == text[index] && (65...90).contains(byte)
          }
        }
      }
    }
  }
}
