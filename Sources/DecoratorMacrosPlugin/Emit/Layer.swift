import SwiftSyntax
import SwiftSyntaxBuilder
import SwiftSyntaxMacros

/// One decorator as text: what precedes all calls, and the call that takes the rest as its last closure.
struct Layer {
  /// Statements at the start of the function.
  var preparation: [String] = []
  /// The call up to its closure, without `try` and `await`.
  var call: String
}

/// What every layer needs to write itself.
struct LayerContext {
  let function: FunctionDescription
  let expansion: any MacroExpansionContext

  /// A name that nothing in the user's body can mean.
  func unique(_ name: String) -> String {
    expansion.makeUniqueName(name.filter { $0.isLetter || $0.isNumber || $0 == "_" }).text
  }

  /// Text pasted into a type declared inside the function, where `Self` would be that type.
  func outsideOfSelf(_ expression: String) -> String {
    guard let typeName = function.context.typeName else { return expression }
    let parsed = ExprSyntax(stringLiteral: expression)
    return SelfNaming(typeName).rewrite(parsed).description
  }

  /// Declares a constant that is made once for the function, in a type of its own inside it.
  func constant(_ name: String, _ value: String) -> (declaration: String, use: String) {
    // Both names are unique: the value may name something of the user's that is called the same.
    let (holder, constant) = (unique(name), unique(name))
    let declaration = """
      enum \(holder) {
        nonisolated static let \(constant) = \(outsideOfSelf(value))
      }
      """
    return (declaration, "\(holder).\(constant)")
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
