import DecoratorSyntax
import SwiftSyntax

extension Layer {
  /// `decorator.run(…)` around the rest, for a decorator that the attribute names or makes.
  init(decorator decoration: Decoration, in context: LayerContext) {
    self.init()
    guard let decorator = decoration.decorator else { return }
    var value = decorator.text
    if decoration.makesDecorator {
      let (constant, use) = context.constant(
        "decorated",
        "Decorators::AttachedDecorator.made(\(value))",
        of: decoration
      )
      constants.append(constant)
      value = use
    }
    call = "\(value).run(named: \(decoration.name(of: context.function)))"
  }
}
