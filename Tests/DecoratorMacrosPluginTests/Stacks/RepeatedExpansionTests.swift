import Testing

@Suite struct RepeatedExpansionTests {
  @Test(arguments: Stacks.all)
  func expansion_isLeftAsItIsByEachAttribute(_ stack: [String]) throws {
    let body = try Bodies(Stacks.source(stack)).all()[0]
    let again = Bodies(Stacks.source(stack, body: "{\n\(body)\n}"))
    #expect(body.contains("outermost first"))
    #expect(try again.all().map(\.trimmed) == stack.map { _ in body.trimmed })
  }

  @Test(arguments: [
    "@Logged @Timed func load() {}",
    "@Logged @Timed func load() -> some Sequence<Int> { [1] }",
    "@Logged @Timed func load<Value>(_ value: Value) { }",
    "@Logged(arguments: .all) @Timed func load(_ value: inout Int) { value = 1 }",
  ])
  func expansionOfAnyKind_isLeftAsItIs(_ source: String) throws {
    let body = try Bodies(source).all()[0]
    let again = Bodies(source.prefix { $0 != "{" } + "{\n\(body)\n}")
    #expect(body.contains("outermost first"))
    #expect(try again.all().map(\.trimmed) == [body.trimmed, body.trimmed])
  }
}
