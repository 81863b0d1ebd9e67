import DecoratorSyntax
import SwiftSyntax

extension Layer {
  /// `decorator.run(…)` around the rest, for a decorator that the attribute names or makes.
  ///
  /// - Parameters:
  ///   - type: The type of the decorator, if its attribute takes only one.
  ///   - variants: The settings that make a variant of it.
  init(object decoration: Decoration, of type: String?, _ variants: [String], in context: LayerContext) {
    self.init()
    guard let decorator = decoration.decorator else { return }
    var value = decorator.text
    if let type, value.hasPrefix(".") { value = "Decorators::\(type)\(value)" }
    if decoration.makesDecorator {
      let (constant, use) = context.constant(
        "decorated",
        "Decorators::AttachedDecorator.made(\(value))",
        of: decoration
      )
      constants.append(constant)
      value = use
    }
    value += decoration.arguments.text(of: variants).map { ".with(\($0))" }.joined()
    // A breaker may judge results. A retry does that in a call of its own.
    let judge = decoration.kind == .circuitBroken ? decoration.arguments.text(of: ["onResult"]) : []
    call = "\(value).run(\(([context.nameAndErrors(of: decoration)] + judge).joined(separator: ", ")))"
  }
}
