package import SwiftSyntax

/// One attribute of this package on a function, or a type-wide attribute that applies to it.
package struct Decoration {
  package let kind: DecoratorKind
  package let attribute: AttributeSyntax
  package let arguments: AttributeArguments
  package let isTypeWide: Bool

  package init(_ kind: DecoratorKind, _ attribute: AttributeSyntax, isTypeWide: Bool = false) {
    self.kind = kind
    self.attribute = attribute
    self.isTypeWide = isTypeWide
    arguments = AttributeArguments(attribute)
  }

  /// The value of the injected argument with this label.
  package func injection(_ label: String) -> Injection? { arguments.expression(label).map(Injection.init) }

  /// The policy that replaces the settings.
  package var policy: Injection? { arguments.policy.map(Injection.init) }

  /// The decorator that `@Decorated` names or makes.
  package var decorator: Injection? { injection("by") ?? injection("concurrentlyBy") }

  /// The expression of that decorator.
  package var decoratorExpression: ExprSyntax? { arguments.expression("by") ?? arguments.expression("concurrentlyBy") }

  /// Whether the body runs beside the caller or more than once, and so escapes.
  package var isConcurrent: Bool { arguments["concurrentlyBy"] != nil }

  /// Whether this is a retry that limits each attempt, which makes it another one: it throws errors of its own.
  package var limitsAttempts: Bool { kind == .retrying && arguments["eachAttempt"] != nil }

  /// Whether the layer throws errors of its own.
  package var throwsOwnErrors: Bool { kind.traits.errors == .own || limitsAttempts }

  /// The attribute in diagnostics, with the setting that makes it special.
  package var quoted: String { limitsAttempts ? "'@Retrying(eachAttempt:)'" : kind.quoted }

  /// Whether the body of an asynchronous function runs in tasks.
  package var startsTasks: Bool { kind.traits.startsTasks || isConcurrent }

  /// Whether `@Decorated` makes its decorator instead of naming one that exists: what calls nothing names one.
  package var makesDecorator: Bool {
    guard case .value(let expression) = decorator else { return false }
    // Which type an implicit member is of, 'by:' of '@Decorated' does not say: it may be made.
    if isImplicitMember, kind == .decorated { return true }
    return expression.tokens(viewMode: .sourceAccurate).contains {
      $0.tokenKind == .leftParen || $0.tokenKind == .leftBrace
    }
  }

  /// Whether `by:` is an implicit member without arguments, such as `.payments`.
  package var isImplicitMember: Bool {
    decoratorExpression?.as(MemberAccessExprSyntax.self).map { $0.base == nil } ?? false
  }

  /// The policy that names the function instead of the attribute.
  package var namingPolicy: String? { kind == .timed ? arguments.policy?.trimmedDescription : nil }

  /// The name of the function for this attribute, as an expression.
  package func name(of function: FunctionDescription) -> String {
    arguments.expression("named")?.trimmedDescription ?? function.displayName.asLiteral
  }
}
