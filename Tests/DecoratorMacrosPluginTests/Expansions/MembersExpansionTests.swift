import SwiftSyntax
import SwiftSyntaxBuilder
import SwiftSyntaxMacroExpansion
import SwiftSyntaxMacros
import Testing

@testable import DecoratorMacrosPlugin

@Suite struct MembersExpansionTests {
  @Test func timedMembers_decoratesEveryFunctionWithABody() {
    assertExpansion(
      """
      @TimedMembers
      struct Service {
        var count = 0
        init() {}
        func one() {}
        static func two() {}
      }
      """,
      """
      struct Service {
        var count = 0
        init() {}
        func one() {
        // Decorated, outermost first: @Timed
        enum __macro_local_6timingfMu_ {
          nonisolated static let __macro_local_6timingfMu0_ = Decorators.TimingPolicy(named: "Service.one()")
        }
        return Decorators.withTiming(__macro_local_6timingfMu_.__macro_local_6timingfMu0_) { () -> Void in
        }
        }
        static func two() {
        // Decorated, outermost first: @Timed
        enum __macro_local_6timingfMu1_ {
          nonisolated static let __macro_local_6timingfMu2_ = Decorators.TimingPolicy(named: "Service.two()")
        }
        return Decorators.withTiming(__macro_local_6timingfMu1_.__macro_local_6timingfMu2_) { () -> Void in
        }
        }
      }
      """
    )
  }

  @Test(arguments: [("@TimedMembers", "@Timed"), ("@DecoratorMacros.TimedMembers", "@DecoratorMacros.Timed")])
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

  @Test func arguments_areReadOnTheType_andNotRepeated() {
    assertExpansion(
      #"""
      @LoggedMembers(level: .info, logger: \Self.logger)
      actor Service {
        func one() {}
      }
      """#,
      """
      actor Service {
        func one() {
        // Decorated, outermost first: @Logged
        return Decorators.withLogging(named: "Service.one()") { () -> Void in
        }
        }
      }
      """
    )
  }

  @Test func notTimed_isLeftOut() {
    assertExpansion(
      """
      @TimedMembers @LoggedMembers
      struct Service {
        @NotTimed @NotLogged func one() {}
      }
      """,
      """
      struct Service {
        func one() {}
      }
      """
    )
  }

  @Test func anAttributeOfItsOwn_isNotDoubled() {
    assertExpansion(
      """
      @LoggedMembers
      struct Service {
        @Logged(level: .info) func one() {}
      }
      """,
      """
      struct Service {
        func one() {
        // Decorated, outermost first: @Logged
        enum __macro_local_7loggingfMu_ {
          nonisolated static let __macro_local_7loggingfMu0_ = Decorators.LoggingPolicy(levels: Decorators.LogLevels(call: .info, success: .info))
        }
        #sourceLocation(file: "test.swift", line: 3)
        return Decorators.withLogging(__macro_local_7loggingfMu_.__macro_local_7loggingfMu0_, named: "Service.one()") { () -> Void in
        #sourceLocation()
        }
        }
      }
      """
    )
  }

  @Test func extension_isDecoratedToo() {
    assertExpansion(
      """
      @LoggedMembers
      extension Service {
        func one() {}
      }
      """,
      """
      extension Service {
        func one() {
        // Decorated, outermost first: @Logged
        return Decorators.withLogging(named: "Service.one()") { () -> Void in
        }
        }
      }
      """
    )
  }
}
