import Foundation
import Testing

/// `Docs/Mistakes.md` lists what the compiler says itself, before a macro can say it better.
@Suite(.enabled(if: Compiler.isThere, "Skipped: there is no swiftc in PATH, or no plugin beside the tests."))
struct CompilersMessagesTests {
  /// Code with one mistake, its line, and the message as the guide gives it, where `…` stands for the rest.
  private static let rows: [(message: String, line: Int, source: String)] = [
    (
      "instance member 'logger' cannot be used on type …", 3,
      """
      struct Shop {
        let logger = Logger(label: "shop")
        @Logged(logger: logger) func open() {}
      }
      """
    ),
    (
      "static member 'log' cannot be used on instance of type …", 3,
      """
      struct Shop {
        static let log = Logger(label: "shop")
        @Logged(logger: log) func open() {}
      }
      """
    ),
    (
      "main actor-isolated default value in a nonisolated context", 2,
      """
      @MainActor enum Screen { static let sinks: [TimingSink] = [.log()] }
      @Timed(to: Screen.sinks) func open() {}
      """
    ),
    (
      "enum declaration cannot close over value 'limit' defined in outer scope", 3,
      """
      func around(_ tries: Int) throws {
        let limit = tries + 1
        @Decorated(by: .retrying(attempts: limit)) func open() throws {}
        _ = limit
        try open()
      }
      """
    ),
    (
      "invalid redeclaration of 'userCache'", 3,
      """
      final class Shop: Sendable {
        let userCache = MemoCache<Int, Int>()
        @Memoized func user(_ id: Int) -> Int { id }
      }
      """
    ),
    (
      "main actor-isolated conformance of 'K' to 'Hashable' cannot satisfy …", 2,
      """
      @MainActor struct K: @MainActor Hashable { var id = 1 }
      @MainActor @Memoized func open(_ key: K) -> Int { 1 }
      """
    ),
    (
      "extension of generic struct 'Array' has self-referential generic requirements", 1,
      "@TimedMembers extension Array where Element == Int { func open() {} }"
    ),
  ]

  @Test func guide_listsThem() throws {
    let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let guide = try String(contentsOf: package.appending(path: "Docs/Mistakes.md"), encoding: .utf8)
    let table = guide.split(separator: "\n").drop { $0 != "| written | error | write |" }.dropFirst(2)
      .prefix { $0.hasPrefix("|") }.map { $0.split(separator: " | ")[1] }
    #expect(table == Self.rows.map { $0.message[...] } + ["the compiler's message"])
  }

  @Test(arguments: rows.indices)
  func compilerSaysIt_atTheUsersLine(_ index: Int) throws {
    let row = Self.rows[index]
    let found = try Compiler.messages(about: "import DecoratorMacros\nimport Logging\n" + row.source, "-typecheck")
    let parts = row.message.split(separator: "…", omittingEmptySubsequences: false)
    #expect(
      found.contains { $0.line == row.line + 2 && $0.text.hasPrefix(parts[0]) && $0.text.hasSuffix(parts.last ?? "") },
      "\(found)"
    )
  }
}
