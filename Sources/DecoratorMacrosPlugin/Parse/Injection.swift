import SwiftSyntax

/// What an argument such as `clock:` or `logger:` names: a value, or a property of the instance.
enum Injection {
  /// An expression as it was written.
  case value(ExprSyntax)
  /// The instance's property behind a key path such as `\Self.clock`: read as `self.clock`, since a key path to an
  /// actor's variable is not allowed.
  case instance(KeyPathExprSyntax, path: String)

  init(_ expression: ExprSyntax) {
    if let keyPath = expression.as(KeyPathExprSyntax.self) {
      let path = keyPath.components.trimmedDescription
      self = .instance(keyPath, path: path.first == "." || path.first == "[" ? path : "." + path)
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
