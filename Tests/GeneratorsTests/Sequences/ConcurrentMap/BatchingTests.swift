import DecoratorsTesting
import Generators
import Testing

@Suite("Batching API calls", .hangLimit)
struct BatchingTests {
  struct User: Sendable, Equatable { var id: Int }

  /// Serves pages of ids and batches of users, and remembers the batches.
  struct API: Sendable {
    let batches = ValueRecorder<[Int]>()

    func ids(page: Int) async throws -> [Int] { page < 5 ? Array((page * 50)..<(page * 50 + 50)) : [] }

    func users(_ ids: [Int]) async throws -> [User] {
      batches.append(ids)
      return ids.map(User.init)
    }
  }

  @Test("The guide's example: every user once, in order, in batches of 100, at the rate")
  func example() async throws {
    let api = API()
    let clock = RecordingClock()
    var users: [User] = []

    let ids = generate { yield in
      var page = 0
      while case let ids = try await api.ids(page: page), !ids.isEmpty {
        for id in ids { try await yield(id) }
        page += 1
      }
    }
    let batches = ids.chunks(of: 100).rateLimited(2, per: .seconds(1), clock: clock)
    for try await batch in batches.mapConcurrently(atMost: 4, { try await api.users($0) }) { users += batch }

    #expect(users == (0..<250).map(User.init))
    #expect(api.batches.values.map(\.count).sorted() == [50, 100, 100])
    #expect(clock.sleeps == [.milliseconds(500), .milliseconds(500)])
  }
}
