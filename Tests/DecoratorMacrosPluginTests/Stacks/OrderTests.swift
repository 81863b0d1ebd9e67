import Testing

@Suite struct OrderTests {
  private static let calls = [
    "Timed": "5timedfMu_.run(", "Retrying": "8retryingfMu_.run(", "Logged": "withLogging(", "Memoized": ".value(for: ",
  ]

  @Test func fourAttributes_have64Orders() {
    #expect(Set(Stacks.all).count == 64)
  }

  @Test(arguments: Stacks.all)
  func anyStack_nestsInTheOrderOfTheSource(_ stack: [String]) throws {
    let lines = try Bodies(Stacks.source(stack)).all()[0].split(separator: "\n")
    let nested = try stack.map { name in
      try #require(lines.firstIndex { $0.contains(Self.calls[name]!) })
    }
    #expect(nested == nested.sorted())
    #expect(Set(nested).count == stack.count)
    #expect(lines.first == "// Decorated, outermost first: \(stack.map { "@\($0)" }.joined(separator: ", "))")
  }

  @Test(arguments: Stacks.all)
  func whicheverAttributeIsExpanded_theBodyIsTheSame(_ stack: [String]) throws {
    let bodies = try Bodies(Stacks.source(stack)).all()
    #expect(bodies.count == stack.count)
    #expect(Set(bodies).count == 1)
  }

  @Test func pairUnderTwoNames_standsOnBothSidesOfRetrying() throws {
    let bodies = try Bodies(#"@Timed(named: "whole") @Retrying @Timed(named: "attempt") func load() throws {}"#).all()
    #expect(bodies.count == 3)
    #expect(Set(bodies).count == 1)
    let lines = bodies[0].split(separator: "\n")
    #expect(lines.first == "// Decorated, outermost first: @Timed, @Retrying, @Timed")
    let whole = lines.firstIndex { $0.contains(#"named: "whole""#) }
    let attempt = lines.firstIndex { $0.contains(#"named: "attempt""#) }
    #expect(try #require(whole) < #require(attempt))
  }

  @Test func attributesOfOthers_keepTheirPlace() throws {
    let bodies = try Bodies("@MainActor @Logged @discardableResult @Retrying func load() throws -> Int { 1 }").all()
    #expect(bodies.count == 2)
    #expect(Set(bodies).count == 1)
    #expect(bodies[0].hasPrefix("// Decorated, outermost first: @Logged, @Retrying\n"))
  }

  @Test func namesWithTheModule_areTheSameAttributes() throws {
    let qualified = try Bodies("@DecoratorMacros.Logged @DecoratorMacros.Retrying\nfunc load() throws {}").all()
    let bare = try Bodies("@Logged @Retrying\nfunc load() throws {}").all()
    #expect(qualified == bare)
    #expect(bare.count == 2)
    for module in ["DecoratorsTracingMacros.", "DecoratorsTracingMacros::"] {
      let traced = try Bodies("@\(module)Traced @DecoratorMacros::Retrying\nfunc load() throws {}").all()
      #expect(try traced == Bodies("@Traced @Retrying\nfunc load() throws {}").all())
      #expect(traced.count == 2)
    }
  }
}
