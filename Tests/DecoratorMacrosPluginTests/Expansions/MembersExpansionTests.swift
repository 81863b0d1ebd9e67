import SwiftSyntax
import SwiftSyntaxBuilder
import SwiftSyntaxMacroExpansion
import SwiftSyntaxMacros
import Testing

@testable import DecoratorMacrosPlugin

/// Which functions get an attribute of their type. What it becomes there is shown with stacks, since an expander in tests
/// takes an added attribute for a written one.
@Suite struct MembersExpansionTests {
  @Test func everyFunctionWithABody_getsIt() {
    assertExpansion(
      """
      @TimedMembers
      struct Service {
        var count = 0
        init() {}
        func one() {}
        static func two() {}
        subscript(index: Int) -> Int { index }
      }
      """,
      """
      struct Service {
        var count = 0
        init() {}
        @Timed
        func one() {}
        @Timed
        static func two() {}
        subscript(index: Int) -> Int { index }
      }
      """,
      macros: OurMacros.ofTypes
    )
  }

  @Test(arguments: [
    ("@TimedMembers", "@Timed"), ("@DecoratorMacros.TimedMembers", "@DecoratorMacros.Timed"),
    ("@DecoratorsTracingMacros.TimedMembers", "@DecoratorsTracingMacros.Timed"),
  ])
  func addedAttribute_isNamedAsTheOneOfTheTypeIs(_ written: String, _ added: String) throws {
    let type = try StructDeclSyntax("\(raw: written) struct Service { func one() {} }")
    let attribute = try #require(type.attributes.first?.as(AttributeSyntax.self))
    let member = try #require(type.memberBlock.members.first?.decl)
    let context = BasicMacroExpansionContext()
    let attributes = try TimedMembersMacro.expansion(
      of: attribute,
      attachedTo: type,
      providingAttributesFor: member,
      in: context
    )
    #expect(attributes.map(\.trimmedDescription) == [added])
  }

  @Test func arguments_stayAtTheType() {
    assertExpansion(
      """
      @LoggedMembers(level: .info, callID: { "1" })
      extension Service {
        func one() {}
      }
      """,
      """
      extension Service {
        @Logged
        func one() {}
      }
      """,
      macros: OurMacros.ofTypes
    )
  }

  @Test func optingOut_keepsIt() {
    assertExpansion(
      """
      @TimedMembers @LoggedMembers
      struct Service {
        @NotTimed @NotLogged func none() {}
        @NotLogged func one() {}
      }
      """,
      """
      struct Service {
        func none() {}
        @Timed func one() {}
      }
      """,
      macros: OurMacros.ofTypes
    )
  }

  @Test func attributeOfItsOwn_isNotDoubled() {
    assertExpansion(
      """
      @LoggedMembers
      struct Service {
        @Logged(level: .info) func one() {}
        @DecoratorMacros.Logged func two() {}
      }
      """,
      """
      struct Service {
        @Logged(level: .info) func one() {}
        @DecoratorMacros.Logged func two() {}
      }
      """,
      macros: OurMacros.ofTypes
    )
  }
}
