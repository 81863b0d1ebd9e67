import DecoratorSyntax
import SwiftSyntax

extension Layer {
  /// `withLogging(…)` or `withTracing(…)` around the rest.
  init(arguments form: ArgumentsForm, _ decoration: Decoration, in context: LayerContext) {
    self.init()
    let choice = ArgumentChoice(decoration, form)
    let shown = context.function.parameters.filter { parameter in
      choice?.shows(parameter) ?? (parameter.isLoggable && !parameter.isInout)
    }
    var arguments: [String] = []
    if let policy = policy(form, decoration, choice, showsArguments: !shown.isEmpty, in: context) {
      arguments.append(policy)
    }
    if let logger = decoration.injection("logger") { arguments.append("logger: \(logger.text)") }
    arguments.append("named: \(decoration.name(of: context.function))")
    if let clock = decoration.injection("clock") {
      arguments.append("clock: \(text(of: clock, outsideOfMutation: "clock", in: context))")
    }
    let pairs = shown.compactMap { pair($0, choice, in: context) }
    if !pairs.isEmpty { arguments.append("arguments: [\(pairs.joined(separator: ", "))]") }
    call = "\(form.call)(\(arguments.joined(separator: ", ")))"
    parameters = form.parameters
  }

  private mutating func policy(
    _ form: ArgumentsForm,
    _ decoration: Decoration,
    _ choice: ArgumentChoice?,
    showsArguments: Bool,
    in context: LayerContext
  ) -> String? {
    if let given = decoration.policy { return given.text }
    let settings = form.settings.flatMap { label -> [String] in
      if label == "levels", let level = decoration.arguments.expression("level")?.trimmedDescription {
        return ["levels: Decorators::LogLevels(call: \(level), success: \(level))"]
      }
      // A choice that is made here leaves only what is shown.
      guard label == form.choice, choice != nil else { return decoration.arguments.text(of: [label]) }
      return showsArguments ? ["\(label): .all"] : []
    }
    guard !settings.isEmpty else { return nil }
    let value = "\(form.policy)(\(settings.joined(separator: ", ")))"
    guard context.holdsConstants(of: decoration) else { return value }
    let (constant, use) = context.constant(decoration.kind.combinatorName, value, of: decoration)
    constants.append(constant)
    return use
  }

  /// Name and value of one argument.
  ///
  /// A parameter that the body may change is copied first: what is logged is what the call began with. The value of one
  /// that may have a property wrapper is never shown: the wrapper may be there to hide it.
  private mutating func pair(
    _ parameter: ParameterDescription,
    _ choice: ArgumentChoice?,
    in context: LayerContext
  ) -> String? {
    guard let name = parameter.name else { return nil }
    if parameter.isWrapped || choice?.redacts(name) == true {
      return "\(name.asLiteral): Decorators::Redacted(\(parameter.value))"
    }
    guard parameter.isInout else { return "\(name.asLiteral): \(parameter.value) as Any" }
    let copy = context.unique(name)
    preparation.append("let \(copy) = \(parameter.value)")
    return "\(name.asLiteral): \(parameter.isUnsafe ? "unsafe " : "")\(copy) as Any"
  }

  /// The text of an argument that is evaluated while the body may have its instance: read before, if it is a property.
  private mutating func text(of injection: Injection, outsideOfMutation name: String, in context: LayerContext)
    -> String
  {
    guard case .instance = injection, context.function.has(.mutating) else { return injection.text }
    let copy = context.unique(name)
    preparation.append("let \(copy) = \(injection.text)")
    return copy
  }
}
