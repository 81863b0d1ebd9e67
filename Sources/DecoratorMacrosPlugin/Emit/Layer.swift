import DecoratorSyntax
import SwiftSyntax
import SwiftSyntaxBuilder
import SwiftSyntaxMacros

/// One decorator as text: what precedes all calls, and the call that takes the rest as its last argument.
struct Layer {
  /// Constants that are made once for the function.
  var constants: [Constant] = []
  /// Statements at the start of the function.
  var preparation: [String] = []
  /// The call up to its closing parenthesis, without `try` and `await`.
  var call = ""

  /// The parameters of what the call takes last.
  var parameters = "()"

  /// A constant of the function.
  struct Constant {
    let name: String
    let value: String
    /// The attribute whose values can be wrong in a constant, such as one that belongs to the main actor.
    let origin: Decoration?
  }

  init() {}

  init(_ decoration: Decoration, in context: LayerContext) {
    switch decoration.kind.form {
    case .policy(let form): self.init(policy: form, decoration, in: context)
    case .object(let type, let variants): self.init(object: decoration, of: type, variants, in: context)
    case .arguments(let form): self.init(arguments: form, decoration, in: context)
    case .keyed: self.init(keyed: decoration, in: context)
    case .fallback: self.init(fallback: decoration, in: context)
    }
  }
}

/// What every layer needs to write itself.
struct LayerContext {
  let function: FunctionDescription
  let expansion: any MacroExpansionContext
  /// The type inside the function that holds its constants.
  private let holder: String
  let functionLines: FunctionLines?

  init(function: FunctionDescription, expansion: any MacroExpansionContext) {
    self.function = function
    self.expansion = expansion
    holder = expansion.makeUniqueName("decorators").text
    functionLines = FunctionLines(function.syntax, in: expansion)
  }

  /// A name that nothing in the user's body can mean.
  func unique(_ name: String) -> String {
    expansion.makeUniqueName(name.filter { $0.isLetter || $0.isNumber || $0 == "_" }).text
  }

  /// Text pasted into a type declared inside the function, where `Self` would be that type.
  func outsideOfSelf(_ expression: String) -> String {
    guard expression.contains("Self"), let typeName = function.context.typeName else { return expression }
    let parsed = ExprSyntax(stringLiteral: expression)
    return SelfNaming(typeName).rewrite(parsed).description
  }

  /// A constant that is made once for the function, and how it is used.
  func constant(_ name: String, _ value: String, of decoration: Decoration) -> (constant: Layer.Constant, use: String) {
    // The name is unique: the value may name something of the user's that is called the same.
    let constant = Layer.Constant(
      name: unique(name),
      value: outsideOfSelf(value),
      origin: decoration.settingsNameValues ? decoration : nil
    )
    return (constant, "\(holder).\(constant.name)")
  }

  /// Declares constants in one type of their own inside the function.
  func declarations(of constants: [Layer.Constant]) -> [String] {
    if constants.isEmpty { return [] }
    let lines = constants.flatMap { constant in
      // What a constant names may belong to the function's actor.
      let isolation = constant.origin.flatMap { _ in function.globalActor } ?? "nonisolated"
      let line = "  \(isolation) static let \(constant.name) = \(constant.value)"
      return constant.origin.map { placed(at: $0, [line]) } ?? [line]
    }
    return ["enum \(holder) {"] + lines + ["}"]
  }
}

/// Puts the type's name where `Self` stands.
private final class SelfNaming: SyntaxRewriter {
  private let name: String

  init(_ name: String) {
    self.name = name
    super.init()
  }

  override func visit(_ token: TokenSyntax) -> TokenSyntax {
    guard token.tokenKind == .keyword(.Self) else { return token }
    return token.with(\.tokenKind, .identifier(name))
  }
}
