import SwiftSyntax
import SwiftSyntaxBuilder
import Testing

@testable import DecoratorSyntax

/// Declarations that the compiler hands to no peer today, and would name if it did.
@Suite struct PlacementTests {
  @Test func accessor_isAProperty() {
    let accessor = AccessorDeclSyntax(accessorSpecifier: .keyword(.get))
    let finding = Placement.finding(.timed, "@Timed", on: accessor)
    #expect(
      finding.message.message
        == "'@Timed' cannot be applied to a property: apply it to a function that the property calls; write a property wrapper of that name with its module, as in '@Module.Timed'"
    )
  }

  @Test func closure_hasTheCombinator() {
    let finding = Placement.finding(.logged, "@Logged", on: ExprSyntax("{ 1 }"))
    #expect(
      finding.message.message
        == "'@Logged' cannot be applied to a closure: use the combinator with the same name in lower case"
    )
  }
}
