import Decorators
import DecoratorsTesting
import Testing

@Suite(.timeLimit(.minutes(5)))
struct CallDeadlineTests {
  let clock = ManualClock()

  @Test("T12: a deadline is bound only by a limit that propagates")
  func binding() async throws {
    #expect(CallDeadline.current == nil)
    try await withTimeLimit(within: .seconds(5), clock: clock) { #expect(CallDeadline.current == nil) }
    try await withTimeLimit(within: .seconds(5), propagating: true, named: "fetch", clock: clock) {
      let deadline = try #require(CallDeadline.current)
      #expect(deadline.remaining == .seconds(5) && !deadline.isOver)
      clock.advance(by: .seconds(2))
      #expect(deadline.remaining == .seconds(3))
      #expect("\(deadline)" == "3.0 seconds left for 'fetch'")
      #expect(deadline.grpcTimeout == "3000000u")
      try deadline.check()
      await Task { #expect(CallDeadline.current?.remaining == .seconds(3)) }.value
    }
    #expect(CallDeadline.current == nil)
  }

  @Test("T2, T12: of nested deadlines the nearer one is current")
  func nearer() async throws {
    try await withTimeLimit(within: .seconds(5), propagating: true, clock: clock) {
      try await withTimeLimit(within: .seconds(2), propagating: true, clock: clock) {
        #expect(CallDeadline.current?.remaining == .seconds(2))
      }
      try await withTimeLimit(within: .seconds(9), propagating: true, clock: ManualClock()) {
        #expect(CallDeadline.current?.remaining == .seconds(5))
      }
      #expect(CallDeadline.current?.remaining == .seconds(5))
    }
  }

  @Test("T9: a synchronous function asks, and stops when the time is over")
  func asking() async throws {
    func render(_ pages: Int) throws -> Int {
      for page in 0..<pages {
        try CallDeadline.current?.check()
        clock.advance(by: .seconds(1))
        if page > 9 { Issue.record("not stopped") }
      }
      return pages
    }
    #expect(try render(2) == 2)
    let error = await #expect(throws: TimeLimitExceeded.self) {
      try await withTimeLimit(within: .seconds(3), propagating: true, named: "render", clock: clock) { try render(99) }
    }
    let asked = try #require(error?.underlying as? TimeLimitExceeded)
    #expect(asked.elapsed == .seconds(3) && asked.scope == .whole && asked.didRun && asked.name == "render")
  }

  @Test func remainingIsNeverNegative() async throws {
    try await withTimeLimit(within: .seconds(1), propagating: true, clock: clock) {
      clock.advance(by: .seconds(2))
      #expect(CallDeadline.current?.remaining == .zero)
      #expect(CallDeadline.current?.isOver == true)
    }
  }

  @Test("T12: grpc-timeout is written in the smallest unit that fits, and cut")
  func header() {
    let written: [(Duration, String)] = [
      (.zero, "1n"), (.seconds(-1), "1n"), (.nanoseconds(99_999_999), "99999999n"),
      (.nanoseconds(100_000_000), "100000u"),
      (.nanoseconds(100_000_999), "100000u"), (.seconds(1), "1000000u"), (.seconds(100), "100000m"),
      (.seconds(100_000), "100000S"), (.seconds(100_000_000), "1666666M"), (.seconds(6_000_000_000), "1666666H"),
      (.seconds(Int64.max), "99999999H"), (Duration(attoseconds: 1), "1n"),
    ]
    for (duration, header) in written { #expect(GRPCTimeout.header(for: duration) == header) }
  }

  @Test("T12: grpc-timeout is read strictly")
  func parsing() {
    let read: [(String, Duration?)] = [
      ("1n", .nanoseconds(1)), ("20u", .microseconds(20)), ("300m", .milliseconds(300)), ("4S", .seconds(4)),
      ("5M", .seconds(300)), ("6H", .seconds(21_600)), ("99999999H", .seconds(359_999_996_400)), ("0S", .zero),
      ("", nil), ("S", nil), ("1", nil), ("1s", nil), ("-1S", nil), ("+1S", nil), ("1.5S", nil), ("123456789S", nil),
      (" 1S", nil), ("1S ", nil), ("1é", nil), ("١S", nil),
    ]
    for (header, duration) in read { #expect(GRPCTimeout.duration(header) == duration, "\(header)") }
  }

  @Test("T12: what is read is at most what was written, and at least 99.99 % of it")
  func roundTrip() {
    var generator = SeededGenerator(seed: 1)
    for _ in 0..<10_000 {
      let nanoseconds = Int64.random(in: 1...(1 << Int64.random(in: 1...61, using: &generator)), using: &generator)
      let header = GRPCTimeout.header(for: .nanoseconds(nanoseconds))
      #expect(header.utf8.count <= 9)
      guard let read = GRPCTimeout.duration(header) else {
        Issue.record("\(header) is not read")
        continue
      }
      #expect(read <= .nanoseconds(nanoseconds) && read >= .nanoseconds(nanoseconds - nanoseconds / 10_000))
    }
  }
}
