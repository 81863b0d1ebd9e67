import SwiftSyntax

extension Layer {
  /// `withRetry(…)` around the rest.
  static func retrying(_ decoration: Decoration, in context: LayerContext) -> Layer {
    let arguments = decoration.arguments
    let common = ["attempts", "backoff", "within", "on", "when"]
    let rare = ["serverDelays", "generator", "logger", "willRetry", "didGiveUp"]
    let settings: [String]
    if let policy = decoration.policy {
      settings = [policy.text]
    } else if rare.contains(where: { arguments[$0] != nil }) {
      let injected = ["generator", "logger"].compactMap { label in
        decoration.injection(label).map { "\(label): \($0.text)" }
      }
      let policy =
        arguments.text(of: common + ["serverDelays"]) + injected + arguments.text(of: ["willRetry", "didGiveUp"])
      settings = ["Decorators.RetryPolicy(\(policy.joined(separator: ", ")))"]
    } else {
      settings = arguments.text(of: common)
    }
    let clock = decoration.injection("clock").map { clock in
      ["clock: \(context.function.isAsync ? clock.text : "Decorators.BlockingWait.clock(\(clock.text))")"]
    }
    let all = settings + ["named: \(decoration.name(of: context.function))"] + (clock ?? []) + arguments.text(of: ["onResult"])
    return Layer(call: "Decorators.withRetry(\(all.joined(separator: ", ")))")
  }
}
