import DecoratorSyntax
import SwiftSyntax

extension Layer {
  /// `decorator.run(…)` around the rest, for a decorator that the attribute names or makes.
  ///
  /// - Parameter type: The type of the decorator, if its attribute takes only one.
  init(object decoration: Decoration, of type: String?, in context: LayerContext) {
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
    call = "\(value).run(\(context.nameAndErrors(of: decoration)))"
  }
}
