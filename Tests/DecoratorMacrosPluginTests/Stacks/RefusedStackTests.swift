import SwiftDiagnostics
import Testing

@Suite struct RefusedStackTests {
  /// One stack for each attribute that has an error, at each place among the others.
  static let stacks: [[String]] = {
    let wrong = [
      "Timed": "Timed(to: [])", "Retrying": "Retrying(attempts: 0)", "Logged": "Logged(valueLimit: 0)",
      "Memoized": "Memoized(capacity: -1)",
    ]
    return Stacks.all.filter { $0.count == 4 }.flatMap { stack in
      stack.indices.map { index in
        var stack = stack
        stack[index] = wrong[stack[index]]!
        return stack
      }
    }
  }()

  @Test(arguments: stacks)
  func errorInAnyAttribute_leavesTheBodyAndAddsNothing(_ stack: [String]) throws {
    let bodies = Bodies(Stacks.source(stack))
    #expect(try bodies.all() == Array(repeating: bodies.written, count: 4))
    let peers = try bodies.attributes.flatMap(bodies.peers)
    #expect(peers == [])
    #expect(bodies.diagnosed.filter { $0.severity == .error }.count == 1)
  }

  @Test(arguments: [
    "@Timed @Other.Logged func load() -> Int { 1 }",
    "@Timed @ViewBuilder func load() -> Int { 1 }",
    "#if DEBUG\n@Timed\n#endif\n@Memoized func load() -> Int { 1 }",
    "@Timed @Memoized func load(_ id: inout Int) -> Int { 1 }",
    "@Timed @Memoized @Timed func load() -> Int { 1 }",
  ])
  func whatCannotBeDecorated_isLeftAsItIs(_ source: String) throws {
    let bodies = Bodies(source)
    for body in try bodies.all() { #expect(body == bodies.written) }
    let peers = try bodies.attributes.flatMap(bodies.peers)
    #expect(peers == [])
    #expect(bodies.diagnosed.contains { $0.severity == .error })
  }

  @Test func warning_refusesNothing() throws {
    let bodies = Bodies("@MainActor @Retrying @Memoized func load() throws -> Int { 1 }")
    for body in try bodies.all() { #expect(body.contains("8retryingfMu_.run(")) }
    let peers = try bodies.attributes.flatMap(bodies.peers)
    #expect(peers.count == 2)
    #expect(bodies.diagnosed.map(\.severity) == [.warning, .warning])
  }
}
