import DecoratorSyntax
import SwiftDiagnostics
import SwiftSyntax
import SwiftSyntaxBuilder
import SwiftSyntaxMacros

/// Adds one attribute to every function of a type.
protocol MembersMacro: MemberAttributeMacro {
  static var kind: DecoratorKind { get }
}

extension MembersMacro {
  static var formatMode: FormatMode { .disabled }

  static func expansion(
    of node: AttributeSyntax,
    attachedTo declaration: some DeclGroupSyntax,
    providingAttributesFor member: some DeclSyntaxProtocol,
    in context: some MacroExpansionContext
  ) throws -> [AttributeSyntax] {
    guard let function = member.as(FunctionDeclSyntax.self) else { return [] }
    let findings = findings(node, on: declaration)
    guard findings.isEmpty else {
      // The compiler expands this macro for each function. Report the errors only once.
      let functions = declaration.memberBlock.members.lazy.compactMap { $0.decl.as(FunctionDeclSyntax.self) }
      if functions.first?.trimmedDescription == function.trimmedDescription {
        findings.forEach { $0.report(in: context) }
      }
      return []
    }
    let names = Set(function.attributes.plain.compactMap(\.ownName))
    guard function.body != nil, names.isDisjoint(with: [kind.rawValue, kind.optOutName]) else { return [] }
    // The attribute has no arguments. Its expansion reads them from the type: a closure in them would not compile
    // twice. If the attribute on the type names the module, so does this one, because another macro may have the same
    // name.
    let module = node.module.map { $0 + "." } ?? ""
    return ["@\(raw: module + kind.rawValue)"]
  }

  private static func findings(_ node: AttributeSyntax, on declaration: some DeclGroupSyntax) -> [Finding] {
    guard declaration.is(ProtocolDeclSyntax.self) else {
      return Validation.typeWideFindings(Decoration(kind, node, isTypeWide: true))
    }
    return [
      .error(
        "membersOfProtocol",
        at: node,
        """
        '@\(kind.rawValue)Members' cannot be applied to a protocol, which has no function bodies: apply it to the \
        types and extensions that have them
        """
      )
    ]
  }
}

enum TimedMembersMacro: MembersMacro {
  static let kind = DecoratorKind.timed
}

enum LoggedMembersMacro: MembersMacro {
  static let kind = DecoratorKind.logged
}

/// An attribute that other macros read. It adds no code itself.
protocol OptOutMacro: PeerMacro {}

extension OptOutMacro {
  static func expansion(
    of node: AttributeSyntax,
    providingPeersOf declaration: some DeclSyntaxProtocol,
    in context: some MacroExpansionContext
  ) throws -> [DeclSyntax] { [] }
}

enum NotTimedMacro: OptOutMacro {}
enum NotLoggedMacro: OptOutMacro {}
