import DecoratorsTesting
import Foundation
import Generators
import Testing

@Suite("Records of several followed files", .timeLimit(.minutes(10)))
struct JoiningBySourceTests {
  private static let flushTime = Duration.seconds(1)

  private func lines(_ log: LogDirectory, _ clock: ManualClock, _ probe: FollowProbe) -> FollowedLines {
    FollowedLines(
      pollingMatching: log.path + "/*.log",
      from: .beginning,
      every: .milliseconds(250),
      rotationGrace: followingGrace,
      clock: clock,
      probe: probe
    )
  }

  private func follow(_ log: LogDirectory) -> Follower<LineRecord> {
    let (clock, probe) = (ManualClock(), FollowProbe())
    let records = lines(log, clock, probe).records(startingWith: "[", flushAfter: Self.flushTime)
    return Follower(clock, probe, records)
  }

  private func texts(_ follower: Follower<LineRecord>, _ log: LogDirectory, _ name: String) -> [String] {
    follower.taken.values.filter { $0.source == log.file(name) }.map(\.string)
  }

  @Test("A record goes on after lines of other files")
  func mixed() async throws {
    let log = try LogDirectory()
    defer { log.remove() }
    for name in ["a", "b"] { try log.write("[\(name)1]\n", to: name + ".log") }
    let follower = follow(log)
    await follower.idle(sleepers: 2)
    for number in 1...3 {
      for name in ["a", "b"] { try log.append(" at \(name)\(number)\n", to: name + ".log") }
      await follower.pass(sleepers: 2)
    }
    #expect(follower.taken.values.isEmpty)
    try log.append("[b2]\n", to: "b.log")
    await follower.pass(sleepers: 2)
    #expect(follower.taken.values.map(\.string) == ["[b1]\n at b1\n at b2\n at b3"])
    try log.append("[a2]\n", to: "a.log")
    await follower.pass(sleepers: 2)
    #expect(texts(follower, log, "a.log") == ["[a1]\n at a1\n at a2\n at a3"])
    #expect(follower.taken.values.map(\.hasStart) == [true, true])
    #expect(follower.taken.values.map { $0.lines.map(\.number) } == [[1, 2, 3, 4], [1, 2, 3, 4]])
    #expect(await follower.cancel() is CancellationError)
  }

  @Test("A record is delivered after the flush time without a line of its file, also while other files are written to")
  func flushing() async throws {
    let log = try LogDirectory()
    defer { log.remove() }
    for name in ["a", "b"] { try log.write("[\(name)1]\n", to: name + ".log") }
    let follower = follow(log)
    await follower.idle(sleepers: 2)
    for number in 1...3 {
      try log.append(" at \(number)\n", to: "b.log")
      await follower.pass(sleepers: 2)
    }
    #expect(follower.taken.values.isEmpty)
    try log.append(" at 4\n", to: "b.log")
    await follower.pass(sleepers: 2)
    #expect(follower.taken.values.map(\.string) == ["[a1]"])
    try log.append(" late\n[a2]\n", to: "a.log")
    await follower.pass(sleepers: 2)
    #expect(texts(follower, log, "a.log") == ["[a1]", " late"])
    #expect(follower.taken.values.map(\.hasStart) == [true, false])
    for _ in 1...3 { await follower.pass(sleepers: 2) }
    follower.clock.advance(by: .milliseconds(250))
    await until { texts(follower, log, "a.log").count == 3 }
    #expect(texts(follower, log, "a.log") == ["[a1]", " late", "[a2]"])
    #expect(texts(follower, log, "b.log") == ["[b1]\n at 1\n at 2\n at 3\n at 4"])
    #expect(await follower.cancel() is CancellationError)
  }

  @Test("A record that waits while other files are read has the positions of its lines, and its bytes")
  func positions() async throws {
    let log = try LogDirectory()
    defer { log.remove() }
    let filling = String(repeating: "x", count: 199)
    for name in ["a", "b", "c"] {
      let text = (1...4_000).map { "[\(name)\($0)] \(filling)\n at \(filling)\r\n" }.joined()
      try log.write(text, to: name + ".log")
    }
    let (clock, probe) = (ManualClock(), FollowProbe())
    let all = Follower(clock, probe, lines(log, clock, probe))
    await until { all.taken.values.count == 24_000 }
    let records = follow(log)
    // The last record of each file waits for the flush time.
    await until { records.taken.values.count == 11_997 }
    for _ in 1...2 { await records.pass(Self.flushTime) }
    await until { records.taken.values.count == 12_000 }
    let ends = all.taken.values.filter { $0.number.isMultiple(of: 2) }
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    for name in ["a.log", "b.log", "c.log"] {
      let positions = ends.filter { $0.source == log.file(name) }.map(\.nextPosition)
      let joined = records.taken.values.filter { $0.source == log.file(name) }
      #expect(joined.count == 4_000)
      #expect(try joined.map { try encoder.encode($0.nextPosition) } == positions.map { try encoder.encode($0) })
      #expect(joined.allSatisfy { $0.lines.count == 2 && $0.lines[1].string == " at " + filling })
    }
    #expect(await all.cancel() is CancellationError)
    #expect(await records.cancel() is CancellationError)
  }

  @Test("The parts of a container's line are joined, whatever lines of other files come between them")
  func containers() async throws {
    let log = try LogDirectory()
    defer { log.remove() }
    let head = "2026-01-02T03:04:05Z stdout"
    for name in ["a", "b"] { try log.write("\(head) P \(name)1 \n", to: name + ".log") }
    let (clock, probe) = (ManualClock(), FollowProbe())
    let follower = Follower(clock, probe, lines(log, clock, probe).containerEntries(in: .cri))
    await follower.idle(sleepers: 2)
    for name in ["a", "b"] { try log.append("\(head) F \(name)2\n", to: name + ".log") }
    await follower.pass()
    #expect(Set(follower.taken.values.map(\.line.string)) == ["a1 a2", "b1 b2"])
    #expect(follower.taken.values.allSatisfy { $0.hasStart && $0.hasEnd })
    #expect(await follower.cancel() is CancellationError)
  }
}
