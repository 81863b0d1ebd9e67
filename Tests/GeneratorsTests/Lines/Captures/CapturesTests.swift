import DecoratorsTesting
import Generators
import RegexBuilder
import Testing

@Suite("Captures", .hangLimit)
struct CapturesTests {
  private static let text = """
    [INFO] web started
    no level here
    [ERROR] db gone

    x [ERROR] web late
    """

  @Test("Captures are typed and named, with the line's number and offset; lines that do not match are counted")
  func captures() throws {
    try withLines(of: Array(Self.text.utf8)) { lines in
      let matches = lines.captures(of: /\[(?<level>[A-Z]+)\] (?<service>\S+)/)
      var found: [String] = []
      for match in matches {
        found.append("\(match.line.number) \(match.line.offset) \(match.level) \(match.service) \(match.output.0)")
      }
      #expect(found == ["1 0 INFO web [INFO] web", "3 33 ERROR db [ERROR] db", "5 50 ERROR web [ERROR] web"])
      #expect(matches.mismatches == 2)
    }
  }

  @Test("G1: after the end there is nothing more, and the lines are not asked again")
  func end() throws {
    let lines = try withLines(of: Array(Self.text.utf8)) { Array($0) }
    let matches = drain(OnceOnly(lines).captures(of: /(?<level>ERROR)/))
    #expect(matches.elements.map(\.line.number) == [3, 5])
    #expect(matches.isOver)
  }

  @Test("Lines that do not match are handed over before the next is read, and a text can be looked for first")
  func mismatches() throws {
    try withLines(of: Array(Self.text.utf8)) { lines in
      var events: [String] = []
      let matches = lines.matching("e").captures(
        of: /(?<level>ERROR|INFO)/,
        onMismatch: { events.append("no \($0.number)") }
      )
      for match in matches { events.append("\(match.level) \(match.line.number)") }
      #expect(events == ["INFO 1", "no 2", "ERROR 3", "ERROR 5"])
      #expect(matches.mismatches == 1)
    }
  }

  @Test("Transformed captures, optional ones, anchors, and expressions that are built or made at run time")
  func kinds() throws {
    let bytes = Array("took 12 ms\ntook 99999999999999999999 ms\ntook no time\n".utf8)
    try withLines(of: bytes) { lines in
      let number = Reference(Int.self)
      let regex = Regex {
        "took "
        TryCapture(as: number) {
          OneOrMore(.digit)
        } transform: {
          Int($0)
        }
        " ms"
      }
      let matches = lines.captures(of: regex)
      #expect(matches.map { $0.output.1 } == [12])
      #expect(matches.mismatches == 2)
    }
    try withLines(of: bytes) { lines in
      #expect(
        lines.captures(of: /^took (?<number>\d+)?/).map { $0.number.map(String.init) ?? "-" } == [
          "12", "99999999999999999999", "-",
        ]
      )
    }
    let dynamic = try Regex(#"took (\d+) ms"#)
    try withLines(of: bytes) { lines in
      #expect(
        lines.captures(of: dynamic).map { $0.output[1].substring.map(String.init) } == ["12", "99999999999999999999"]
      )
    }
  }

  @Test("An expression that throws matches nothing, and the line is counted")
  func failing() throws {
    struct Odd: Error {}
    try withLines(of: Array("1\n2\n".utf8)) { lines in
      let regex = Regex {
        Capture {
          OneOrMore(.digit)
        } transform: { digits in
          if digits == "1" { throw Odd() }
          return Int(digits) ?? 0
        }
      }
      let matches = lines.captures(of: regex)
      #expect(matches.map { $0.output.1 } == [2])
      #expect(matches.mismatches == 1)
    }
  }

  @Test("Invalid UTF-8 is matched as U+FFFD, CRLF and a truncated rest are not seen")
  func oddLines() throws {
    let bytes = Array("a".utf8) + [0xFF] + Array("b\r\nabcdef\n".utf8)
    try withLines(of: bytes, longLines: .truncate(over: 4)) { lines in
      let matches = Array(lines.captures(of: /^a(.*)$/))
      #expect(matches.map { String($0.output.1) } == ["\u{FFFD}b", "bcd"])
      #expect(matches.map(\.line.isTruncated) == [false, true])
    }
  }

  @Test("A stage after it can end the reading, as after other stages")
  func scope() throws {
    #expect(throws: RecordError.self) {
      try withLines(of: Array("x\n".utf8)) { lines in
        for line in lines {
          do { _ = try line.decode(as: Int.self) } catch { lines.captures(of: /x/).scope.fail(error) }
        }
      }
    }
  }

  @Test("Asynchronous lines are captured under the same name, and their error comes after what matched (G1)")
  func asynchronous() async throws {
    let source = AsyncChunkSource(
      chunks: Array((Self.text + "\n").utf8).inChunks(of: 5),
      failure: FailingSource.Failure()
    )
    let mismatches = ValueRecorder<Int>()
    let matches = AsyncLines(of: source).captures(
      of: /\[(?<level>[A-Z]+)\] (?<service>\S+)/,
      onMismatch: { mismatches.append($0.number) }
    )
    let result = await drain(matches)
    #expect(
      result.elements.map { "\($0.line.number) \($0.level) \($0.service)" } == [
        "1 INFO web", "3 ERROR db", "5 ERROR web",
      ]
    )
    #expect(result.failed && result.isOver)
    #expect(matches.mismatches == 2 && mismatches.values == [2, 4])
    let regex = /ERROR/
    let end = await drain(AsyncElements(result.elements.map(\.line)).captures(of: regex))
    #expect(end.elements.count == 2 && !end.failed && end.isOver)
  }

  @Test("An asynchronous sequence of matches is sent to a task, whose cancellation ends it (G1)")
  func cancellation() async throws {
    let silent = AsyncLines(of: AsyncStream<[UInt8]> { $0.yield(Array("[ERROR] web\n".utf8)) })
    let matches = silent.captures(of: /\[(?<level>[A-Z]+)\]/)
    let taken = Signal()
    let task = Task {
      var iterator = matches.makeAsyncIterator()
      let level = try await iterator.next()?.level
      taken.send()
      var isCancelled = false
      do { _ = try await iterator.next() } catch { isCancelled = error is CancellationError }
      let isOver = try await iterator.next() == nil
      return level == "ERROR" && isCancelled && isOver
    }
    try await taken.wait()
    task.cancel()
    #expect(try await task.value)
  }

  @Test("A growing file is captured as it is written, a torn line when it is whole")
  func following() async throws {
    let log = try LogDirectory()
    defer { log.remove() }
    try log.write("[INFO] web\n[ERR")
    let (clock, probe) = (ManualClock(), FollowProbe())
    let lines = FollowedLines(
      polling: log.file(),
      from: .beginning,
      every: .milliseconds(250),
      rotationGrace: .seconds(5),
      clock: clock,
      probe: probe
    )
    let levels = lines.captures(of: /\[(?<level>[A-Z]+)\]/).map { String($0.level) }
    let follower = Follower(clock, probe, levels)
    await follower.idle()
    #expect(follower.taken.values == ["INFO"])
    try log.append("OR] db\n")
    await follower.pass()
    #expect(follower.taken.values == ["INFO", "ERROR"])
    #expect(await follower.cancel() is CancellationError)
  }

  @Test("Levels of real logs are as is said of them", .enabled(if: RealLogs.areThere, RealLogs.absence))
  func realLogs() throws {
    try withLines(at: RealLogs.folder + "/kafka-server.log") { lines in
      let matches = lines.captures(of: #/^\[[^\]]*\] (?<level>[A-Z]+) /#)
      let levels = matches.reduce(into: [Substring: Int]()) { $0[$1.level, default: 0] += 1 }
      #expect(levels == ["INFO": 259, "ERROR": 14, "WARN": 4])
      #expect(matches.mismatches == 138)
    }
  }
}
