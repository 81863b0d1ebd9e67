import SwiftDiagnostics
import SwiftSyntax
import SwiftSyntaxBuilder

/// What is wrong with where an attribute stands, whichever of ours it is.
enum Placement {
  /// Attributes known to replace a function's body, as ours do; the compiler would expand one and drop the rest.
  static let foreignBodyMacros: Set<String> = ["Traced", "Log", "Cache", "LRUCache", "STDCache"]

  /// What is wrong if the declaration is no function at all.
  static func finding(_ kind: DecoratorKind, _ attribute: AttributeSyntax, on declaration: some SyntaxProtocol)
    -> Finding
  {
    let (thing, wayOut) =
      switch declaration.kind {
      case .initializerDecl: ("an initializer", "put it on a static function that makes the value")
      case .deinitializerDecl: ("a deinitializer", "put it on a function that the deinitializer calls")
      case .accessorDecl, .variableDecl: ("a property", "put it on a function that the property calls")
      case .subscriptDecl: ("a subscript", "put it on a function that the subscript calls")
      case .closureExpr: ("a closure", "use the combinator of the same name, in lower case")
      case .structDecl, .classDecl, .actorDecl, .enumDecl, .extensionDecl, .protocolDecl:
        ("a type", kind.typeWideName.map { "'@\($0)' is for all functions of a type" } ?? "put it on its functions")
      default: ("this declaration", "put it on a function, and call that here")
      }
    return .error("notAFunction", at: attribute, "\(kind.quoted) cannot be applied to \(thing): \(wayOut)")
  }

  static func findings(_ decoration: Decoration, in decorated: DecoratedFunction) -> [Finding] {
    let (function, kind) = (decorated.function, decoration.kind)
    let attributes = function.syntax.attributes
    var findings: [Finding] = []
    if function.syntax.body == nil {
      let thing = function.context.place == .protocolType ? "a protocol requirement" : "a function without a body"
      findings.append(
        .error(
          "noBody",
          at: decoration.attribute,
          "\(kind.quoted) has no body to decorate on \(thing): put it on the functions that implement it"
        )
      )
    }
    if attributes.conditional.contains(where: { DecoratorKind($0) != nil }), isFirst(decoration, in: decorated) {
      let node = attributes.conditional.first { DecoratorKind($0) != nil } ?? decoration.attribute
      findings.append(conditional(node))
    }
    if isFirst(decoration, in: decorated) {
      for attribute in attributes.plain {
        if isForeign(attribute) {
          findings.append(
            .error(
              "foreignBodyMacro",
              at: attribute,
              """
              '@\(attribute.attributeName.trimmedDescription)' replaces the body of the function as \(kind.quoted) does, and only one of them would \
              take effect: decorate a function that calls this one
              """
            )
          )
        } else if attribute.lastName.hasSuffix("Builder") {
          findings.append(
            .error(
              "resultBuilder",
              at: attribute,
              """
              the result builder '@\(attribute.lastName)' would not be applied to the body that \(kind.quoted) makes: build in \
              a function of its own, and decorate one that calls it
              """
            )
          )
        }
      }
    }
    return findings + names(decoration, in: decorated) + duplicates(decoration, in: decorated)
  }

  static func conditional(_ attribute: AttributeSyntax) -> Finding {
    .error(
      "conditional",
      at: attribute,
      """
      '@\(attribute.lastName)' in '#if' cannot be put in order with the attributes around it: put '#if' around the whole \
      function, or let the body choose
      """
    )
  }

  private static func isFirst(_ decoration: Decoration, in decorated: DecoratedFunction) -> Bool {
    decorated.index(of: decoration) == 0
  }

  private static func isForeign(_ attribute: AttributeSyntax) -> Bool {
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
              '\(use.unquoted)' names a parameter of '\(function.name)', which arguments of \
              \(decoration.kind.quoted) cannot use: they are looked up outside the function; rename one of the two
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
            "a name cannot be empty: leave 'named:' out for the function's own"
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
      ? "put '@\(decoration.kind.optOutName)' on it" : "name a \(isStatic ? "static" : "global") property"
    let replacement = "Self" + (path.hasPrefix(".[") ? String(path.dropFirst()) : path)
    return .error(
      "noInstance",
      at: keyPath,
      "'\(function.name)' has no instance whose property '\(keyPath.trimmedDescription)' could be: \(wayOut)",
      fixIts: isStatic
        ? [
          Finding.replace(
            "useStatic",
            "Use '\(replacement)', a static property",
            keyPath,
            by: ExprSyntax(stringLiteral: replacement)
          )
        ] : []
    )
  }

  /// Literal durations that are less than zero, wherever in the arguments.
  private static func durations(_ decoration: Decoration) -> [Finding] {
    decoration.arguments.all.flatMap(\.expressions).flatMap { expression in
      let nested = expression.as(FunctionCallExprSyntax.self)?.arguments.map(\.expression) ?? []
      return ([expression] + nested).filter { $0.durationSign == -1 }.map { node in
        Finding.error(
          "negativeDuration",
          at: node,
          "'\(node.trimmedDescription)' is less than zero, which no wait and no limit can be"
        )
      }
    }
  }

  // MARK: The same attribute twice

  private static func duplicates(_ decoration: Decoration, in decorated: DecoratedFunction) -> [Finding] {
    let same = decorated.stack.filter { $0.kind == decoration.kind }
    guard same.count > 1, let index = same.firstIndex(where: { $0.attribute.id == decoration.attribute.id }), index > 0
    else { return [] }
    let kind = decoration.kind
    if isPair(same, in: decorated), same.count == 2 {
      let names = same.map { ($0.namingPolicy ?? "") + $0.name(of: decorated.function) }
      guard names[0] == names[1] else { return [] }
      let wayOut =
        decoration.namingPolicy != nil
        ? "give another policy to" : decoration.arguments["named"] == nil ? "add 'named:' to" : "change 'named:' of"
      return [
        .error(
          "sameNameTwice",
          at: decoration.attribute,
          "\(kind.quoted) on both sides of '@Retrying' needs two names: \(wayOut) this one, which is each attempt's",
          fixIts: decoration.namingPolicy != nil
            ? []
            : [
              Finding.replace(
                "addName",
                "Name each attempt",
                decoration.attribute,
                by: decoration.attribute.setting("named", "\(decorated.function.displayName) attempt".asLiteral)
              )
            ]
        )
      ]
    }
    let wayOut =
      kind == .timed || kind == .logged
      ? "it may stand twice only on both sides of '@Retrying', under two names" : "one is enough"
    return [
      .error(
        "twice",
        at: decoration.attribute,
        "\(kind.quoted) is on this function already: \(wayOut)",
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

  private static func isPair(_ same: [Decoration], in decorated: DecoratedFunction) -> Bool {
    guard same[0].kind == .timed || same[0].kind == .logged, let retrying = decorated.first(.retrying),
      let middle = decorated.index(of: retrying), let outer = decorated.index(of: same[0]),
      let inner = decorated.index(of: same[1])
    else { return false }
    return outer < middle && middle < inner
  }
}
