import DecoratorSyntax
import SwiftSyntax
import SwiftSyntaxMacros

extension DecoratedFunction {
  /// The decoration that the compiler expands as `node`: one that is written on the function, or a type-wide one.
  ///
  /// The node is in a separate syntax tree, so this method compares source locations.
  func decoration(for node: AttributeSyntax, in context: some MacroExpansionContext) -> Decoration? {
    guard let kind = DecoratorKind(node) else { return nil }
    let candidates = stack.filter { $0.kind == kind }
    if candidates.count == 1 { return candidates[0] }
    let place = context.place(of: node)
    return candidates.first { !$0.isTypeWide && place != nil && context.place(of: $0.attribute) == place }
      ?? candidates.first { !$0.isTypeWide && $0.attribute.trimmedDescription == node.trimmedDescription }
      ?? candidates.first(where: \.isTypeWide)
  }
}

extension MacroExpansionContext {
  /// The file, line and column of a node, for comparison.
  func place(of node: some SyntaxProtocol) -> String? {
    location(of: node, at: .afterLeadingTrivia, filePathMode: .filePath).map { "\($0.file):\($0.line):\($0.column)" }
  }
}
