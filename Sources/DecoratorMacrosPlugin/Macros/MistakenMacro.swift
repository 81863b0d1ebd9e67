import DecoratorSyntax
import SwiftDiagnostics
import SwiftSyntax
import SwiftSyntaxMacros

/// The macro of attributes that are written as no attribute of this package is: it reports how to write them.
enum MistakenMacro: PeerMacro {
  static func expansion(
    of node: AttributeSyntax,
    providingPeersOf declaration: some DeclSyntaxProtocol,
    in context: some MacroExpansionContext
  ) throws -> [DeclSyntax] {
    guard let kind = DecoratorKind(named: node) else { return [] }
    let decoration = Decoration(kind, node)
    let finding = Mistakes.settingsBesidePolicy(decoration) ?? Mistakes.finding(decoration)
    (finding ?? Mistakes.wrongType(decoration)).report(in: context)
    return []
  }
}
