package import SwiftSyntax

/// A hazard that `allowing:` of an attribute can name.
package enum Hazard: Hashable {
  case blockedActor
  case memoizedInside
  case otherErrors
  /// An attribute that has the name of a result builder or of a macro that replaces the body.
  case attribute(String)

  /// The hazard as source.
  package var text: String {
    switch self {
    case .blockedActor: ".blockedActor"
    case .memoizedInside: ".memoizedInside"
    case .otherErrors: ".otherErrors"
    case .attribute(let name): ".attribute(\(name.asLiteral))"
    }
  }

  package init?(_ expression: ExprSyntax) {
    let call = expression.as(FunctionCallExprSyntax.self)
    let member = (call?.calledExpression ?? expression).as(MemberAccessExprSyntax.self)
    switch (member?.declName.baseName.text, call?.arguments.first?.expression.stringLiteral) {
    case ("blockedActor", nil): self = .blockedActor
    case ("memoizedInside", nil): self = .memoizedInside
    case ("otherErrors", nil): self = .otherErrors
    case ("attribute", let name?): self = .attribute(name)
    default: return nil
    }
  }
}

extension DecoratedFunction {
  /// Whether one of the function's attributes allows the hazard.
  package func allows(_ hazard: Hazard) -> Bool {
    stack.contains { $0.arguments["allowing"]?.expressions.contains { Hazard($0) == hazard } ?? false }
  }
}

extension Decoration {
  /// The attribute with the hazard in `allowing:`.
  package func allowing(_ hazard: Hazard) -> AttributeSyntax { attribute.adding("allowing", hazard.text) }
}
