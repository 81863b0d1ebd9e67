import SwiftSyntax
import SwiftSyntaxMacroExpansion
import SwiftSyntaxMacros

@testable import DecoratorMacrosPlugin

/// The package's attributes as an expander in tests knows them.
enum OurMacros {
  /// Every attribute with all its roles, for functions that have one.
  static let all: [String: MacroSpec] = specs(body: nil)

  /// Peers alone, which say what is wrong.
  static let peersOnly: [String: MacroSpec] = specs(body: "")

  /// As the compiler expands a stack: the body of one attribute, the peers of all.
  static func specs(body: String?) -> [String: MacroSpec] {
    func spec<Expanded: DecoratorMacro>(_ name: String, _ macro: Expanded.Type) -> MacroSpec {
      MacroSpec(type: body == nil || body == name ? macro : PeersOf<Expanded>.self)
    }
    var specs: [String: MacroSpec] = [
      "Timed": spec("Timed", TimedMacro.self),
      "Retrying": spec("Retrying", RetryingMacro.self),
      "Logged": spec("Logged", LoggedMacro.self),
      "Memoized": spec("Memoized", MemoizedMacro.self),
    ]
    specs["TimedMembers"] = MacroSpec(type: TimedMembersMacro.self)
    specs["LoggedMembers"] = MacroSpec(type: LoggedMembersMacro.self)
    specs["NotTimed"] = MacroSpec(type: NotTimedMacro.self)
    specs["NotLogged"] = MacroSpec(type: NotLoggedMacro.self)
    return specs
  }
}

/// One of our macros without its body.
enum PeersOf<Other: PeerMacro>: PeerMacro {
  static var formatMode: FormatMode { Other.formatMode }

  static func expansion(
    of node: AttributeSyntax,
    providingPeersOf declaration: some DeclSyntaxProtocol,
    in context: some MacroExpansionContext
  ) throws -> [DeclSyntax] {
    try Other.expansion(of: node, providingPeersOf: declaration, in: context)
  }
}
