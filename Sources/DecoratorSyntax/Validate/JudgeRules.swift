import SwiftSyntax

/// What `onResult:` costs where a layer throws errors of its own.
enum JudgeRules {
  static func findings(_ decoration: Decoration, in decorated: DecoratedFunction) -> [Finding] {
    guard decoration.throwsOwnErrors, let judge = decoration.arguments.expression("onResult"),
      case .typed(let error) = decorated.function.throwing
    else { return [] }
    return [
      .error(
        "judgedTyped",
        at: judge,
        """
        with 'onResult:' the errors of \(decoration.quoted) cannot become a '\(error)': write 'throws', or throw an error \
        instead of returning such a result
        """
      )
    ]
  }
}
