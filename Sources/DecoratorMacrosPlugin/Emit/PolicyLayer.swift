import DecoratorSyntax
import SwiftSyntax
import SwiftSyntaxMacros

extension PolicyForm {
  /// The policy that the attribute names, an implicit member with its type.
  fileprivate func given(by decoration: Decoration) -> String? {
    decoration.policy.map { $0.text.hasPrefix(".") ? "Decorators::\(type)\($0.text)" : $0.text }
  }
}

extension Layer {
  /// `policy.run(…)` around the rest.
  init(policy form: PolicyForm, _ decoration: Decoration, in context: LayerContext) {
    self.init()
    if let judged = Self.judged(form, decoration, in: context) {
      self = judged
      return
    }
    var policy = form.given(by: decoration) ?? made(form, decoration, in: context)
    if let clock = decoration.injection("clock"), !form.settings.contains("clock") {
      policy += ".with(clock: \(context.checked(clock, for: decoration)))"
    }
    call = "\(policy).run(\(context.nameAndErrors(of: decoration)))"
  }

  /// The policy that the attribute's settings make.
  mutating func made(_ form: PolicyForm, _ decoration: Decoration, in context: LayerContext) -> String {
    var settings = form.isNamed ? ["named: \(decoration.name(of: context.function))"] : []
    var isOfInstance = false
    for label in form.settings {
      guard form.injected.contains(label), let injection = decoration.injection(label) else {
        settings += decoration.arguments.text(of: [label])
        continue
      }
      if case .instance = injection { isOfInstance = true }
      settings.append("\(label): \(injection.text)")
    }
    var policy = "Decorators::\(form.type)(\(settings.joined(separator: ", ")))"
    if decoration.limitsAttempts {
      policy += ".with(\(decoration.arguments.text(of: ["eachAttempt"]).joined()))"
    }
    if context.holdsConstants(of: decoration), !isOfInstance {
      let (constant, use) = context.constant(decoration.kind.combinatorName, policy, of: decoration)
      constants.append(constant)
      return use
    }
    switch form.elsewhere {
    // What local values or an instance make is not the same for all calls.
    case _ where isOfInstance || context.mayUseLocals(decoration): return policy
    case .keptByPlace:
      return "Decorators::\(form.type).kept(for: \(context.place(of: decoration).asLiteral)) { \(policy) }"
    case .madeByCall:
      return policy
    }
  }

  /// `withRetry(…)` around the rest, where results are judged, or where a policy would be made for each call: it makes one
  /// only for a call that fails.
  private static func judged(_ form: PolicyForm, _ decoration: Decoration, in context: LayerContext) -> Layer? {
    guard decoration.kind == .retrying else { return nil }
    let judge = decoration.arguments.expression("onResult")
    let simple = ["attempts", "backoff", "within", "on", "when"]
    let isSimple = decoration.arguments.all.allSatisfy { argument in
      argument.label.map { simple.contains($0) || ["named", "clock", "onResult", "allowing"].contains($0) } ?? false
    }
    let isMadeByCall = !context.holdsConstants(of: decoration) && isSimple
    guard judge != nil || isMadeByCall else { return nil }
    var layer = Layer()
    let policy =
      isMadeByCall
      ? decoration.arguments.text(of: simple)
      : [form.given(by: decoration) ?? layer.made(form, decoration, in: context)]
    let clock = decoration.injection("clock").map { ["clock: \(context.checked($0, for: decoration))"] } ?? []
    let checked = judge.map { ["onResult: \(context.checked($0))"] } ?? []
    let all = policy + ["named: \(decoration.name(of: context.function))"] + clock + checked
    if !isMadeByCall { layer.parameters = "(_: Decorators::RetryAttempt)" }
    layer.call = "Decorators::withRetry(\(all.joined(separator: ", ")))"
    return layer
  }
}

extension LayerContext {
  /// The function's name, and what makes the function's errors of those of the layer, as arguments of `run`.
  func nameAndErrors(of decoration: Decoration) -> String {
    (["named: \(decoration.name(of: function))"] + decoration.arguments.text(of: ["orThrow"])).joined(separator: ", ")
  }

  /// Whether a constant of the function can hold what the attribute's settings make.
  func holdsConstants(of decoration: Decoration) -> Bool { function.canHoldStatics && !mayUseLocals(decoration) }

  /// Whether the settings may use values of a function around this one, which a constant cannot.
  func mayUseLocals(_ decoration: Decoration) -> Bool {
    [.local, .other].contains(function.context.place) && decoration.settingsNameLocals
  }

  /// The closure of `onResult:`, checked against the result's type, which an opaque result does not have.
  fileprivate func checked(_ judge: ExprSyntax) -> String {
    if function.hasOpaqueResult { return judge.trimmedDescription }
    return "Decorators::ResultJudge.of(\(function.resultValueType.asBaseType).self, \(judge.trimmedDescription))"
  }

  /// A clock; for a synchronous function that is retried, one that can block.
  fileprivate func checked(_ clock: Injection, for decoration: Decoration) -> String {
    let blocks = decoration.kind == .retrying && !function.isAsync
    return blocks ? "Decorators::BlockingWait.clock(\(clock.text))" : clock.text
  }

  /// Tells this attribute of this function from all others: file, line, column and name.
  fileprivate func place(of decoration: Decoration) -> String {
    let location = expansion.location(of: function.syntax.name, at: .afterLeadingTrivia, filePathMode: .fileID)
    let file = location?.file.stringLiteral ?? ""
    let line = location.map { "\($0.line):\($0.column)" } ?? ""
    // The two of a pair stand on one function, under two names.
    let name = decoration.arguments.expression("named").map { " named \($0.trimmedDescription)" } ?? ""
    return "\(file):\(line) \(function.displayName)\(name)"
  }
}
