import SwiftSyntax

/// Judges what was described: first where an attribute stands, then what it says.
enum Validation {
  static func findings(_ decoration: Decoration, in decorated: DecoratedFunction) -> [Finding] {
    let placement = Placement.findings(decoration, in: decorated)
    guard decorated.function.syntax.body != nil else { return placement }
    let own =
      switch decoration.kind {
      case .timed: decoration.isTypeWide ? [] : TimedRules.settings(decoration)
      case .retrying: RetryingRules.findings(decoration, in: decorated)
      case .logged: LoggedRules.findings(decoration, in: decorated)
      case .memoized: MemoizedRules.findings(decoration, in: decorated)
      }
    return placement + own
  }

  /// What is wrong with an attribute of a type, whichever function it is put on.
  static func typeWideFindings(_ decoration: Decoration) -> [Finding] {
    switch decoration.kind {
    case .timed: TimedRules.settings(decoration)
    case .logged: LoggedRules.settings(decoration)
    case .retrying, .memoized: []
    }
  }

  /// Whether the function can be decorated as it says; what cannot is reported where it stands.
  static func accepts(_ decorated: DecoratedFunction) -> Bool {
    decorated.stack.allSatisfy { !findings($0, in: decorated).contains(where: \.isError) }
      && !decorated.function.syntax.attributes.conditional.contains { DecoratorKind($0) != nil }
  }
}
