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
    let evidence = Evidence(in: function)
    if let typed = typed(function) {
      guard let quote = evidence.contradiction(to: typed, of: function) else { return typed }
      return assumption(otherwise: "\(quote), but a '\(function.result.cSpelling)' is taken for a value")
    }
    if let commented = evidence.conclusion(for: function, statuses: statuses) {
      return commented.convention == nil ? assumption(otherwise: commented.reason) : commented
    }
    if function.result.pointee != nil {
      return FailureConclusion(.never, because: "nothing says what null means, so it becomes nil")
    }
    return assumption(
      otherwise: "neither the type '\(function.result.cSpelling)' nor the comment says what the result means"
    )
  }

  /// What is assumed; where nothing is, nothing is decided.
  private func assumption(otherwise reason: String) -> FailureConclusion {
    if let assumed { return FailureConclusion(assumed, because: "--assume \(assumed.word)") }
    return FailureConclusion(nil, because: reason)
  }

  private func ruled(_ function: CFunction, _ rule: FunctionRule) throws -> FailureConclusion? {
    let reason = rule.because ?? "rule '\(rule.pattern.text)', \(rule.place.short)"
    if let name = rule.status {
      guard var set = statuses.first(where: { ($0.ruledName ?? $0.name) == name }) else {
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
