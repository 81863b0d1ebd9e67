import SwiftSyntax

/// What an argument such as `clock:` or `logger:` names: a value, or a property of the instance.
enum Injection {
  /// An expression as it was written.
  case value(ExprSyntax)
  /// The instance's property behind a key path such as `\Self.clock` or behind `InstanceProperty("clock")`: read as
  /// `self.clock`, since a key path to an actor's variable is not allowed.
  case instance(ExprSyntax, path: String)

  init(_ expression: ExprSyntax) {
    if let path = expression.as(KeyPathExprSyntax.self)?.components.trimmedDescription {
      self = .instance(expression, path: path.first == "." || path.first == "[" ? path : "." + path)
    } else if let name = expression.as(FunctionCallExprSyntax.self)?.namedProperty {
      self = .instance(expression, path: "." + name)
    } else {
      self = .value(expression)
    }
  }

  /// The expression as it stands inside the function.
  var text: String {
    switch self {
    case .value(let expression): expression.trimmedDescription
    case .instance(_, let path): "self" + (path.hasPrefix(".[") ? String(path.dropFirst()) : path)
    }
  }
}

extension FunctionCallExprSyntax {
  /// The name in `InstanceProperty("name")`.
  fileprivate var namedProperty: String? {
    guard ["InstanceProperty", "DecoratorMacros.InstanceProperty"].contains(calledExpression.trimmedDescription),
      arguments.count == 1
    else { return nil }
    return arguments.first?.expression.stringLiteral
  }
}
