import SwiftDiagnostics
import SwiftSyntax
import SwiftSyntaxMacros

/// The one engine behind every attribute on a function.
///
/// The compiler expands the body of one attribute of a stack only, and the peers of all. So whichever body is expanded
/// composes all layers, and each attribute's peers say what is wrong with that attribute.
protocol DecoratorMacro: BodyMacro, PeerMacro {}

extension DecoratorMacro {
  static var formatMode: FormatMode { .disabled }

  static func expansion(
    of node: AttributeSyntax,
    providingBodyFor declaration: some DeclSyntaxProtocol & WithOptionalCodeBlockSyntax,
    in context: some MacroExpansionContext
  ) throws -> [CodeBlockItemSyntax] {
    guard let body = declaration.body else { return [] }
    guard let function = declaration.as(FunctionDeclSyntax.self), !Emission.isExpanded(body) else {
      return Array(body.statements)
    }
    let decorated = DecoratedFunction(function, by: node, in: context)
    guard Validation.accepts(decorated) else { return Array(body.statements) }
    return Emission(decorated, body, in: context).statements()
  }

  static func expansion(
    of node: AttributeSyntax,
    providingPeersOf declaration: some DeclSyntaxProtocol,
    in context: some MacroExpansionContext
  ) throws -> [DeclSyntax] {
    guard let kind = DecoratorKind(node) else { return [] }
    guard let function = declaration.as(FunctionDeclSyntax.self) else {
      Placement.finding(kind, node, on: declaration).report(in: context)
      return []
    }
    let decorated = DecoratedFunction(function, by: node, in: context)
    guard let decoration = decorated.decoration(for: node, in: context) else {
      // An attribute beside it that stands in no '#if' says so otherwise.
      if decorated.stack.isEmpty,
        let conditional = function.attributes.conditional.first(where: { DecoratorKind($0) == kind })
      {
        Placement.conditional(conditional).report(in: context)
      }
      return []
    }
    for finding in Validation.findings(decoration, in: decorated) {
      // The compiler has no place in a file for the attribute of the type around.
      (decoration.isTypeWide ? finding.moved(to: function.name) : finding).report(in: context)
    }
    guard kind == .memoized, Validation.accepts(decorated) else { return [] }
    return MemoPeer.declarations(decoration, in: LayerContext(function: decorated.function, expansion: context))
  }
}

enum TimedMacro: DecoratorMacro {}
enum RetryingMacro: DecoratorMacro {}
enum LoggedMacro: DecoratorMacro {}
enum MemoizedMacro: DecoratorMacro {}
