import DecoratorMacros
import DecoratorsTesting
import Foundation
import Generators
import Testing

private struct TimeoutError: Error {}
private struct ConnectionError: Error {}
private struct User: Sendable, Equatable { var id: String }

/// What the front page calls and does not show.
struct Gateway: Sendable {
  let pushed = ValueRecorder<String>()
  func push(_ name: String, _ value: Int) async throws { pushed.append("\(name) \(value)") }
}
private struct Database: Sendable {
  func user(_ id: String) async throws -> User { User(id: id) }
}

struct Monitoring {
  let api: Gateway

  @Timed
  @Logged(arguments: .only("name"))
  @Retrying(attempts: 5, backoff: .exponential(from: .milliseconds(250)), on: TimeoutError.self, ConnectionError.self)
  func pushMetric(name: String, value: Int) async throws {
    try await api.push(name, value)
  }
}

@Memoized(capacity: 128)
func fib(_ n: Int) -> Int { n < 2 ? n : fib(n - 1) + fib(n - 2) }

@Suite struct ReadmeTests {
  private static let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  @Test func theFrontPage_compilesAndDoesWhatItSays() async throws {
    let log = FileManager.default.temporaryDirectory.appending(path: "readme-\(UUID()).log")
    try "09:00 api ERROR cart failed\n09:01 api INFO cart\n09:02 api ERROR mail failed\n09:03 api ERROR cart failed\n"
      .write(to: log, atomically: true, encoding: .utf8)
    defer { try? FileManager.default.removeItem(at: log) }
    let (monitoring, database, path) = (Monitoring(api: Gateway()), Database(), log.path)
    var services: [String: Int] = [:]

    let getUser = memoized(capacity: 256, timeToLive: .seconds(60), named: "get_user") {
      (id: String) async throws -> User in try await database.user(id)
    }
    .logged()
    let policy = RetryPolicy(attempts: 3, on: TimeoutError.self)
    let admin = try await policy.run(named: "admin") { try await database.user("1") }

    #expect(admin == User(id: "1"))
    #expect(fib(90) == 2_880_067_194_370_816_120)
    #expect(fibCache().cacheInfo.misses == 91)
    #expect(try await getUser("42") == User(id: "42"))
    #expect("\(getUser)".hasPrefix("logged(") && "\(getUser)".contains(" → memoized(capacity: 256, "))
    #expect("\(getUser)".hasSuffix(" → get_user"))

    try withLines(at: path) { lines in
      for service in lines.matching("ERROR").fields(separatedBy: " ").compactMap({ $0.field(3)?.string }) {
        services[service, default: 0] += 1
      }
    }
    try await monitoring.pushMetric(name: "app_errors", value: services.values.reduce(0, +))

    #expect(services == ["cart": 2, "mail": 1])
    #expect(monitoring.api.pushed.values == ["app_errors 3"])
  }

  @Test func everyLineOfTheFrontPage_standsInThisTest() throws {
    let page = try String(contentsOf: Self.package.appending(path: "README.md"), encoding: .utf8)
    let test = try String(contentsOf: URL(filePath: #filePath), encoding: .utf8)
    let code = try #require(page.split(separator: "```swift\n").dropFirst().first?.split(separator: "```").first)
    let shown = code.split(separator: "\n").map(Self.statement).filter { !$0.isEmpty && !$0.hasPrefix("print(") }
    let tested = Set(test.split(separator: "\n").map(Self.statement))
    #expect(shown.count > 15)
    for line in shown { #expect(tested.contains(line), "the front page says \(line)") }
  }

  @Test func everyPathOnTheFrontPage_exists() throws {
    let page = try String(contentsOf: Self.package.appending(path: "README.md"), encoding: .utf8)
    let paths = page.matches(of: /\]\(([A-Za-z\/.]+)\)/).map { String($0.output.1) }
    #expect(paths.count > 15)
    for path in paths {
      let file = Self.package.appending(path: path).path
      #expect(FileManager.default.fileExists(atPath: file), "the front page links to \(path)")
    }
  }

  /// A line without its indentation and its comment.
  private static func statement(_ line: Substring) -> String {
    let code = line.firstRange(of: "  //").map { line[..<$0.lowerBound] } ?? line
    return code.trimmingCharacters(in: .whitespaces)
  }
}
