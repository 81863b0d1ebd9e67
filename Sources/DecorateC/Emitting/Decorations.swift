/// A decorator that generated functions have.
package enum Decoration: String, CaseIterable, Sendable {
  case timed, retrying, logged, memoized

  static let words = allCases.map(\.rawValue).joined(separator: ", ")

  /// - Throws: ``ScannerError`` where a decorator is in a list twice.
  static func checkOnce(_ decorators: [Decoration], at place: SourcePlace? = nil) throws {
    var seen: Set<Decoration> = []
    for decorator in decorators where !seen.insert(decorator).inserted {
      throw ScannerError("the decorator '\(decorator.rawValue)' is there twice.", at: place)
    }
  }
}

/// How generated functions are decorated.
package struct Decorations: Sendable {
  /// The decorators, outermost first.
  package var decorators: [Decoration]
  /// Whether they are written as attributes; otherwise as values that run the body.
  package var areAttributes: Bool
  /// A Swift expression over `error` that says whether to retry; without one, the errors themselves decide.
  package var retryCondition: String?

  package init(_ decorators: [Decoration] = [], areAttributes: Bool = true, retryOn condition: String? = nil) {
    self.decorators = decorators
    self.areAttributes = areAttributes
    retryCondition = condition
  }

  /// The decorators of a function: one that cannot fail is not retried.
  func decorators(of wrapper: Wrapper) -> [Decoration] {
    decorators.filter { decorator in
      switch decorator {
      case .timed, .logged: true
      case .retrying: wrapper.isThrowing && wrapper.isRepeatable
      case .memoized: wrapper.isMemoizable
      }
    }
  }

  /// The attribute of a decorator.
  func attribute(_ decorator: Decoration) -> String {
    switch decorator {
    case .timed: "@Timed"
    case .logged: "@Logged"
    case .memoized: "@Memoized"
    case .retrying: retryCondition.map { "@Retrying(when: { error in .retry(if: \($0)) })" } ?? "@Retrying"
    }
  }
}

extension Wrapper {
  /// Whether a call that failed can be made again: a descriptor or an object that could not be closed is gone all the same.
  var isRepeatable: Bool {
    if arguments.contains(where: { $0.use == .closed(isKeptOnFailure: false) }) { return false }
    return !["close", "fclose", "pclose", "closedir", "gzclose"].contains(function.name)
  }

  /// Whether its parameters can be a key, and its result can be kept.
  var isMemoizable: Bool {
    guard receiver == nil, !arguments.isEmpty else { return false }
    let hasKey = arguments.allSatisfy { argument in
      switch argument.use {
      case .value: argument.type.pointee == nil
      case .string, .constant: true
      default: false
      }
    }
    switch result {
    case .string: return hasKey
    case .value: return hasKey && function.result.pointee == nil
    default: return false
    }
  }
}
