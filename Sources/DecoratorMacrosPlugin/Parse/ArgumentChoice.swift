import SwiftSyntax

/// An `arguments:` that says in a literal which arguments are logged, so that it can be settled before the program runs.
struct ArgumentChoice {
  private enum Selection {
    case only
    case except
  }

  private let selection: Selection
  /// The names that are chosen, left out or hidden, each with its literal.
  let named: [(name: String, node: ExprSyntax)]
  private let redacted: Set<String>

  /// The choice of a `@Logged`: none if it says nothing. Nil if only the running program knows it, as a policy does.
  init?(_ decoration: Decoration) {
    if decoration.policy != nil { return nil }
    guard let expression = decoration.arguments.expression("arguments") else {
      self.init(.only, [], redacted: [])
      return
    }
    if let member = expression.as(MemberAccessExprSyntax.self), Self.isOurs(member) {
      switch member.declName.baseName.text {
      case "none": self.init(.only, [], redacted: [])
      case "all": self.init(.except, [], redacted: [])
      default: return nil
      }
      return
    }
    guard let call = expression.as(FunctionCallExprSyntax.self),
      let member = call.calledExpression.as(MemberAccessExprSyntax.self), Self.isOurs(member)
    else { return nil }
    let names = call.arguments.compactMap { argument in
      argument.expression.stringLiteral.map { (name: $0, node: argument.expression) }
    }
    guard names.count == call.arguments.count else { return nil }
    switch member.declName.baseName.text {
    case "only": self.init(.only, names, redacted: [])
    case "except": self.init(.except, names, redacted: [])
    case "all": self.init(.except, names, redacted: Set(names.map(\.name)))
    default: return nil
    }
  }

  private init(_ selection: Selection, _ named: [(name: String, node: ExprSyntax)], redacted: Set<String>) {
    self.selection = selection
    self.named = named
    self.redacted = redacted
  }

  private static func isOurs(_ member: MemberAccessExprSyntax) -> Bool {
    guard let base = member.base?.trimmedDescription else { return true }
    return ["ArgumentLogging", "Decorators.ArgumentLogging"].contains(base)
  }

  /// Whether this argument is shown, redacted or not.
  func shows(_ parameter: ParameterDescription) -> Bool {
    guard parameter.isLoggable, let name = parameter.name else { return false }
    let isNamed = named.contains { $0.name == name }
    switch selection {
    case .only: return isNamed
    case .except: return !parameter.isInout && (!isNamed || redacted.contains(name))
    }
  }

  func redacts(_ name: String) -> Bool { redacted.contains(name) }

  /// Whether the name was given in order to be shown.
  func mustShow(_ name: String) -> Bool { selection == .only || redacted.contains(name) }
}
