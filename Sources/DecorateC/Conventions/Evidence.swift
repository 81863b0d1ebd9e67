/// What the comment of a function says about failure.
struct Evidence {
  private let function: CFunction
  private let clauses: [ReturnClause]
  private let errno: ReturnComment.Mention

  init(in function: CFunction) {
    self.function = function
    let comment = ReturnComment(function.comment, of: function.name)
    clauses = comment.clauses
    errno = comment.errno
  }

  /// How the function reports failure, without a convention where the comment speaks of it and leaves a doubt; nil where it
  /// says nothing.
  func conclusion(for function: CFunction, statuses: [StatusSet]) -> FailureConclusion? {
    if function.result.pointee != nil {
      let isUnclear = clauses.contains { $0.condition == .unclear }
      let failure = first { $0.value == .null && $0.condition == .failure }
      guard !isUnclear, errno != .denied, let failure else { return nil }
      return said(failure, .null, .nullWithErrno)
    }
    guard function.result.integer != nil else { return nil }
    if let doubtful = first(where: \.isDoubtful) { return doubt(doubtful) }
    if let named = named(statuses) { return named }
    return number() ?? first { $0.value == .negative || $0.condition == .success }.map(doubt)
  }

  /// The quote of a comment that speaks of failure where the type says that there is none.
  func contradiction(to conclusion: FailureConclusion, of function: CFunction) -> String? {
    guard conclusion.convention == .never, !function.result.isVoid else { return nil }
    return first {
      $0.condition == .success || $0.condition == .failure || $0.condition == .unclear && $0.value != .other
        || [.negative, .negatedErrno, .errorNumber].contains($0.value)
    }.map { "\(owner) says '\($0.quote)'" }
  }

  /// Whether success is zero, so that the result is no value.
  var saysZeroOnSuccess: Bool {
    let zero = clauses.contains { $0.value == .zero && $0.condition == .success }
    return zero && !clauses.contains { $0.value == .positive || $0.isDoubtful }
  }

  /// What a number that is returned says.
  private func number() -> FailureConclusion? {
    if let clause = first(where: { $0.value == .negatedErrno }) { return said(clause, .negatedErrno, .negatedErrno) }
    // A function that compares returns negative and positive numbers.
    let compares = clauses.contains { $0.value == .positive && $0.condition != .success }
    let negative = first {
      guard $0.value == .negative else { return false }
      return $0.condition == .failure || $0.condition == .none && !compares || $0.condition == .other && errno == .said
    }
    if let negative { return said(negative, .negative, .negativeWithErrno) }
    if let clause = first(where: { $0.value == .errorNumber }) { return said(clause, .errorNumber, .errorNumber) }
    let nonzero = first {
      $0.value == .zero && $0.condition == .success || $0.value == .nonzero && $0.condition == .failure
    }
    return nonzero.flatMap { said($0, .nonzero, .nonzeroWithErrno) }
  }

  /// A convention, or the one with `errno` where the comment speaks of that.
  private func said(
    _ clause: ReturnClause,
    _ convention: FailureConvention,
    _ withErrno: FailureConvention
  ) -> FailureConclusion {
    let quote = "\(owner) says '\(clause.quote)'"
    if convention == withErrno { return FailureConclusion(convention, because: quote) }
    switch errno {
    case .said:
      let ending = clause.quote.contains("errno") ? "" : " and 'errno'"
      return FailureConclusion(withErrno, because: quote + ending)
    case .denied: return FailureConclusion(nil, because: "\(quote), and is not clear about errno")
    case .absent:
      return FailureConclusion(convention, because: quote + (convention == .negative ? ", and nothing of errno" : ""))
    }
  }

  private func doubt(_ clause: ReturnClause) -> FailureConclusion {
    FailureConclusion(nil, because: "\(owner) says '\(clause.quote)', which leaves a doubt about what a failure is")
  }

  /// A comment with a sentence that says that the success of a set is returned.
  private func named(_ statuses: [StatusSet]) -> FailureConclusion? {
    for set in statuses where set.enumeration == nil {
      for clause in clauses where clause.condition != .failure {
        if let constant = set.constants.first(where: {
          set.successes.contains($0.value) && clause.words.contains($0.name)
        }) {
          return FailureConclusion(.status(set), because: "\(owner) says that it returns \(constant.name)")
        }
      }
    }
    return nil
  }

  private var owner: String { function.commentOwner.map { "the comment of \($0)" } ?? "its comment" }

  private func first(where isWanted: (ReturnClause) -> Bool) -> ReturnClause? { clauses.first(where: isWanted) }
}

extension ReturnClause {
  /// Whether it denies something, or says of success what others say of failure.
  fileprivate var isDoubtful: Bool {
    switch (value, condition) {
    case (_, .unclear), (.zero, .failure), (.nonzero, .success), (.negative, .success), (.negatedErrno, .success),
      (.errorNumber, .success):
      true
    default: false
    }
  }
}
