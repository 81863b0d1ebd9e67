import SwiftSyntax
import SwiftSyntaxBuilder

enum DecoratedRules {
  static func findings(_ decoration: Decoration, in decorated: DecoratedFunction) -> [Finding] {
    let function = decorated.function
    var findings: [Finding] = []
    if decoration.makesDecorator, !function.canHoldStatics, let value = decoration.decoratorExpression {
      findings.append(
        .error(
          "decoratorMadeByCall",
          at: value,
          """
          each call of '\(function.name)' would create this decorator, because the function has no place to keep it: \
          declare the decorator elsewhere and name it in '\(decoration.isConcurrent ? "concurrentlyBy" : "by"):'
          """
        )
      )
    }
    if decoration.makesDecorator, function.canHoldStatics,
      let use = decoration.decoratorExpression?.firstUse(of: function.context.outerParameters)
    {
      findings.append(
        .error(
          "decoratorOfLocals",
          at: use,
          """
          this decorator is created once for all calls, and '\(use.unquoted)' differs in each call of the function around \
          '\(function.name)': declare the decorator there as a constant and name it in \
          '\(decoration.isConcurrent ? "concurrentlyBy" : "by"):'
          """
        )
      )
    }
    if decoration.isConcurrent, !function.isAsync || ![.always, .again].contains(function.throwing) {
      findings.append(
        .error(
          "concurrentNeedsAsync",
          at: decoration.attribute,
          """
          'concurrentlyBy:' runs the body in tasks and may throw errors of its own, so '\(function.name)' must be \
          'async throws'
          """
        )
      )
    }
    return findings
  }
}
