import SwiftSyntaxMacros
import Testing

@testable import DecoratorMacrosPlugin
@testable import DecoratorSyntax

@Suite struct PluginTests {
  @Test func everyAttribute_isProvided() {
    let provided = Set(DecoratorMacrosPlugin().providingMacros.map { ObjectIdentifier($0) })
    let ours: [any Macro.Type] =
      Array(OurMacros.ofFunctions.values) + [
        TimedMembersMacro.self, LoggedMembersMacro.self, NotTimedMacro.self, NotLoggedMacro.self, MistakenMacro.self,
      ]
    #expect(Set(OurMacros.ofFunctions.keys) == Set(DecoratorKind.allCases.map(\.rawValue)))
    #expect(provided == Set(ours.map { ObjectIdentifier($0) }))
  }
}
