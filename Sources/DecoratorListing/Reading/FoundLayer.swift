import DecoratorSyntax
import SwiftSyntax

/// One decorator of a function in the syntax tree.
struct FoundLayer {
  let kind: DecoratorKind
  /// How the source writes it.
  let written: String
  /// The written settings, in their order.
  let settings: [ListedSetting]
  /// The default values that apply.
  let defaults: [ListedSetting]
  /// The attribute, if the layer is one.
  var attribute: Decoration?
  /// The decorator that `decorated(by:)` names, if the expression names one that exists.
  var object: String?

  var listed: ListedDecorator {
    ListedDecorator(decorator: kind.combinatorName, written: written, settings: settings, defaults: defaults)
  }

  /// The labels that are written.
  var labels: [String] { settings.map(\.label) }

  /// The setting's number, if it is a literal or a default.
  func number(_ label: String) -> Int? { (settings + defaults).first { $0.label == label }.flatMap { Int($0.value) } }

  private init(_ kind: DecoratorKind, _ written: String, _ settings: Settings) {
    self.kind = kind
    self.written = written
    self.settings = settings.written
    defaults = settings.defaults
    if kind != .decorated { object = settings.written.first { $0.label == "by" }.flatMap(Self.object) }
  }

  /// The object that `by:` names, if it makes none.
  private static func object(_ setting: ListedSetting) -> String? {
    setting.value.contains("(") ? nil : setting.value
  }
}

// MARK: Attributes

extension FoundLayer {
  /// The layers that an attribute makes: one, or several for a stack.
  static func layers(of decoration: Decoration, on function: FunctionDescription) -> [FoundLayer] {
    let name = (decoration.isTypeWide ? decoration.kind.typeWideName : nil) ?? decoration.kind.rawValue
    if decoration.kind == .decorated, let value = decoration.decoratorExpression {
      let label = decoration.isConcurrent ? "concurrentlyBy" : "by"
      let name = function.displayName.asLiteral
      let beside = Settings(.decorated, decoration.arguments.all, of: .attribute, isAsync: function.isAsync, name: name)
      var all = layers(of: value, written: "@Decorated", label: label, beside: beside)
      for index in all.indices { all[index].attribute = decoration }
      return all
    }
    let settings = Settings(
      decoration.kind,
      decoration.arguments.all,
      of: .attribute,
      isAsync: function.isAsync,
      name: function.displayName.asLiteral
    )
    var layer = FoundLayer(decoration.kind, "@\(name)", settings)
    layer.attribute = decoration
    return [layer]
  }
}

// MARK: Combinators

extension FoundLayer {
  /// The layers that one call of a combinator makes, outermost first.
  static func layers(of call: CombinatorCall, isAsync: Bool) -> [FoundLayer] {
    if call.kind == .decorated, let value = call.arguments.first(where: { $0.label == "by" })?.expression {
      let beside = Settings(.decorated, call.arguments, of: .combinator, isAsync: isAsync)
      return layers(of: value, written: "decorated(by:)", label: "by", beside: beside)
    }
    let settings = Settings(call.kind, call.arguments, of: .combinator, isAsync: isAsync)
    return [FoundLayer(call.kind, call.kind.combinatorName, settings)]
  }
}

// MARK: Decorators as values

extension FoundLayer {
  /// The layers of the value that a `decorated(by:)` takes. A policy that is made in place, and a stack of them, show their
  /// settings. Any other value shows only its expression.
  ///
  /// - Parameter beside: The other settings of the attribute or the call, which the outermost layer shows.
  private static func layers(
    of value: ExprSyntax,
    written: String,
    label: String,
    beside: Settings
  ) -> [FoundLayer] {
    let values = value.as(FunctionCallExprSyntax.self)?.stackElements ?? [value]
    return values.enumerated().flatMap { index, value in
      let others = beside.without(label)
      let rest = index == 0 ? others : Settings(written: [])
      if let call = value.as(FunctionCallExprSyntax.self) {
        if call.stackElements != nil { return layers(of: value, written: written, label: label, beside: rest) }
        if let kind = DecoratorKind(making: call) {
          let settings = Settings(kind, AttributeArguments(call.arguments).all, of: .policy, isAsync: false)
          return [FoundLayer(kind, written, settings.adding(rest))]
        }
      }
      let settings = Settings(written: [ListedSetting(label, value.onOneLine)])
      var layer = FoundLayer(.decorated, written, settings.adding(rest))
      if !value.is(FunctionCallExprSyntax.self) { layer.object = value.onOneLine }
      return [layer]
    }
  }
}

extension FunctionCallExprSyntax {
  /// The elements of a `DecoratorStack { … }` that has elements, if all its statements are expressions.
  fileprivate var stackElements: [ExprSyntax]? {
    guard ["DecoratorStack", "Decorators.DecoratorStack"].contains(calledExpression.trimmedDescription),
      let statements = trailingClosure?.statements
    else { return nil }
    let elements = statements.compactMap { $0.item.as(ExprSyntax.self) }
    return elements.count == statements.count && !elements.isEmpty ? elements : nil
  }
}

extension DecoratorKind {
  /// The kind of the policy that this call makes: `RetryPolicy(…)`, or `.retrying(…)` in place.
  fileprivate init?(making call: FunctionCallExprSyntax) {
    let called = call.calledExpression
    let kind = Self.allCases.first { kind in
      guard let type = kind.policyType else { return false }
      if [type, "Decorators.\(type)"].contains(called.trimmedDescription) { return true }
      guard let member = called.as(MemberAccessExprSyntax.self) else { return false }
      return member.base == nil && member.declName.baseName.text == kind.combinatorName
    }
    guard let kind else { return nil }
    self = kind
  }
}
