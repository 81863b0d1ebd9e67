import SwiftSyntax

extension Layer {
  /// `withRetry(…)` around the rest.
  static func retrying(_ decoration: Decoration, in context: LayerContext) -> Layer {
    var preparation: [String] = []
    let policy = decoration.policy?.text ?? made(decoration, &preparation, in: context)
    let clock = decoration.injection("clock").map { clock in
      ["clock: \(context.function.isAsync ? clock.text : blocking(clock, decoration, &preparation, in: context))"]
    }
    let all =
      (policy.isEmpty ? [] : [policy]) + ["named: \(decoration.name(of: context.function))"] + (clock ?? [])
      + decoration.arguments.text(of: ["onResult"])
    return Layer(preparation: preparation, call: "Decorators.withRetry(\(all.joined(separator: ", ")))")
  }

  /// The attribute's settings: a policy that is made once, or where there is no place for one, what makes one only for a
  /// call that fails.
  private static func made(_ decoration: Decoration, _ preparation: inout [String], in context: LayerContext) -> String
  {
    let arguments = decoration.arguments
    let common = arguments.text(of: ["attempts", "backoff", "within", "on", "when"])
    let injections = ["generator", "logger"].compactMap { label in decoration.injection(label).map { (label, $0) } }
    let rare =
      arguments.text(of: ["serverDelays"]) + injections.map { label, injection in "\(label): \(injection.text)" }
      + arguments.text(of: ["willRetry", "didGiveUp"])
    let policy = "Decorators.RetryPolicy(\((common + rare).joined(separator: ", ")))"
    let isOfInstance = injections.contains { _, injection in
      if case .instance = injection { true } else { false }
    }
    if context.function.canHoldStatics, !isOfInstance {
      let constant = context.constant("retrying", policy)
      preparation.append(constant.declaration)
      return constant.use
    }
    return rare.isEmpty ? common.joined(separator: ", ") : policy
  }

  /// A clock that can block, in a constant of its own: an `any BlockingClock` from an overloaded call is not opened where
  /// the call is an argument.
  private static func blocking(
    _ clock: Injection,
    _ decoration: Decoration,
    _ preparation: inout [String],
    in context: LayerContext
  ) -> String {
    let constant = context.unique("clock")
    preparation += context.placed(
      at: decoration.attribute,
      ["let \(constant) = Decorators.BlockingWait.clock(\(clock.text))"]
    )
    return constant
  }
}
