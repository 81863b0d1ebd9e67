import DecoratorSyntax
import SwiftSyntax

extension Layer {
  /// `withFallback(…)` around the rest.
  init(fallback decoration: Decoration, in context: LayerContext) {
    self.init()
    let arguments = decoration.arguments
    var settings = arguments.text(of: ["on", "when"])
    if let logger = decoration.injection("logger") { settings.append("logger: \(logger.text)") }
    settings += arguments.text(of: ["didFallBack"])
    settings.append("named: \(decoration.name(of: context.function))")
    if let clock = decoration.injection("clock") { settings.append("clock: \(clock.text)") }
    if let substitute = arguments.expression("to") {
      settings.append("to: \(Self.substitute(substitute, in: context))")
    }
    call = "Decorators::withFallback(\(settings.joined(separator: ", ")))"
  }

  /// The closure that makes the substitute: a closure of the user's gets the error and the arguments of the call.
  ///
  /// It says that it throws, so that the layer throws what the function does, also if no error is left.
  private static func substitute(_ substitute: ExprSyntax, in context: LayerContext) -> String {
    let function = context.function
    let failure = if case .typed(let error) = function.throwing { error } else { "any Swift.Error" }
    let closure = substitute.as(ClosureExprSyntax.self)
    let effects = (closure?.waits ?? false ? " async" : "") + " throws(\(failure))"
    guard let closure else {
      return "{ (_: \(failure))\(effects)\(function.closureResult) in \(substitute.trimmedDescription) }"
    }
    // A raw identifier, which no parameter has.
    let error = "`error of \(function.syntax.fullName)`"
    let words = (closure.canThrow ? "try " : "") + (closure.waits ? "await " : "")
    let passed = closure.takesNothing ? [] : [error] + function.parameters.map(\.value)
    let call = "\(words)\(closure.trimmedDescription)(\(passed.joined(separator: ", ")))"
    return "{ (\(passed.isEmpty ? "_" : error): \(failure))\(effects)\(function.closureResult) in \(call) }"
  }
}

extension ClosureExprSyntax {
  fileprivate var takesNothing: Bool {
    !tokens(viewMode: .sourceAccurate).contains { $0.text == "$0" } && (parameterCount ?? 0) == 0
  }

  /// Whether the closure says that it is asynchronous, or its own statements await.
  fileprivate var waits: Bool {
    signature?.effectSpecifiers?.asyncSpecifier != nil
      || StatementSearch.contains(in: statements) { $0.is(AwaitExprSyntax.self) }
  }

  /// Whether the closure says that it throws, or its own statements do.
  fileprivate var canThrow: Bool {
    signature?.effectSpecifiers?.throwsClause != nil
      || StatementSearch.contains(in: statements) {
        $0.as(TryExprSyntax.self)?.questionOrExclamationMark == nil && $0.is(TryExprSyntax.self)
          || $0.is(ThrowStmtSyntax.self)
      }
  }
}
