import SwiftDiagnostics
import SwiftSyntax
import SwiftSyntaxBuilder

enum RetryingRules {
  static func findings(_ decoration: Decoration, in decorated: DecoratedFunction) -> [Finding] {
    let function = decorated.function
    let arguments = decoration.arguments
    var findings: [Finding] = []
    if !function.canThrow, arguments["onResult"] == nil {
      findings.append(
        .error(
          "cannotThrow",
          at: decoration.attribute,
          """
          '\(function.name)' does not throw, so '@Retrying' never retries it: add 'onResult:' to select the results to \
          retry, or make the function throw
          """
        )
      )
    }
    if let attempts = arguments.expression("attempts"), let count = attempts.integerLiteral, count < 1 {
      findings.append(
        .error(
          "attempts",
          at: attempts,
          "'attempts:' counts all calls, including the first, so it must be at least 1, not \(count)",
          fixIts: [Finding.replace("oneAttempt", "Use 1", attempts, by: ExprSyntax("1"))]
        )
      )
    }
    if let backoff = arguments.expression("backoff")?.as(FunctionCallExprSyntax.self),
      let factor = backoff.arguments.first(where: { $0.label?.text == "factor" })?.expression,
      let value = factor.numberLiteral, value < 1
    {
      findings.append(
        .error(
          "factor",
          at: factor,
          "'factor:' must be at least 1, not \(factor.trimmedDescription), because delays cannot decrease"
        )
      )
    }
    if let consuming = function.parameters.first(where: { $0.ownership?.tokenKind == .keyword(.consuming) }) {
      findings.append(
        .error(
          "retriesConsuming",
          at: consuming.syntax,
          """
          '@Retrying' may run the body more than once, but the first run consumes '\(consuming.name ?? "_")': use \
          'borrowing' instead
          """
        )
      )
    }
    return findings + warnings(decoration, in: decorated)
  }

  private static func warnings(_ decoration: Decoration, in decorated: DecoratedFunction) -> [Finding] {
    var findings: [Finding] = []
    if let actor = decorated.function.blockedActor, !decorated.allows(.blockedActor) {
      findings.append(
        .warning(
          "blockedActor",
          at: decoration.attribute,
          """
          a synchronous '@Retrying' blocks \(actor) while it waits: make the function async, or add \
          'allowing: .blockedActor' if this is intended
          """,
          fixIts: [allow(.blockedActor, in: decoration)]
        )
      )
    }
    if let memoized = decorated.first(.memoized), let inner = decorated.index(of: memoized),
      let outer = decorated.index(of: decoration), outer < inner, !decorated.allows(.memoizedInside)
    {
      findings.append(
        .warning(
          "memoizedInside",
          at: decoration.attribute,
          """
          '@Retrying' around '@Memoized' looks in the cache on each attempt, and callers share only one attempt: put \
          '@Memoized' first, or add 'allowing: .memoizedInside' if this is intended
          """,
          fixIts: [allow(.memoizedInside, in: decoration)]
        )
      )
    }
    return findings
  }

  private static func allow(_ hazard: Hazard, in decoration: Decoration) -> FixIt {
    Finding.replace("allow", "Allow '\(hazard.text)'", decoration.attribute, by: decoration.allowing(hazard))
  }
}
