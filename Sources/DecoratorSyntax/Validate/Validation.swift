import SwiftSyntax

/// Checks a decorated function: first the place of each attribute, then its arguments.
package enum Validation {
  package static func findings(_ decoration: Decoration, in decorated: DecoratedFunction) -> [Finding] {
    let placement = Placement.findings(decoration, in: decorated)
    guard decorated.function.syntax.body != nil else { return placement }
    let own =
      switch decoration.kind {
      case .timed: decoration.isTypeWide ? [] : TimedRules.settings(decoration)
      case .retrying: RetryingRules.findings(decoration, in: decorated)
      case .logged, .traced: ArgumentsRules.findings(decoration, in: decorated)
      case .memoized: MemoizedRules.findings(decoration, in: decorated)
      case .decorated, .circuitBroken, .bulkheaded: DecoratedRules.findings(decoration, in: decorated)
      case .timeLimited: TimeLimitedRules.findings(decoration)
      case .hedged: HedgedRules.findings(decoration)
      case .coalesced: MemoizedRules.findings(decoration, in: decorated)
      case .fallingBack: FallingBackRules.findings(decoration, in: decorated)
      case .rateLimited, .counted: [Finding]()
      }
    let shared =
      EffectRules.findings(decoration, in: decorated) + JudgeRules.findings(decoration, in: decorated)
      + OrderRules.findings(decoration, in: decorated)
      + TaskRules.findings(decoration, in: decorated)
    return placement + own + shared
  }

  /// Finds errors in a type-wide attribute that do not depend on the function.
  package static func typeWideFindings(_ decoration: Decoration) -> [Finding] {
    switch decoration.kind {
    case .timed: TimedRules.settings(decoration)
    case .logged: ArgumentsRules.settings(decoration)
    default: []
    }
  }

  /// Whether no attribute of the function has an error. The errors are reported at their own nodes.
  package static func accepts(_ decorated: DecoratedFunction) -> Bool {
    decorated.stack.allSatisfy { !Mistakes.isCertain($0) && !findings($0, in: decorated).contains(where: \.isError) }
      && !decorated.function.syntax.attributes.conditional.contains { DecoratorKind($0) != nil }
  }
}
