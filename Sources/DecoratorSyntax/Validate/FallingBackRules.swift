import SwiftSyntax

enum FallingBackRules {
  static func findings(_ decoration: Decoration, in decorated: DecoratedFunction) -> [Finding] {
    let (arguments, function) = (decoration.arguments, decorated.function)
    var findings = RetryingRules.valuesInOn(decoration)
    if !function.canThrow {
      findings.append(
        .error(
          "nothingToReplace",
          at: decoration.attribute,
          "'\(function.name)' does not throw, so '@FallingBack' never has an error to replace: remove '@FallingBack'"
        )
      )
    }
    if function.hasOpaqueResult {
      findings.append(
        .error(
          "opaqueSubstitute",
          at: decoration.attribute,
          """
          '@FallingBack' cannot return a substitute for the opaque result '\(function.resultType.trimmedDescription)': write a \
          concrete result type
          """
        )
      )
    }
    if arguments["on"] == nil, arguments["when"] == nil {
      findings.append(
        .error(
          "anyFailure",
          at: decoration.attribute,
          """
          '@FallingBack' must say which errors it replaces: 'on: TimeoutError.self', or 'on: .any', which hides programming \
          errors too
          """
        )
      )
    }
    if let closure = arguments.expression("to")?.as(ClosureExprSyntax.self) {
      let wanted = function.parameters.count + 1
      if let count = closure.parameterCount, count != wanted {
        let names = ["the error"] + function.parameters.map { "'\($0.name ?? "_")'" }
        findings.append(
          .error(
            "fallbackParameters",
            at: closure,
            "the 'to:' closure must declare the error and the parameters of '\(function.name)': \(names.joined(separator: ", "))"
          )
        )
      } else if let unnamed = function.parameters.first(where: { $0.name == nil }) {
        findings.append(
          .error(
            "namelessArgument",
            at: unnamed.syntax,
            "a parameter without a name cannot be passed to the 'to:' closure: give it an internal name"
          )
        )
      }
    }
    return findings
  }
}

extension ClosureExprSyntax {
  /// How many parameters the closure declares. Nil if it declares none.
  package var parameterCount: Int? {
    switch signature?.parameterClause {
    case .parameterClause(let clause): clause.parameters.count
    case .simpleInput(let list): list.count
    case nil: nil
    }
  }
}
