import DecoratorSyntax
import SwiftDiagnostics
import SwiftSyntaxMacros

extension Finding {
  /// Reports the finding at its node.
  func report(in context: some MacroExpansionContext) {
    context.diagnose(Diagnostic(node: node, message: message, fixIts: fixIts))
  }
}
