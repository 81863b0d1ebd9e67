/// Concludes how functions report failure, from rules, types and comments, in this order.
struct FailureRules {
  let rules: Rules
  let statuses: [StatusSet]
  /// What is assumed of a function that nothing is known of.
  let assumed: FailureConvention?

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
    switch function.result.canonical {
    case .void: return FailureConclusion(.never, because: "it returns nothing")
    case .bool: return FailureConclusion(.never, because: "its result is true or false")
    case .float, .double, .structure, .union, .unsupported:
      return FailureConclusion(.never, because: "its result is a value")
    case .enumeration(let tag):
      let names = function.result.names + [tag]
      if let set = statuses.first(where: { $0.enumeration.map(names.contains) ?? false }) {
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
struct Evidence {
  private let words: String
  private let lowered: String

  init(in function: CFunction) {
    words = function.comment.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    lowered = words.lowercased()
  }

  func conclusion(for function: CFunction, statuses: [StatusSet]) -> FailureConclusion? {
    guard !words.isEmpty else { return nil }
    if function.result.pointee != nil { return null() }
    guard function.result.integer != nil else { return nil }
    if let set = named(statuses) { return set }
    if let quote = match(#/negative errno|negated errno|-errno|[^A-Za-z0-9_]-E[A-Z]{3,}/#) {
      return FailureConclusion(.negatedErrno, because: "its comment says '\(quote)'")
    }
    let saysErrno = words.contains("errno")
    if let quote = match(#/-1|negative (value|number|result)|less than (zero|0)/#) {
      return FailureConclusion(
        saysErrno ? .negativeWithErrno : .negative,
        because: "its comment says '\(quote)'\(saysErrno ? " and 'errno'" : ", and nothing of errno")"
      )
    }
    if let quote = match(#/(returns?|or) an? (errno value|error number)/#.ignoresCase()) {
      return FailureConclusion(.errorNumber, because: "its comment says '\(quote)'")
    }
    if let quote = match(#/non-?zero (on|if|in case of|for|when) [a-z ]*(error|fail)[a-z]*/#.ignoresCase())
      ?? match(#/(0|zero) (on|if|for|when|in case of) success[a-z]*/#.ignoresCase())
    {
      return FailureConclusion(
        saysErrno ? .nonzeroWithErrno : .nonzero,
        because: "its comment says '\(quote)'\(saysErrno ? " and 'errno'" : "")"
      )
    }
    return nil
  }

  private func null() -> FailureConclusion? {
    guard
      let quote = match(
        #/null (pointer )?(on|if|in case of|for|when) [a-z ]*(error|fail|unsuccess|memory)[a-z]*/#.ignoresCase()
      )
        ?? match(#/(on|if|in case of) (an )?(error|failure)[a-z, ]*null/#.ignoresCase())
        ?? match(#/or null (on|if|in case of|for|when) [a-z]+/#.ignoresCase())
    else { return nil }
    let saysErrno = words.contains("errno")
    return FailureConclusion(
      saysErrno ? .nullWithErrno : .null,
      because: "its comment says '\(quote)'\(saysErrno ? " and 'errno'" : "")"
    )
  }

  /// A comment with a sentence that says that the success of a set is returned.
  private func named(_ statuses: [StatusSet]) -> FailureConclusion? {
    for sentence in words.split(separator: ". ") {
      guard let returning = sentence.firstMatch(of: #/return/#.ignoresCase()) else { continue }
      let names = Set(sentence[returning.range.upperBound...].split { !($0.isLetter || $0.isNumber || $0 == "_") })
      for set in statuses where set.enumeration == nil {
        if let constant = set.constants.first(where: {
          set.successes.contains($0.value) && names.contains($0.name[...])
        }) {
          return FailureConclusion(.status(set), because: "its comment says that it returns \(constant.name)")
        }
      }
    }
    return nil
  }

  private func match<Output>(_ regex: Regex<Output>) -> String? {
    words.firstMatch(of: regex).map { String(words[$0.range]).trimmingPrefix { $0 == " " }.description }
  }

  /// Whether the comment says that success is zero, so that the result is no value.
  var saysZeroOnSuccess: Bool {
    lowered.contains(#/(returns?|returning) (0|zero) (on|if|for|when|upon) (it )?(success|ok|succe)/#)
      || lowered.contains(#/(0|zero) on success/#)
  }
}
