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
          '\(function.name)' does not throw, so '@Retrying' never repeats it: say with 'onResult:' which results \
          to repeat, or let it throw
          """
        )
      )
    }
    if let attempts = arguments.expression("attempts"), let count = attempts.integerLiteral, count < 1 {
      findings.append(
        .error(
          "attempts",
          at: attempts,
          "'attempts:' counts all calls, the first included, so it is at least 1, not \(count)",
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
          "a backoff's factor is at least 1, not \(factor.trimmedDescription): delays do not shrink"
        )
      )
    }
    if let consuming = function.parameters.first(where: { $0.ownership?.tokenKind == .keyword(.consuming) }) {
      findings.append(
        .error(
          "retriesConsuming",
          at: consuming.syntax,
          "'@Retrying' may run the body again, which has then consumed '\(consuming.name ?? "_")': borrow it instead"
        )
      )
    }
    return findings + warnings(decoration, in: decorated)
  }

  private static func warnings(_ decoration: Decoration, in decorated: DecoratedFunction) -> [Finding] {
    let allowed = Set(
      decoration.arguments["allowing"]?.expressions.compactMap {
        $0.as(MemberAccessExprSyntax.self)?.declName.baseName.text
      } ?? []
    )
    var findings: [Finding] = []
    if let actor = decorated.function.blockedActor, !allowed.contains("blockedActor") {
      findings.append(
        .warning(
          "blockedActor",
          at: decoration.attribute,
          """
          while a synchronous '@Retrying' waits, it blocks \(actor): make the function async, or say with \
          'allowing: .blockedActor' that it is meant
          """,
          fixIts: [allow(".blockedActor", in: decoration)]
        )
      )
    }
    if let memoized = decorated.first(.memoized), let inner = decorated.index(of: memoized),
      let outer = decorated.index(of: decoration), outer < inner, !allowed.contains("memoizedInside")
    {
      findings.append(
        .warning(
          "memoizedInside",
          at: decoration.attribute,
          """
          '@Retrying' around '@Memoized' goes through the cache on each attempt, and callers share one attempt only: put \
          '@Memoized' first, or say with 'allowing: .memoizedInside' that it is meant
          """,
          fixIts: [allow(".memoizedInside", in: decoration)]
        )
      )
    }
    return findings
  }

  private static func allow(_ hazard: String, in decoration: Decoration) -> FixIt {
    Finding.replace(
      "allow",
      "Say that it is meant",
      decoration.attribute,
      by: decoration.attribute.adding("allowing", hazard)
    )
  }
}
