import SwiftDiagnostics
import SwiftSyntax
import SwiftSyntaxBuilder

/// What attributes ask of a function's effects: that it is asynchronous (C8), and that it can throw their errors (A4).
enum EffectRules {
  static func findings(_ decoration: Decoration, in decorated: DecoratedFunction) -> [Finding] {
    let function = decorated.function
    let errors =
      decoration.throwsOwnErrors ? ownErrors(decoration, function) : needlessReplacement(decoration, function) ?? []
    return synchronous(decoration, function) + errors
  }

  private static func synchronous(_ decoration: Decoration, _ function: FunctionDescription) -> [Finding] {
    guard !function.isAsync else { return [] }
    let limit = decoration.limitsAttempts ? decoration.arguments.expression("eachAttempt") : nil
    guard let reason = limit == nil ? decoration.kind.traits.asyncReason : KindTraits.cannotBeStopped else {
      return []
    }
    return [
      .error(
        "needsAsync",
        at: limit.map(Syntax.init) ?? Syntax(decoration.attribute),
        "\(decoration.quoted) cannot be applied to '\(function.name)', which is synchronous: \(reason)",
        fixIts: [function.syntax.adding(.async, "Make '\(function.name)' async")]
      )
    ]
  }

  // MARK: Errors

  private static func ownErrors(_ decoration: Decoration, _ function: FunctionDescription) -> [Finding] {
    let (attribute, name) = (decoration.attribute, function.name)
    if let needless = needlessReplacement(decoration, function) { return needless }
    switch function.throwing {
    case .always: return []
    case .typed(let error) where error != "Never":
      if decoration.arguments["orThrow"] != nil { return [] }
      return [
        .error(
          "throwsOwnErrors",
          at: attribute,
          """
          \(decoration.quoted) throws errors of its own, and '\(name)' throws only '\(error)': add 'orThrow:', a closure \
          that makes a '\(error)' of such an error, or write 'throws'
          """,
          fixIts: [
            Finding.replace(
              "addReplacement",
              "Add 'orThrow:'",
              attribute,
              by: attribute.adding("orThrow", "{ error in <#\(error)#> }")
            ),
            function.syntax.adding(.throws, "Let '\(name)' throw any error"),
          ]
        )
      ]
    // A retry says that itself.
    case .never where decoration.kind == .retrying && decoration.arguments["onResult"] == nil: return []
    case .never, .typed: return [doesNotThrow(decoration, function)]
    case .again: return [onlyRethrows(decoration, function)]
    }
  }

  /// The warning about `orThrow:` where no error needs it. Nil if it is right or not there.
  private static func needlessReplacement(_ decoration: Decoration, _ function: FunctionDescription) -> [Finding]? {
    guard let replacement = decoration.arguments.expression("orThrow") else { return nil }
    let attribute = decoration.attribute
    let reason: String
    if function.throwing == .always {
      reason = "'\(function.name)' throws any error: remove it, or write 'throws(…)' with one type"
    } else if decoration.kind == .retrying, !decoration.throwsOwnErrors {
      reason = "without 'eachAttempt:' '@Retrying' throws no errors of its own: remove it"
    } else {
      return nil
    }
    return [
      .warning(
        "needlessReplacement",
        at: replacement,
        "'orThrow:' has no effect, because \(reason)",
        fixIts: [
          Finding.replace("removeReplacement", "Remove 'orThrow:'", attribute, by: attribute.removing("orThrow"))
        ]
      )
    ]
  }

  private static func doesNotThrow(_ decoration: Decoration, _ function: FunctionDescription) -> Finding {
    .error(
      "cannotThrowOwnErrors",
      at: decoration.attribute,
      """
      \(decoration.quoted) throws errors of its own, and '\(function.name)' cannot throw: make the function throw
      """,
      fixIts: [function.syntax.adding(.throws, "Make '\(function.name)' throw")]
    )
  }

  private static func onlyRethrows(_ decoration: Decoration, _ function: FunctionDescription) -> Finding {
    .error(
      "rethrowsOwnErrors",
      at: decoration.attribute,
      """
      \(decoration.quoted) throws errors of its own, and '\(function.name)' throws only those of its closure: write \
      'throws'
      """,
      fixIts: [function.syntax.adding(.throws, "Let '\(function.name)' throw any error")]
    )
  }
}

extension FunctionDeclSyntax {
  fileprivate enum Effect {
    case async
    case `throws`
  }

  /// A fix-it that gives the function the effect, in place of a `throws(E)` or a `rethrows`.
  fileprivate func adding(_ effect: Effect, _ title: String) -> FixIt {
    let old = signature.effectSpecifiers
    let isLast = old == nil && signature.returnClause == nil
    let space: Trivia = isLast ? signature.parameterClause.trailingTrivia : .space
    var effects = old?.detached ?? FunctionEffectSpecifiersSyntax()
    switch effect {
    case .async: effects.asyncSpecifier = .keyword(.async, trailingTrivia: .space)
    case .throws:
      let trailing = old?.throwsClause?.trailingTrivia ?? old?.trailingTrivia ?? space
      if old?.throwsClause == nil { effects.asyncSpecifier?.trailingTrivia = .space }
      effects.throwsClause = ThrowsClauseSyntax(throwsSpecifier: .keyword(.throws, trailingTrivia: trailing))
    }
    if old == nil { effects.trailingTrivia = signature.parameterClause.trailingTrivia }
    var added = signature.detached.with(\.effectSpecifiers, effects)
    added.parameterClause.trailingTrivia = .space
    return Finding.replace("add\(effect)", title, signature, by: added)
  }
}
