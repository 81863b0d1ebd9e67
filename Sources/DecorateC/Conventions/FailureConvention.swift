/// How a C function reports that it failed.
package enum FailureConvention: Hashable, Sendable {
  /// It cannot fail, or its result says nothing of it.
  case never
  /// A negative result, with the reason in `errno`.
  case negativeWithErrno
  /// A result other than zero, with the reason in `errno`.
  case nonzeroWithErrno
  /// Null, with the reason in `errno`.
  case nullWithErrno
  /// The negated number of the error is the result.
  case negatedErrno
  /// The number of the error is the result, as `errno` would have it.
  case errorNumber
  /// Null, and nobody says why.
  case null
  /// A result other than zero, which has no name.
  case nonzero
  /// A negative result, which has no name.
  case negative
  /// One of a set of named results.
  case status(StatusSet)

  /// The words that a rule and `--assume` use for it.
  package static let words: [(word: String, convention: FailureConvention)] = [
    ("never", .never), ("negative-errno", .negativeWithErrno), ("nonzero-errno", .nonzeroWithErrno),
    ("null-errno", .nullWithErrno), ("minus-errno", .negatedErrno), ("error-number", .errorNumber), ("null", .null),
    ("nonzero", .nonzero), ("negative", .negative),
  ]

  package var word: String {
    if case .status(let set) = self { return "status \(set.name)" }
    return Self.words.first { $0.convention == self }!.word
  }

  /// Whether null is what reports a failure.
  package var isNull: Bool { self == .null || self == .nullWithErrno }
}

/// Results with names, of which some mean success.
package struct StatusSet: Hashable, Sendable {
  /// The name of its Swift type: `Status`.
  package var name: String
  /// Its name in a rules file; `name` differs from it where that is taken.
  package var ruledName: String?
  /// The enumeration, if it is one; its constants are macros otherwise.
  package var enumeration: String?
  package var constants: [CConstant]
  /// The results that are no errors.
  package var successes: [Int64]
  /// Whether only negative results are errors. Others are values or successes.
  package var onlyNegativeFails = false
  /// The C function that describes one of them, such as `sqlite3_errstr`.
  package var messageFunction: String?
  /// For a handle's type, the C expression over `pointer` that describes its last failure.
  package var details: [String: String] = [:]
  /// What all names start with, and Swift names leave out.
  package var prefix: String
  /// The Swift names that several constants would have, which have their names of C instead.
  package var sharedNames: Set<String> = []
}

/// What was concluded about how a function reports failure, and from what.
package struct FailureConclusion: Hashable, Sendable {
  /// Nil where it could not be decided.
  package var convention: FailureConvention?
  package var reason: String

  package init(_ convention: FailureConvention?, because reason: String) {
    self.convention = convention
    self.reason = reason
  }
}
