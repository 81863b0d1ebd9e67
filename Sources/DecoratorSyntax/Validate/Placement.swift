import SwiftDiagnostics
package import SwiftSyntax
import SwiftSyntaxBuilder

/// The rules about the place of an attribute. They apply to every attribute of this package.
package enum Placement {
  /// Attributes from other packages that also replace a function body. The compiler would expand only one of them. The
  /// `@Traced` of swift-distributed-tracing-extras has the name of one of ours.
  package static let foreignBodyMacros: Set<String> = ["Traced", "Log", "Cache", "LRUCache", "STDCache"]

  /// The error for a declaration that is not a function.
  package static func finding(_ kind: DecoratorKind, _ attribute: AttributeSyntax, on declaration: some SyntaxProtocol)
    -> Finding
  {
    let (thing, wayOut) =
      switch declaration.kind {
      case .initializerDecl: ("an initializer", "apply it to a static function that creates the value")
      case .deinitializerDecl: ("a deinitializer", "apply it to a function that the deinitializer calls")
      case .accessorDecl, .variableDecl:
        (
          "a property",
          "apply it to a function that the property calls; write a property wrapper of that name with its module, as in "
            + "'@Module.\(kind.rawValue)'"
        )
      case .subscriptDecl: ("a subscript", "apply it to a function that the subscript calls")
      case .closureExpr: ("a closure", "use the combinator with the same name in lower case")
      case .structDecl, .classDecl, .actorDecl, .enumDecl, .extensionDecl, .protocolDecl:
        ("a type", kind.typeWideName.map { "use '@\($0)' for all functions of a type" } ?? "apply it to its functions")
      default: ("this declaration", "apply it to a function")
      }
    return .error("notAFunction", at: attribute, "\(kind.quoted) cannot be applied to \(thing): \(wayOut)")
  }

  package static func findings(_ decoration: Decoration, in decorated: DecoratedFunction) -> [Finding] {
    let (function, kind) = (decorated.function, decoration.kind)
    let attributes = function.syntax.attributes
    var findings: [Finding] = []
    if function.syntax.body == nil {
      let thing = function.context.place == .protocolType ? "a protocol requirement" : "a function without a body"
      findings.append(
        .error(
          "noBody",
          at: decoration.attribute,
          "\(kind.quoted) needs a function body, so it cannot be applied to \(thing): apply it to an implementation"
        )
      )
    }
    if attributes.conditional.contains(where: { DecoratorKind($0) != nil }), isFirst(decoration, in: decorated) {
      let node = attributes.conditional.first { DecoratorKind($0) != nil } ?? decoration.attribute
      findings.append(conditional(node))
    }
    if isFirst(decoration, in: decorated) {
      findings += attributes.plain.compactMap { other($0, beside: decoration, in: decorated) }
      findings += endsOfSelf(decoration, in: function)
    }
    return findings + names(decoration, in: decorated) + duplicates(decoration, in: decorated)
  }

  package static func conditional(_ attribute: AttributeSyntax) -> Finding {
    .error(
      "conditional",
      at: attribute,
      """
      '@\(attribute.lastName)' cannot be inside '#if', because its order among the attributes is then unknown: put \
      '#if' around the whole function, or inside its body
      """
    )
  }

  /// The error for an attribute of another package that has no effect on a body that a macro writes, as far as its name
  /// shows it.
  private static func other(
    _ attribute: AttributeSyntax,
    beside decoration: Decoration,
    in decorated: DecoratedFunction
  )
    -> Finding?
  {
    let (kind, name) = (decoration.kind, attribute.lastName)
    let hazard = Hazard.attribute(name)
    if decorated.allows(hazard) { return nil }
    let allow = [
      Finding.replace(
        "allowAttribute",
        "Allow '@\(name)'",
        decoration.attribute,
        by: decoration.allowing(hazard)
      )
    ]
    let wayOut = "if '@\(name)' does something else, add 'allowing: \(hazard.text)'"
    if isForeign(attribute) {
      return .error(
        "foreignBodyMacro",
        at: attribute,
        """
        '@\(attribute.attributeName.trimmedDescription)' and \(kind.quoted) both replace the function body, and only one \
        of them would take effect: apply \(kind.quoted) to another function that calls this one; \(wayOut)
        """,
        fixIts: decoration.isTypeWide ? [] : allow
      )
    }
    guard mayBuildResult(attribute, of: decorated.function) else { return nil }
    return .error(
      "resultBuilder",
      at: attribute,
      """
      the result builder '@\(name)' would not apply to the body that \(kind.quoted) generates: move the builder and the \
      body to another function, and call that function here; \(wayOut)
      """,
      fixIts: decoration.isTypeWide ? [] : allow
    )
  }

  /// Whether an attribute is probably a result builder that has an effect: one is named so, has no arguments, and does
  /// nothing to a body that returns a value itself.
  private static func mayBuildResult(_ attribute: AttributeSyntax, of function: FunctionDescription) -> Bool {
    guard attribute.lastName.hasSuffix("Builder"), attribute.arguments == nil else { return false }
    let statements = function.syntax.body?.statements
    return !StatementSearch.contains(in: statements) { $0.is(ReturnStmtSyntax.self) }
  }

  /// The error for `discard self` and `consume self`, which stand only in a method's own body.
  private static func endsOfSelf(_ decoration: Decoration, in function: FunctionDescription) -> [Finding] {
    guard let statements = function.syntax.body?.statements else { return [] }
    let kind = decoration.kind.quoted
    let wayOut = "apply \(kind) to another function that calls this one"
    if let discard = StatementSearch.first(in: statements, where: { $0.is(DiscardStmtSyntax.self) }) {
      let error = "'discard self' cannot be in a body that \(kind) moves into a local function: \(wayOut)"
      return [.error("discardsSelf", at: discard, error)]
    }
    guard function.has(.consuming), let consume = StatementSearch.first(in: statements, where: \.isConsumeSelf) else {
      return []
    }
    let error =
      "'consume self' cannot be in a body that \(kind) moves into a local function: write 'copy self', or \(wayOut)"
    let copy = ExprSyntax("copy self").with(\.trailingTrivia, consume.trailingTrivia)
    let fixIt = Finding.replace("copySelf", "Copy 'self'", consume, by: copy)
    return [.error("consumesSelf", at: consume, error, fixIts: [fixIt])]
  }

  private static func isFirst(_ decoration: Decoration, in decorated: DecoratedFunction) -> Bool {
    decorated.index(of: decoration) == 0
  }

  private static func isForeign(_ attribute: AttributeSyntax) -> Bool {
    // A '@Traced' without a module is ours, unless its arguments are those of the other one.
    if attribute.ownName == DecoratorKind.traced.rawValue { return attribute.isForeignTraced }
    if let own = attribute.ownName { return foreignBodyMacros.contains(own) }
    return foreignBodyMacros.contains(attribute.lastName) || DecoratorKind(rawValue: attribute.lastName) != nil
  }

  // MARK: Arguments of any attribute

  private static func names(_ decoration: Decoration, in decorated: DecoratedFunction) -> [Finding] {
    let function = decorated.function
    var findings: [Finding] = []
    for argument in decoration.arguments.all {
      for expression in argument.expressions {
        if let use = expression.firstUse(of: function.parameterNames) {
          findings.append(
            .error(
              "namesParameter",
              at: use,
              """
              arguments of \(decoration.kind.quoted) are resolved outside '\(function.name)' and cannot use its \
              parameter '\(use.unquoted)': if you mean another '\(use.unquoted)', rename one of the two
              """
            )
          )
        }
        if let name = expression.as(FunctionCallExprSyntax.self)?.unnamedProperty {
          findings.append(
            .error(
              "propertyName",
              at: name,
              """
              'InstanceProperty' takes the name of a property as a string literal, because \(decoration.kind.quoted) \
              writes it into the function: write 'InstanceProperty("name")'
              """
            )
          )
        }
        if argument.isInjected, case .instance(let keyPath, let path) = Injection(expression), !function.hasInstance {
          findings.append(noInstance(keyPath, path, decoration, of: function))
        }
      }
      if argument.label == "named", argument.expression.stringLiteral == "" {
        findings.append(
          .error(
            "emptyName",
            at: argument.expression,
            "'named:' must not be empty: remove it to use the function's own name"
          )
        )
      }
    }
    return findings + durations(decoration)
  }

  private static func noInstance(
    _ keyPath: ExprSyntax,
    _ path: String,
    _ decoration: Decoration,
    of function: FunctionDescription
  ) -> Finding {
    let isStatic = function.context.isInType
    let wayOut =
      decoration.isTypeWide
      ? "add '@\(decoration.kind.optOutName)' to the function"
      : "use a \(isStatic ? "static property" : "global value")"
    let replacement = "Self" + (path.hasPrefix(".[") ? String(path.dropFirst()) : path)
    return .error(
      "noInstance",
      at: keyPath,
      """
      '\(keyPath.trimmedDescription)' refers to an instance property, but '\(function.name)' has no instance: \
      \(wayOut)
      """,
      fixIts: isStatic
        ? [
          Finding.replace(
            "useStatic",
            "Use the static property '\(replacement)'",
            keyPath,
            by: ExprSyntax(stringLiteral: replacement)
          )
        ] : []
    )
  }

  private static let durationLabels = [
    "within", "eachAttempt", "timeToLive", "backoff", "serverDelays", "after", "waitingAtMost",
  ]

  /// Finds negative duration literals in the settings that take durations.
  private static func durations(_ decoration: Decoration) -> [Finding] {
    durationLabels.compactMap(decoration.arguments.expression)
      .flatMap { [$0] + $0.delays }
      .filter { $0.durationSign == -1 }
      .map { node in
        .error(
          "negativeDuration",
          at: node,
          "'\(node.trimmedDescription)' is negative, but delays and limits cannot be negative: use a positive duration"
        )
      }
  }

  // MARK: The same attribute twice

  private static func duplicates(_ decoration: Decoration, in decorated: DecoratedFunction) -> [Finding] {
    let same = decorated.stack.filter { $0.kind == decoration.kind }
    guard same.count > 1, let index = same.firstIndex(where: { $0.attribute.id == decoration.attribute.id }), index > 0
    else { return [] }
    let kind = decoration.kind
    var wayOut = "remove one"
    switch kind.traits.repetition {
    case .freely: return []
    case .once: break
    case .onBothSides(let underTwoNames):
      let isPair = isPair(same, in: decorated)
      if isPair, !underTwoNames { return [] }
      if isPair { return sameName(of: same, decoration, in: decorated) }
      wayOut = "use it twice only on both sides of '@Retrying'" + (underTwoNames ? ", with two different names" : "")
    }
    return [
      .error(
        "twice",
        at: decoration.attribute,
        "\(kind.quoted) is already on this function: \(wayOut)",
        fixIts: [
          Finding.replace(
            "remove",
            "Remove it",
            decoration.attribute,
            by: decoration.attribute.removed
          )
        ]
      )
    ]
  }

  /// The error for two attributes that report the whole call and each attempt under one name.
  private static func sameName(
    of same: [Decoration],
    _ decoration: Decoration,
    in decorated: DecoratedFunction
  ) -> [Finding] {
    let kind = decoration.kind
    let names = same.map { ($0.namingPolicy ?? "") + $0.name(of: decorated.function) }
    guard names[0] == names[1] else { return [] }
    let wayOut =
      decoration.namingPolicy != nil
      ? "pass another policy to" : decoration.arguments["named"] == nil ? "add 'named:' to" : "change 'named:' in"
    return [
      .error(
        "sameNameTwice",
        at: decoration.attribute,
        """
        \(kind.quoted) on both sides of '@Retrying' needs two different names: \(wayOut) this one, which applies to \
        each attempt
        """,
        fixIts: decoration.namingPolicy != nil
          ? []
          : [
            Finding.replace(
              "addName",
              "Use another name for the attempts",
              decoration.attribute,
              by: decoration.attribute.setting("named", "\(decorated.function.displayName) attempt".asLiteral)
            )
          ]
      )
    ]
  }

  /// Whether there are two, one outside of a retry and one inside.
  private static func isPair(_ same: [Decoration], in decorated: DecoratedFunction) -> Bool {
    guard same.count == 2, let outer = decorated.index(of: same[0]), let inner = decorated.index(of: same[1]) else {
      return false
    }
    return decorated.stack[outer..<inner].contains { $0.kind == .retrying || $0.kind == .hedged }
  }
}

extension ExprSyntax {
  /// The arguments of a backoff, or of what to do about the delays of a server.
  fileprivate var delays: [ExprSyntax] {
    guard let call = self.as(FunctionCallExprSyntax.self),
      let member = call.calledExpression.as(MemberAccessExprSyntax.self),
      member.isMember(of: "Backoff") || member.isMember(of: "ServerDelays"),
      ["constant", "linear", "exponential", "decorrelated", "accepted", "capped"].contains(
        member.declName.baseName.text
      )
    else { return [] }
    return call.arguments.map(\.expression)
  }
}

extension Syntax {
  /// Whether this is `consume self`.
  fileprivate var isConsumeSelf: Bool {
    self.as(ConsumeExprSyntax.self)?.expression.as(DeclReferenceExprSyntax.self)?.baseName.tokenKind == .keyword(.self)
  }
}
