import DecoratorSyntax
import SwiftSyntax

/// Combinators that are applied to one function: `retrying { … }.timed(named: "fetch")`.
struct CombinatorChain {
  /// The calls, outermost first. In a chain that is the reverse of the order in the source.
  let calls: [FunctionCallExprSyntax]
  /// The decorators, outermost first.
  let layers: [FoundLayer]
  /// The name that `named:` gives the function.
  let name: String?
  /// What is decorated, as source.
  let root: String

  /// The chain whose outermost call is `call`. Nil if the call is not one of a combinator.
  init?(_ call: FunctionCallExprSyntax) {
    var combinators: [CombinatorCall] = []
    var next = CombinatorCall(call)
    var function: ExprSyntax?
    while let combinator = next {
      combinators.append(combinator)
      function = combinator.function.bare
      next = function?.as(FunctionCallExprSyntax.self).flatMap(CombinatorCall.init)
    }
    guard let function, !combinators.isEmpty else { return nil }
    let made = function.as(FunctionCallExprSyntax.self).flatMap(\.madeFunction)
    let isAsync = made?.isAsync ?? function.as(ClosureExprSyntax.self)?.isAsync ?? false
    calls = combinators.map(\.syntax)
    layers = combinators.flatMap { FoundLayer.layers(of: $0, isAsync: isAsync) }
    name = combinators.lazy.compactMap(\.name).first ?? made?.name
    root = (made?.function ?? function).onOneLine
  }
}

/// One call of a combinator, as a function with a closure last or as a method.
struct CombinatorCall {
  let syntax: FunctionCallExprSyntax
  let kind: DecoratorKind
  /// The settings, as written.
  let arguments: [AttributeArguments.Argument]
  /// The function that the call decorates.
  let function: ExprSyntax

  /// The name that `named:` gives the function.
  var name: String? {
    arguments.first { $0.label == "named" }.map { $0.expression.stringLiteral ?? $0.expression.onOneLine }
  }

  init?(_ call: FunctionCallExprSyntax) {
    guard let (kind, base) = call.combinator else { return nil }
    var arguments = Array(call.arguments)
    var trailing = call.trailingClosure.map(ExprSyntax.init)
    if let base {
      function = base
    } else if let closure = trailing {
      function = closure
      trailing = nil
    } else if let last = arguments.last, last.label == nil, arguments.dropLast().last?.label?.text != "on" {
      arguments.removeLast()
      function = last.expression
    } else {
      return nil
    }
    var settings = AttributeArguments(LabeledExprListSyntax(arguments)).all
    if let trailing { settings.append(.init(label: kind.trailingLabel, expressions: [trailing])) }
    settings += call.additionalTrailingClosures.map {
      .init(label: $0.label.text, expressions: [ExprSyntax($0.closure)])
    }
    let places = ["fileID", "function", "line"]
    let labels = settings.map(\.label)
    // Functions of others have these names too. Theirs take other settings.
    let known = kind.combinatorSettings.map(\.label)
    let required = kind.requiredLabels
    guard labels.allSatisfy({ $0.map { (known + places).contains($0) } ?? false }),
      required.isEmpty || required.contains(where: labels.contains)
    else { return nil }
    syntax = call
    self.kind = kind
    self.arguments = settings.filter { !places.contains($0.label ?? "") }
  }
}

extension DecoratorKind {
  /// The settings without any of which a call is not one of ours.
  fileprivate var requiredLabels: [String] {
    switch self {
    case .timed, .counted: ["named"]
    case .decorated, .circuitBroken, .bulkheaded, .rateLimited: ["by"]
    case .timeLimited: ["within", "eachAttempt"]
    case .hedged: ["after"]
    case .fallingBack: ["on", "when"]
    case .retrying, .logged, .memoized, .coalesced, .traced: []
    }
  }

  /// The parameter that a closure after the arguments of the method is for.
  fileprivate var trailingLabel: String? {
    switch self {
    case .retrying, .decorated, .circuitBroken: "onResult"
    case .memoized, .coalesced: "key"
    case .logged: "callID"
    case .fallingBack: "to"
    case .timed, .timeLimited, .bulkheaded, .rateLimited, .hedged, .counted, .traced: nil
    }
  }
}

extension FunctionCallExprSyntax {
  /// The combinator that is called, and the function before its dot if it is called as a method.
  fileprivate var combinator: (kind: DecoratorKind, base: ExprSyntax?)? {
    let name = calledExpression.as(DeclReferenceExprSyntax.self)?.baseName.text
    let member = calledExpression.as(MemberAccessExprSyntax.self)
    guard let called = name ?? member?.declName.baseName.text,
      let kind = DecoratorKind.allCases.first(where: { $0.combinatorName == called })
    else { return nil }
    guard let member else { return (kind, nil) }
    // Without a base, the member makes a policy: `.retrying(attempts: 3)`.
    guard let base = member.base else { return nil }
    let type = base.as(DeclReferenceExprSyntax.self)?.baseName.text
    if ["Decorators", "DecoratorMacros", "DecoratorsTracing", "DecoratorsTracingMacros"].contains(type) {
      return (kind, nil)
    }
    return type?.first?.isUppercase == true ? nil : (kind, base)
  }

  /// What `Function(…)` and `AsyncFunction(…)` make.
  fileprivate var madeFunction: (name: String?, function: ExprSyntax, isAsync: Bool)? {
    let type = ExprSyntax(calledExpression).lastName?.text
    guard type == "Function" || type == "AsyncFunction" else { return nil }
    let named = arguments.first { $0.label?.text == "named" }?.expression
    let last = trailingClosure.map(ExprSyntax.init) ?? arguments.last { $0.label == nil }?.expression
    return last.map { (named.map { $0.stringLiteral ?? $0.onOneLine }, $0, type == "AsyncFunction") }
  }
}

extension ClosureExprSyntax {
  /// Whether the closure says that it is asynchronous, or its own statements await.
  fileprivate var isAsync: Bool {
    signature?.effectSpecifiers?.asyncSpecifier != nil
      || StatementSearch.contains(in: statements) { $0.is(AwaitExprSyntax.self) }
  }
}

extension ExprSyntax {
  /// The expression without `try`, `await` and parentheses around it.
  fileprivate var bare: ExprSyntax {
    if let attempt = self.as(TryExprSyntax.self) { return attempt.expression.bare }
    if let wait = self.as(AwaitExprSyntax.self) { return wait.expression.bare }
    if let tuple = self.as(TupleExprSyntax.self), tuple.elements.count == 1, let only = tuple.elements.first,
      only.label == nil
    {
      return only.expression.bare
    }
    return self
  }
}
