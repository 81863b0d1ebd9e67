import SwiftSyntax
import SwiftSyntaxMacros

extension Layer {
  /// `withTiming(…)` around the rest.
  static func timed(_ decoration: Decoration, in context: LayerContext) -> Layer {
    var preparation: [String] = []
    let policy: String
    if let given = decoration.policy {
      policy = given.text
    } else {
      let settings = ["named: \(decoration.name(of: context.function))"] + decoration.arguments.text(of: ["to"])
      let value = "Decorators.TimingPolicy(\(settings.joined(separator: ", ")))"
      if context.function.canHoldStatics {
        let constant = context.constant("timing", value)
        preparation.append(constant.declaration)
        policy = constant.use
      } else {
        policy = ".kept(for: \(context.place(of: decoration).asLiteral)) { \(value) }"
      }
    }
    let clock = decoration.injection("clock").map { ["clock: \($0.text)"] } ?? []
    return Layer(preparation: preparation, call: "Decorators.withTiming(\(([policy] + clock).joined(separator: ", ")))")
  }
}

extension LayerContext {
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
