package import SwiftSyntax

/// The value of an argument such as `clock:` or `logger:`: an expression or a property of the instance.
package enum Injection {
  /// An expression, as written.
  case value(ExprSyntax)
  /// A property of the instance, named by a key path such as `\Self.clock` or by `InstanceProperty("clock")`. The
  /// expansion reads it as `self.clock`, because Swift does not allow a key path to an actor's variable.
  case instance(ExprSyntax, path: String)

  package init(_ expression: ExprSyntax) {
    if let path = expression.as(KeyPathExprSyntax.self)?.components.trimmedDescription {
      self = .instance(expression, path: path.first == "." || path.first == "[" ? path : "." + path)
    } else if let name = expression.as(FunctionCallExprSyntax.self)?.namedProperty {
      self = .instance(expression, path: "." + name)
    } else {
      self = .value(expression)
    }
  }

  /// The expression to use inside the function.
  package var text: String {
    switch self {
    case .value(let expression): expression.trimmedDescription
    case .instance(_, let path): "self" + (path.hasPrefix(".[") ? String(path.dropFirst()) : path)
    }
  }
}

extension FunctionCallExprSyntax {
  /// The name in `InstanceProperty("name")`.
  fileprivate var namedProperty: String? { propertyArgument?.stringLiteral }

  /// What stands in `InstanceProperty(…)` instead of a string literal.
  package var unnamedProperty: ExprSyntax? { propertyArgument.flatMap { $0.stringLiteral == nil ? $0 : nil } }

  private var propertyArgument: ExprSyntax? {
    guard ["InstanceProperty", "DecoratorMacros.InstanceProperty"].contains(calledExpression.trimmedDescription),
      arguments.count == 1
    else { return nil }
    return arguments.first?.expression
  }
}
