import SwiftSyntax
import SwiftSyntaxBuilder
import Testing

/// What a type's attribute adds to a function is expanded in the function's name, and no macro sees it among the
/// function's attributes.
@Suite struct TypeWideTests {
  private let added: AttributeSyntax = "@Timed"

  @Test func attributeOfTheType_isOutermost() throws {
    let bodies = Bodies("@TimedMembers\nstruct S {\n  @Retrying @Logged func load() throws {}\n}")
    let all = try bodies.all() + [bodies.body(by: added)]
    #expect(all.count == 3)
    #expect(Set(all).count == 1)
    #expect(all[0].hasPrefix("// Decorated, outermost first: @Timed, @Retrying, @Logged\n"))
  }

  @Test func twoOfTheType_keepTheirOrder() throws {
    let bodies = Bodies("@LoggedMembers @DecoratorMacros.TimedMembers\nstruct S {\n  func load() throws {}\n}")
    #expect(try bodies.body(by: added).hasPrefix("// Decorated, outermost first: @Logged, @Timed\n"))
  }

  @Test func settingsOfTheType_areTheFunctions() throws {
    let bodies = Bodies("@TimedMembers(to: [.log()])\nstruct S {\n  func load() {}\n}")
    #expect(try bodies.body(by: added).contains(#"TimingPolicy(named: "S.load()", to: [.log()])"#))
  }

  @Test func propertiesOfTheInstance_areReadFromIt() throws {
    let bodies = Bodies(
      """
      @LoggedMembers(level: .info, logger: InstanceProperty("logger"), clock: InstanceProperty("clock"))
      actor Service {
        func load() {}
      }
      """
    )
    let body = try bodies.body(by: "@Logged")
    #expect(body.contains("LoggingPolicy(levels: Decorators::LogLevels(call: .info, success: .info))"))
    #expect(body.contains(#", logger: self.logger, named: "Service.load()", clock: self.clock)"#))
  }

  @Test func ownAttribute_standsInItsPlace() throws {
    let bodies = Bodies("@TimedMembers\nstruct S {\n  @Retrying @Timed(named: \"own\") func load() throws {}\n}")
    let body = try bodies.all()[0]
    #expect(body.hasPrefix("// Decorated, outermost first: @Retrying, @Timed\n"))
  }

  @Test func optingOut_leavesTheOthers() throws {
    let bodies = Bodies("@TimedMembers @LoggedMembers\nstruct S {\n  @NotTimed @Retrying func load() throws {}\n}")
    #expect(try bodies.all()[0].hasPrefix("// Decorated, outermost first: @Logged, @Retrying\n"))
  }

  @Test func typeAroundTheType_hasNoPart() throws {
    let bodies = Bodies("@TimedMembers\nstruct S {\n  struct Inner {\n    @Retrying func load() throws {}\n  }\n}")
    #expect(try bodies.all()[0].hasPrefix("// Decorated, outermost first: @Retrying\n"))
  }

  @Test func attributeThatAnotherMacroAdds_isOutermost() throws {
    let bodies = Bodies("@Retrying func load() throws {}")
    #expect(try bodies.body(by: added).hasPrefix("// Decorated, outermost first: @Timed, @Retrying\n"))
    let bare = Bodies("func load() -> Int { 1 }")
    #expect(try bare.body(by: added).hasPrefix("// Decorated, outermost first: @Timed\n"))
    #expect(try bare.peers(by: "@Memoized").count == 2)
    #expect(bare.diagnosed == [])
  }

  @Test func whatDoesNotFitAFunction_isSaidAtTheFunction() throws {
    let bodies = Bodies("@TimedMembers(clock: \\Self.clock)\nextension S {\n  static func load() {}\n}")
    _ = try bodies.peers(by: "@Timed(clock: \\Self.clock)")
    let message =
      #"'\Self.clock' refers to an instance property, but 'load' has no instance: add '@NotTimed' to the function"#
    #expect(bodies.diagnosed == [.error(message, at: "load")])
    #expect(try bodies.body(by: added) == bodies.written)
  }
}
