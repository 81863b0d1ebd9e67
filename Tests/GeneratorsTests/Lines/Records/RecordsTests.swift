import DecoratorsTesting
import Foundation
import Generators
import Testing

@Suite("Records", .timeLimit(.minutes(10)))
struct RecordsTests {
  private func lines(_ text: String) throws -> [Line] { try withLines(of: Array(text.utf8)) { Array($0) } }

  private let trace = "[1] a\n at x\n at y\n[2] b\n\n[3] c\n at z"

  private static let starts: [RecordStart] = ["[", .line { $0.bytes.first == 91 }, .regex(#/\[\d\] /#)]

  @Test("A record goes from one starting line to the next: by text, by rule and by expression", arguments: 0..<3)
  func starts(index: Int) async throws {
    let records = Array(try lines(trace).records(startingWith: Self.starts[index]))
    #expect(records.map(\.string) == ["[1] a\n at x\n at y", "[2] b\n", "[3] c\n at z"])
    #expect(records.map(\.number) == [1, 4, 6])
    #expect(records.map(\.offset) == [0, 18, 25])
    #expect(records.map(\.nextPosition.offset) == [18, 25, 36])
    #expect(records.allSatisfy { $0.hasStart && $0.omittedLineCount == 0 })
    var asynchronous: [LineRecord] = []
    let chunks = AsyncChunkSource(chunks: Array(trace.utf8).inChunks(of: 3))
    for try await record in AsyncLines(of: chunks).records(startingWith: Self.starts[index]) {
      asynchronous.append(record)
    }
    #expect(asynchronous.map(\.string) == records.map(\.string))
  }

  @Test("Lines before the first start are a record that says so; without a start there is one; without lines none")
  func headless() throws {
    let records = Array(try lines(" at x\n at y\n[1] a\n").records(startingWith: "["))
    #expect(records.map(\.string) == [" at x\n at y", "[1] a"])
    #expect(records.map(\.hasStart) == [false, true])
    #expect(Array(try lines("a\nb").records(startingWith: "[")).map(\.string) == ["a\nb"])
    #expect(Array(try lines("").records(startingWith: "[")).isEmpty)
  }

  @Test("What stands only inside a line begins no record, and the empty text begins one with each line")
  func inside() throws {
    #expect(Array(try lines("[1]\nx [2]\n").records(startingWith: .regex(#/\[/#))).count == 1)
    #expect(Array(try lines("a\n\nb").records(startingWith: "")).count == 3)
  }

  @Test("G7: a record is bounded: its first line is there, what goes over the limit is counted, and the next is whole")
  func bounded() throws {
    let text = "[1] aaaa\nbb\nc\n\n[2] d\n"
    let expected: [Int: ([String], [Int])] = [
      1: (["[1] aaaa", "[2] d"], [3, 0]), 11: (["[1] aaaa", "[2] d"], [3, 0]),
      12: (["[1] aaaa\nbb", "[2] d"], [2, 0]), 15: (["[1] aaaa\nbb\nc\n", "[2] d"], [0, 0]),
    ]
    for (limit, (strings, omittedLineCount)) in expected {
      let records = Array(try lines(text).records(startingWith: "[", limit: limit))
      #expect(records.map(\.string) == strings, "\(limit)")
      #expect(records.map(\.omittedLineCount) == omittedLineCount, "\(limit)")
      #expect(records.map(\.nextPosition.offset) == [15, 21])
    }
    let endless = "[1]\n" + String(repeating: "\n", count: 10_000)
    #expect(Array(try lines(endless).records(startingWith: "[", limit: 100))[0].lines.count == 97)
  }

  @Test("Records are equal if their lines and the places after them are")
  func equality() throws {
    try withTemporaryFile(Array("[a\n[a\n[a\n b\n c\n".utf8)) { path in
      func records(at offset: Int, limit: Int = 100) throws -> [LineRecord] {
        try withLines(at: path, from: LinePosition(offset: offset, number: 1)) {
          Array($0.records(startingWith: "[", limit: limit))
        }
      }
      let all = try records(at: 0)
      let again = try records(at: 0)
      #expect(all == again && Set(all + again).count == 3)
      // The same line with the same number, elsewhere in the file.
      let later = try records(at: 3)[0]
      #expect(all[0].lines == later.lines && all[0] != later)
      let cut = try records(at: 0, limit: 6)[2]
      #expect(cut.lines.count == 2 && cut.omittedLineCount == 1)
      #expect(cut != all[2] && cut.nextPosition == all[2].nextPosition)
      #expect(cut.nextPosition.offset == 15 && cut.nextPosition.number == 6)
    }
  }

  @Test("The place after a record is known after its input has been read on and closed")
  func positionsKept() throws {
    let text = (0..<50_000).map { "[\($0)]\n at \($0)\n" }.joined()
    try withTemporaryFile(Array(text.utf8)) { path in
      let records = try withLines(at: path) { Array($0.records(startingWith: "[")) }
      for record in records.enumerated().filter({ $0.offset.isMultiple(of: 5_000) }).map(\.element) {
        let next = try withLines(at: path, from: record.nextPosition) { $0.first { _ in true } }
        #expect(next?.number == record.number + 2 && next?.offset == record.nextPosition.offset)
      }
    }
  }

  @Test("No record goes on from one file to another")
  func files() throws {
    try withTemporaryFile(Array("[1]\n at x".utf8)) { path in
      let records = try withLines(atPaths: [path, path]) { Array($0.records(startingWith: "[")) }
      #expect(records.map(\.string) == ["[1]\n at x", "[1]\n at x"])
      try withTemporaryFile(Array(" one\n at y\n at z".utf8)) { other in
        let records = try withLines(atPaths: [path, other]) { Array($0.records(startingWith: "[")) }
        #expect(records.map(\.string) == ["[1]\n at x", " one\n at y\n at z"])
      }
    }
  }

  @Test("An error comes after the record that was open, and then nothing (G1)")
  func failure() async throws {
    let source = AsyncChunkSource(chunks: [Array("[1]\n at x".utf8)], failure: .init())
    var records = AsyncLines(of: source).records(startingWith: "[").makeAsyncIterator()
    #expect(try await records.next()?.string == "[1]\n at x")
    await #expect(throws: FailingSource.Failure()) { try await records.next() }
    #expect(try await records.next() == nil)
  }

  @Test("Followed: a record is delivered when the next begins, or after the flush time without a line")
  func flushing() async throws {
    let log = try LogDirectory()
    defer { log.remove() }
    try log.write("[1] a\n at x\n[2] b\n")
    let (clock, probe) = (ManualClock(), FollowProbe())
    let lines = FollowedLines(
      polling: log.file(),
      from: .beginning,
      every: .milliseconds(250),
      rotationGrace: .zero,
      clock: clock,
      probe: probe
    )
    let follower = Follower(clock, probe, lines.records(startingWith: "[", flushAfter: .seconds(1)))
    let strings = { follower.taken.values.map(\.string) }
    await follower.idle(sleepers: 2)
    #expect(strings() == ["[1] a\n at x"])
    for _ in 1...3 { await follower.pass(sleepers: 2) }
    try log.append(" at y\n")
    for _ in 1...4 { await follower.pass(sleepers: 2) }
    #expect(strings() == ["[1] a\n at x"])
    await follower.pass()
    await until { strings().count == 2 }
    #expect(strings() == ["[1] a\n at x", "[2] b\n at y"])
    await follower.pass(.seconds(60))
    #expect(strings().count == 2)
    try log.append(" late\n[3] torn")
    for _ in 1...4 { await follower.pass(sleepers: 2) }
    await follower.pass()
    await until { strings().count == 3 }
    #expect(strings() == ["[1] a\n at x", "[2] b\n at y", " late"])
    #expect(follower.taken.values.map(\.hasStart) == [true, true, false])
    #expect(await follower.cancel() is CancellationError)
    try clock.checkNoSleepers()
  }

  @Test(
    "Real logs have as many records as lines that start one, and no line is lost",
    .enabled(if: RealLogs.areThere, RealLogs.absence),
    arguments: [("kafka-state-change.log", 3_405, 5_307), ("laravel.log", 82, 1_416), ("kafka-server.log", 277, 415)]
  )
  func realLogs(file: String, starting: Int, lineCount: Int) async throws {
    let path = RealLogs.folder + "/" + file
    let start: RecordStart =
      file == "laravel.log" ? .regex(#/\[[^\]]*\] \w+\.([A-Z]+): /#) : .regex(#/\[[^\]]*\] ([A-Z]+) /#)
    let records = try withLines(at: path) { Array($0.records(startingWith: start)) }
    #expect(records.count { $0.hasStart } == starting)
    #expect(records.map(\.lines.count).reduce(0, +) == lineCount)
    var asynchronous = 0
    for try await record in AsyncLines(at: path).records(startingWith: start) where record.hasStart {
      asynchronous += 1
    }
    #expect(asynchronous == starting)
  }
}
