package import SwiftSyntax

/// The choice of arguments, such as `arguments:` of `@Logged`, if it is written as literals, so that the macro can decide which arguments are shown.
package struct ArgumentChoice {
  private enum Selection {
    case only
    case except
  }

  private let selection: Selection
  /// The names that are selected, excluded or redacted, each with its literal.
  package let named: [(name: String, node: ExprSyntax)]
  private let redacted: Set<String>

  /// Reads the choice of an attribute of this form. Without one it selects no argument. The result is nil if the choice
  /// is known only at run time, as with a policy.
  package init?(_ decoration: Decoration, _ form: ArgumentsForm) {
    if decoration.policy != nil { return nil }
    guard let expression = decoration.arguments.expression(form.choice) else {
      self.init(.only, [], redacted: [])
      return
    }
    if let member = expression.as(MemberAccessExprSyntax.self), member.isMember(of: "ArgumentLogging") {
      switch member.declName.baseName.text {
      case "none": self.init(.only, [], redacted: [])
      case "all": self.init(.except, [], redacted: [])
      default: return nil
      }
      return
    }
    guard let call = expression.as(FunctionCallExprSyntax.self),
      let member = call.calledExpression.as(MemberAccessExprSyntax.self), member.isMember(of: "ArgumentLogging")
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

  /// Whether this argument is shown, possibly redacted.
  package func shows(_ parameter: ParameterDescription) -> Bool {
    guard parameter.isLoggable, let name = parameter.name else { return false }
    let isNamed = named.contains { $0.name == name }
    switch selection {
    case .only: return isNamed
    case .except: return !parameter.isInout && (!isNamed || redacted.contains(name))
    }
  }

  package func redacts(_ name: String) -> Bool { redacted.contains(name) }

  /// Whether the name is in the list because its argument must be shown.
  package func mustShow(_ name: String) -> Bool { selection == .only || redacted.contains(name) }
}
