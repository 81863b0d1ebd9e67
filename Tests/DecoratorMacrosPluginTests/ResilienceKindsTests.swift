import Foundation
import Testing

/// What `Docs/Attributes.md` says of the resilience family and every kind of function: what is refused is refused here, and
/// what works is accepted here, and run by `EveryKindTests` in `Resilience.swift` of `Tests/AnnotatedCode`.
@Suite struct ResilienceKindsTests {
  private static let limited = "@TimeLimited(within: .seconds(1))"
  private static let replacing = "@TimeLimited(within: .seconds(1), orThrow: { _ in E.a })"
  private static let hedged = "@Hedged(after: .seconds(1))"
  private static let substituted = "@FallingBack(on: E.self, to: 0)"

  /// The functions of a row, by column, each with an attribute before it.
  private static let rows: [String: (limited: [String], tasks: [String], substituted: [String])] = [
    "synchronous": (
      ["\(limited) func f() throws -> Int"],
      ["\(hedged) func f() throws -> Int", "@Coalesced func f() throws -> Int"],
      ["\(substituted) func f() throws -> Int"]
    ),
    "does not throw": (
      ["\(limited) func f() async -> Int"],
      ["\(hedged) func f() async -> Int", "@Coalesced func f() async -> Int"],
      ["\(substituted) func f() async -> Int"]
    ),
    "typed": (
      ["\(replacing) func f() async throws(E) -> Int"],
      ["\(hedged) func f() async throws(E) -> Int", "@Coalesced func f() async throws(E) -> Int"],
      ["\(substituted) func f() throws(E) -> Int"]
    ),
    "generic function": (
      ["\(limited) func f<A>(_ a: A) async throws -> Int"],
      [
        "\(hedged) func f<A: Sendable>(_ a: A) async throws -> Int",
        "@Coalesced(in: c) func f(_ a: some Key) async -> Int",
      ],
      ["\(substituted) func f<A>(_ a: A) throws -> Int"]
    ),
    "`inout` parameter": (
      ["\(limited) func f(_ a: inout Int) async throws -> Int"],
      ["\(hedged) func f(_ a: inout Int) async throws -> Int", "@Coalesced func f(_ a: inout Int) async -> Int"],
      ["\(substituted) func f(_ a: inout Int) throws -> Int"]
    ),
    "closure that does not escape": (
      ["\(limited) func f(_ a: () -> Int) async throws -> Int"],
      [
        "\(hedged) func f(_ a: () -> Int) async -> Int",
        #"@Coalesced(ignoring: "a") func f(_ a: () -> Int) async -> Int"#,
      ],
      ["\(substituted) func f(_ a: () -> Int) throws -> Int"]
    ),
    "opaque result": (
      ["\(limited) func f() async throws -> some P"],
      ["\(hedged) func f() async throws -> some P"],
      ["\(substituted) func f() throws -> some P"]
    ),
    "member of an actor": (
      ["actor A { \(limited) func f() async throws -> Int { 1 } }"],
      [
        "actor A { \(hedged) func f() async throws -> Int { 1 } }",
        "actor A { @Coalesced func f() async -> Int { 1 } }",
      ],
      ["actor A { \(substituted) func f() throws -> Int { 1 } }"]
    ),
  ]

  @Test func everyRow_isTrue() throws {
    let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let guide = try String(contentsOf: package.appending(path: "Docs/Attributes.md"), encoding: .utf8)
    let table = guide.split(separator: "\n").drop { !$0.hasPrefix("| kind | `@TimeLimited`") }.dropFirst(2)
      .prefix { $0.hasPrefix("|") }
      .map { $0.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) } }
    #expect(table.count == Self.rows.count)
    for row in table {
      let key = try #require(Self.rows.keys.first { row[0].hasPrefix($0) }, "no functions for '\(row[0])'")
      let functions = Self.rows[key]!
      for (cell, sources) in zip(row.dropFirst(), [functions.limited, functions.tasks, functions.substituted]) {
        for source in sources {
          let refused = Diagnosed.all(in: source.hasSuffix("}") ? source : source + " { 1 }")
          #expect(refused.isEmpty == !cell.hasPrefix("error"), "'\(row[0])', '\(cell)': \(source) gives \(refused)")
        }
      }
    }
  }
}
