import SwiftSyntax

enum CircuitBrokenRules {
  static func findings(_ decoration: Decoration, in decorated: DecoratedFunction) -> [Finding] {
    guard let judge = decoration.arguments.expression("onResult"), case .typed(let error) = decorated.function.throwing
    else { return [] }
    return [
      .error(
        "judgedTyped",
        at: judge,
        """
        with 'onResult:' the errors of the breaker cannot become a '\(error)': write 'throws', or throw an error \
        instead of returning such a result
        """
      )
    ]
  }
}
