import DecoratorSyntax
import SwiftDiagnostics
import SwiftSyntax
import SwiftSyntaxMacros

/// The shared implementation of every attribute on a function.
///
/// If a function has several attributes, the compiler expands the body macro of only one of them, but all peer macros.
/// So each body expansion composes all layers, and each peer expansion reports the errors of its own attribute.
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
    let decorated = DecoratedFunction(function, by: node, in: context.lexicalContext)
    guard !decorated.stack.isEmpty, Validation.accepts(decorated) else { return Array(body.statements) }
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
    let decorated = DecoratedFunction(function, by: node, in: context.lexicalContext)
    guard let decoration = decorated.decoration(for: node, in: context) else {
      // If the function has an attribute outside `#if`, that attribute reports this error.
      if decorated.stack.isEmpty,
        let conditional = function.attributes.conditional.first(where: { DecoratorKind($0) == kind })
      {
        Placement.conditional(conditional).report(in: context)
      }
      return []
    }
    for finding in Validation.findings(decoration, in: decorated) {
      // The attribute of the enclosing type has no source location here.
      (decoration.isTypeWide ? finding.moved(to: function.name) : finding).report(in: context)
    }
    let asks = TracedPeer.isAsked(by: decoration, of: decorated)
    let keeps = if case .keyed = kind.form { true } else { false }
    guard asks || keeps, Validation.accepts(decorated) else { return [] }
    let layer = LayerContext(function: decorated.function, expansion: context)
    return (asks ? TracedPeer.declarations(in: decorated, layer) : [])
      + (keeps ? MemoPeer.declarations(decoration, in: layer) : [])
  }
}

enum TimedMacro: DecoratorMacro {}
enum RetryingMacro: DecoratorMacro {}
enum LoggedMacro: DecoratorMacro {}
enum MemoizedMacro: DecoratorMacro {}
enum DecoratedMacro: DecoratorMacro {}
enum TimeLimitedMacro: DecoratorMacro {}
enum CircuitBrokenMacro: DecoratorMacro {}
enum BulkheadedMacro: DecoratorMacro {}
enum RateLimitedMacro: DecoratorMacro {}
enum HedgedMacro: DecoratorMacro {}
enum CoalescedMacro: DecoratorMacro {}
enum FallingBackMacro: DecoratorMacro {}
enum CountedMacro: DecoratorMacro {}
enum TracedMacro: DecoratorMacro {}
