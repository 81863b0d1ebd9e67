import Testing

/// The compiler expands attributes in an `#if` that holds, which an expander in tests does not.
@Suite struct ConditionalTests {
  private static let message = """
    '@Timed' cannot be inside '#if', because its order among the attributes is then unknown: put '#if' around the \
    whole function, or inside its body
    """

  @Test(arguments: [
    "#if DEBUG\n@Timed\n#endif\nfunc load() {}",
    "#if DEBUG\n@discardableResult\n#else\n@Timed\n#endif\nfunc load() {}",
    "#if DEBUG\n#if LINUX\n@Timed\n#endif\n#endif\n@Logged\nfunc load() {}",
    "#if DEBUG\n@Timed\n#endif\n@Logged @Memoized\nfunc load() {}",
  ])
  func attributeInACondition_isAnErrorOnce(_ source: String) throws {
    let bodies = Bodies(source)
    for attribute in bodies.attributes { _ = try bodies.peers(by: attribute) }
    #expect(bodies.diagnosed == [.error(Self.message, at: "@Timed")])
  }

  @Test func conditionWithoutOurs_isNone() throws {
    let bodies = Bodies("#if DEBUG\n@inline(never)\n#endif\n@Logged\nfunc load() {}")
    #expect(try bodies.all()[0].contains("outermost first: @Logged"))
  }
}
