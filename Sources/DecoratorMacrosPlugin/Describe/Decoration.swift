import SwiftSyntax

/// One attribute of ours on a function, or one that its type puts on every function.
struct Decoration {
  let kind: DecoratorKind
  let attribute: AttributeSyntax
  let arguments: AttributeArguments
  let isTypeWide: Bool

  init(_ kind: DecoratorKind, _ attribute: AttributeSyntax, isTypeWide: Bool = false) {
    self.kind = kind
    self.attribute = attribute
    self.isTypeWide = isTypeWide
    arguments = AttributeArguments(attribute)
  }

  /// What the injected argument with the label names.
  func injection(_ label: String) -> Injection? { arguments.expression(label).map(Injection.init) }

  /// A policy that stands for all settings.
  var policy: Injection? { arguments.policy.map(Injection.init) }

  /// The policy that names the function, in place of the attribute.
  var namingPolicy: String? { kind == .timed ? arguments.policy?.trimmedDescription : nil }

  /// The name that the attribute gives the function, as an expression.
  func name(of function: FunctionDescription) -> String {
    arguments.expression("named")?.trimmedDescription ?? function.displayName.asLiteral
  }
}
