import Decorators
import DecoratorsTesting
import Testing

/// The examples of `Docs/Coalescing.md`.
@Suite(.timeLimit(.minutes(10))) struct CoalescingGuideTests {
  @Test func wrapping() async throws {
    let getUser = coalesced(named: "get_user") { (id: Int) async throws in try await database.user(id) }
    let user = try await getUser(42)
    #expect(user == User(id: 42))
  }

  @Test func keys() async throws {
    @Sendable func makeReport(month: Int, logger: Logger) async throws -> String { "month \(month)" }
    let report = AsyncFunction(makeReport).coalesced(key: { month, _ in month })
    #expect(try await report(3, LogRecorder().logger) == "month 3")
  }

  @Test func anObjectOfYourOwn() async throws {
    @Sendable func fetchUser(_ id: Int) async throws -> User { try await database.user(id) }
    let users = Coalescer<Int, User>(named: "users")
    let getUser = AsyncFunction(fetchUser).coalesced(by: users, key: { $0 })
    users.forget(42)
    #expect(try await getUser(42) == User(id: 42))
    #expect(users.started == 1 && users.joined == 0)
  }

  @Test func testing() async {
    let users = Coalescer<Int, User>(named: "users")
    let gate = Gate()
    let first = Task {
      await users.value(for: 1) {
        await gate.wait()
        return User(id: 1)
      }
    }
    await until { gate.waiting == 1 }
    let second = Task { await users.value(for: 1) { User(id: 2) } }
    await until { users.joined == 1 }
    gate.open()
    #expect(await first.value == second.value)
  }

  @Test func thePage() throws { try expectExamples(of: "Coalescing.md", in: #filePath) }
}

private struct User: Sendable, Equatable { var id: Int }

private struct Database {
  func user(_ id: Int) async throws -> User { User(id: id) }
}

private let database = Database()
