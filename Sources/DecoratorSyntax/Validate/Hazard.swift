package import SwiftDiagnostics
package import SwiftSyntax

/// A hazard that `allowing:` of an attribute can name.
package enum Hazard: Hashable {
  case blockedActor
  case otherErrors
  /// A decorator that harms another one, or is harmed, inside which it stands.
  case inside(DecoratorKind)
  /// An attribute that has the name of a result builder or of a macro that replaces the body.
  case attribute(String)

  /// The hazard as source.
  package var text: String {
    switch self {
    case .blockedActor: ".blockedActor"
    case .otherErrors: ".otherErrors"
    case .inside(let kind): ".\(kind.combinatorName)Inside"
    case .attribute(let name): ".attribute(\(name.asLiteral))"
    }
  }

  package init?(_ expression: ExprSyntax) {
    let call = expression.as(FunctionCallExprSyntax.self)
    let member = (call?.calledExpression ?? expression).as(MemberAccessExprSyntax.self)
    switch (member?.declName.baseName.text, call?.arguments.first?.expression.stringLiteral) {
    case ("blockedActor", nil): self = .blockedActor
    case ("otherErrors", nil): self = .otherErrors
    case ("attribute", let name?): self = .attribute(name)
    case (let name?, nil):
      guard let kind = DecoratorKind.allCases.first(where: { Hazard.inside($0).text == ".\(name)" }) else { return nil }
      self = .inside(kind)
    default: return nil
    }
  }
}

extension DecoratedFunction {
  /// Whether one of the function's attributes allows the hazard.
  package func allows(_ hazard: Hazard) -> Bool {
    stack.contains { $0.allows(hazard) }
  }
}

extension Decoration {
  /// Whether the attribute itself allows the hazard.
  package func allows(_ hazard: Hazard) -> Bool {
    arguments["allowing"]?.expressions.contains { Hazard($0) == hazard } ?? false
  }

  /// The attribute with the hazard in `allowing:`.
  package func allowing(_ hazard: Hazard) -> AttributeSyntax { attribute.adding("allowing", hazard.text) }

  /// A fix-it that allows the hazard.
  package func allow(_ hazard: Hazard) -> FixIt {
    Finding.replace("allow", "Allow '\(hazard.text)'", attribute, by: allowing(hazard))
  }
}
