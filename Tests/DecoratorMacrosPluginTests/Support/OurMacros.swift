import SwiftSyntax
import SwiftSyntaxMacroExpansion
import SwiftSyntaxMacros

@testable import DecoratorMacrosPlugin
@testable import DecoratorSyntax

/// The package's attributes as an expander in tests knows them.
enum OurMacros {
  /// Peers alone, which say what is wrong.
  static let peersOnly: [String: MacroSpec] = specs(body: "")

  /// The attributes that decorate a function.
  static let ofFunctions: [String: any DecoratorMacro.Type] = [
    "Timed": TimedMacro.self,
    "Retrying": RetryingMacro.self,
    "Logged": LoggedMacro.self,
    "Memoized": MemoizedMacro.self,
    "Decorated": DecoratedMacro.self,
    "TimeLimited": TimeLimitedMacro.self,
    "CircuitBroken": CircuitBrokenMacro.self,
    "Bulkheaded": BulkheadedMacro.self,
    "RateLimited": RateLimitedMacro.self,
    "Hedged": HedgedMacro.self,
    "Coalesced": CoalescedMacro.self,
    "FallingBack": FallingBackMacro.self,
    "Counted": CountedMacro.self,
    "Traced": TracedMacro.self,
  ]

  /// The attributes that say something about others, alone.
  static let ofTypes: [String: MacroSpec] = [
    "TimedMembers": MacroSpec(type: TimedMembersMacro.self),
    "LoggedMembers": MacroSpec(type: LoggedMembersMacro.self),
    "NotTimed": MacroSpec(type: NotTimedMacro.self),
    "NotLogged": MacroSpec(type: NotLoggedMacro.self),
  ]

  /// As the compiler expands attributes that their own declarations do not take.
  static let mistaken: [String: MacroSpec] = Dictionary(
    uniqueKeysWithValues: DecoratorKind.allCases.map { ($0.rawValue, MacroSpec(type: MistakenMacro.self)) }
  )

  /// As the compiler expands a stack: the body of one attribute, the peers of all.
  static func specs(body: String?) -> [String: MacroSpec] {
    func spec<Expanded: DecoratorMacro>(_ name: String, _ macro: Expanded.Type) -> MacroSpec {
      MacroSpec(type: body == nil || body == name ? macro : PeersOf<Expanded>.self)
    }
    return Dictionary(uniqueKeysWithValues: ofFunctions.map { ($0, spec($0, $1)) })
      .merging(ofTypes) { function, _ in function }
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
