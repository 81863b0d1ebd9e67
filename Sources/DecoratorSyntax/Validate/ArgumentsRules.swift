import SwiftDiagnostics
import SwiftSyntax
import SwiftSyntaxBuilder

/// What attributes check that show arguments: `@Logged` and `@Traced`.
enum ArgumentsRules {
  static func findings(_ decoration: Decoration, in decorated: DecoratedFunction) -> [Finding] {
    guard !decoration.isTypeWide, case .arguments(let form) = decoration.kind.form else { return [] }
    return settings(decoration) + choice(decoration, form, of: decorated.function)
  }

  /// Finds errors in settings that do not depend on the function.
  static func settings(_ decoration: Decoration) -> [Finding] {
    let arguments = decoration.arguments
    var findings: [Finding] = []
    if let level = arguments.expression("level"), arguments["levels"] != nil {
      findings.append(
        .error(
          "twoLevels",
          at: level,
          "'level:' and 'levels:' both set the levels of calls and successes: pass only one of the two"
        )
      )
    }
    if let limit = arguments.expression("valueLimit"), let count = limit.integerLiteral, count < 1 {
      findings.append(.error("valueLimit", at: limit, "'valueLimit:' must be at least 1 byte, not \(count)"))
    }
    return findings
  }

  /// Finds names of arguments that the function does not have or that cannot be shown.
  private static func choice(
    _ decoration: Decoration,
    _ form: ArgumentsForm,
    of function: FunctionDescription
  ) -> [Finding] {
    guard let choice = ArgumentChoice(decoration, form) else { return [] }
    let showable = function.parameters.filter(\.isLoggable).compactMap(\.name)
    return choice.named.compactMap { name, node in
      guard let parameter = function.parameters.first(where: { $0.name == name }) else {
        let known =
          showable.isEmpty
          ? "it has no \(form.adjective) parameters"
          : "\(form.adjective) parameters: " + showable.map { "'\($0)'" }.joined(separator: ", ")
        let fixIts = Spelling.nearest(to: name, among: showable).map {
          [Finding.replace("respell", "Use '\($0)'", node, by: ExprSyntax(stringLiteral: "\"\($0)\""))]
        }
        return .error(
          "noSuchArgument",
          at: node,
          "'\(function.name)' has no parameter with the internal name '\(name)'; \(known)",
          fixIts: fixIts ?? []
        )
      }
      guard choice.mustShow(name), !parameter.isLoggable else { return nil }
      return .error(
        "notLoggable",
        at: node,
        """
        '\(name)' cannot be \(form.participle): closures, isolated parameters, parameter packs, views of memory, and 'borrowing' \
        or 'consuming' parameters are never \(form.participle); remove its name
        """
      )
    }
  }
}
