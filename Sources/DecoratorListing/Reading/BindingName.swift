import DecoratorSyntax
import SwiftSyntax

extension FunctionContext {
  /// The name of what an expression is bound to, with the names of the types and functions around it: a variable, a
  /// property that is assigned, the label of an argument, or the function or the property that returns it.
  func bindingName(of expression: some SyntaxProtocol) -> String? {
    var node = Syntax(expression)
    while let parent = node.parent {
      if let binding = parent.as(PatternBindingSyntax.self) {
        return (names + [binding.pattern.trimmedDescription]).joined(separator: ".")
      }
      if let argument = parent.as(LabeledExprSyntax.self), let label = argument.label {
        return (names + [label.unquoted]).joined(separator: ".")
      }
      if let target = parent.as(ExprListSyntax.self)?.assigned(to: node) {
        return (names + [target]).joined(separator: ".")
      }
      if parent.is(CodeBlockItemSyntax.self) || parent.is(ReturnStmtSyntax.self) {
        let path = names + (parent.enclosingProperty.map { [$0] } ?? [])
        return path.isEmpty ? nil : path.joined(separator: ".")
      }
      node = parent
    }
    return nil
  }
}

extension SyntaxProtocol {
  /// The property or subscript whose accessor directly contains the statement.
  fileprivate var enclosingProperty: String? {
    for node in sequence(first: Syntax(self), next: \.parent) {
      if let accessors = node.as(AccessorBlockSyntax.self) { return accessors.property }
      if node.is(ClosureExprSyntax.self) || node.is(FunctionDeclSyntax.self) { return nil }
    }
    return nil
  }
}

extension AccessorDeclSyntax {
  /// The property or subscript that the accessor is of.
  var property: String? { parent?.parent?.as(AccessorBlockSyntax.self)?.property }
}

extension AccessorBlockSyntax {
  fileprivate var property: String? {
    if let binding = parent?.as(PatternBindingSyntax.self) { return binding.pattern.trimmedDescription }
    return parent?.is(SubscriptDeclSyntax.self) == true ? "subscript" : nil
  }
}

extension ExprListSyntax {
  /// The property or variable to which this assigns its last element, without `self`.
  fileprivate func assigned(to value: Syntax) -> String? {
    let elements = Array(self)
    guard elements.count == 3, elements[1].is(AssignmentExprSyntax.self), elements[2].id == value.id else { return nil }
    let target = elements[0].trimmedDescription
    return target.hasPrefix("self.") ? String(target.dropFirst("self.".count)) : target
  }
}
