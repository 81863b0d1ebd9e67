import SwiftSyntaxMacros
import Testing

@testable import DecoratorMacrosPlugin

@Suite struct PluginTests {
  @Test func everyAttribute_isProvided() {
    let provided = Set(DecoratorMacrosPlugin().providingMacros.map { ObjectIdentifier($0) })
    let ours: [any Macro.Type] = [
      TimedMacro.self, RetryingMacro.self, LoggedMacro.self, MemoizedMacro.self, DecoratedMacro.self,
      TimedMembersMacro.self, LoggedMembersMacro.self, NotTimedMacro.self, NotLoggedMacro.self,
      MistakenMacro.self,
    ]
    #expect(provided == Set(ours.map { ObjectIdentifier($0) }))
  }
}
