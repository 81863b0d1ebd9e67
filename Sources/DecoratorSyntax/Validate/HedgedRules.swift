import SwiftSyntax
import SwiftSyntaxBuilder

enum HedgedRules {
  static func findings(_ decoration: Decoration) -> [Finding] {
    let values = RetryingRules.valuesInOn(decoration)
    guard let attempts = decoration.arguments.expression("attempts"), let count = attempts.integerLiteral, count < 2
    else { return values }
    return values + [
      .error(
        "hedgeAttempts",
        at: attempts,
        "'attempts:' counts all calls, including the first, so a hedge needs at least 2, not \(count)",
        fixIts: [Finding.replace("twoAttempts", "Use 2", attempts, by: ExprSyntax("2"))]
      )
    ]
  }
}
