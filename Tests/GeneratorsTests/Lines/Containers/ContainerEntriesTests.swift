import DecoratorsTesting
import Generators
import Testing

@Suite("Lines of containers", .hangLimit)
struct ContainerEntriesTests {
  private static let time = "2026-01-02T03:04:05.123456789Z"

  private static func cri(_ stream: String, _ tag: String, _ text: String) -> String {
    "\(time) \(stream) \(tag) \(text)\n"
  }

  private static func docker(_ stream: String, _ text: String) -> String {
    #"{"log":"\#(text)","stream":"\#(stream)","time":"\#(time)"}"# + "\n"
  }

  private func entries(_ text: String, _ format: ContainerFormat = .cri, limit: Int = 1_048_576) throws
    -> [ContainerEntry]
  {
    try withLines(of: Array(text.utf8)) { Array($0.containerEntries(in: format, limit: limit)) }
  }

  /// Each stream and text, with marks for what is cut off.
  private func texts(_ entries: [ContainerEntry]) -> [String] {
    entries.map { entry in
      let stream = entry.stream?.rawValue ?? "none"
      let text = (entry.hasStart ? "" : "…") + entry.line.string + (entry.hasEnd ? "" : "…")
      return "\(stream): \(text)\(entry.line.isTruncated ? " truncated" : "")"
    }
  }

  // MARK: CRI

  @Test("Lines of CRI are without what the runtime wrote, and have their stream and time")
  func cri() throws {
    let text =
      Self.cri("stdout", "F", "one  two ") + Self.cri("stderr", "F:tag:other", "x") + Self.cri("stdout", "F", "")
    let read = try entries(text)
    #expect(texts(read) == ["stdout: one  two ", "stderr: x", "stdout: "])
    let time = try Timestamp(Self.time)
    #expect(read.map(\.timestamp) == [time, time, time])
    #expect(read.map(\.line.number) == [1, 2, 3])
    let lengths = text.split(separator: "\n").map { $0.utf8.count + 1 }
    #expect(read.map(\.line.nextPosition.offset) == [lengths[0], lengths[0] + lengths[1], text.utf8.count])
    #expect(read[0].line.offset == 40)
    // Without the space before an empty text, with a zone, and with a carriage return.
    #expect(texts(try entries("2016-10-06T02:17:09.669794202+02:00 stdout F\r\n")) == ["stdout: "])
  }

  @Test("Parts are joined for each stream")
  func parts() throws {
    let text =
      Self.cri("stdout", "P", "a1 ") + Self.cri("stderr", "P", "b1 ") + Self.cri("stdout", "P", "a2 ")
      + Self.cri("stderr", "F", "b2") + Self.cri("stdout", "F", "a3") + Self.cri("stdout", "F", "c")
    let read = try entries(text)
    #expect(texts(read) == ["stderr: b1 b2", "stdout: a1 a2 a3", "stdout: c"])
    #expect(read.map(\.line.number) == [2, 1, 6])
    // Going on behind the first entry would lose the start of the second.
    #expect(read.map(\.line.nextPosition.number) == [1, 6, 7])
    #expect(read.map(\.line.nextPosition.offset)[0] == 0)
    #expect(read.map(\.line.nextPosition.offset)[2] == text.utf8.count)
  }

  @Test("Going on from any position loses no line, and repeats none that began behind it")
  func resuming() throws {
    var random = SeededGenerator(seed: 5)
    for round in 0..<60 {
      // Numbered lines, in one to three parts, of two streams that are written in turn.
      var waiting: [[String]] = [[], []]
      var text = ""
      for number in 0..<30 {
        let stream = Int.random(in: 0...1, using: &random)
        let parts = Int.random(in: 1...3, using: &random)
        for part in 1...parts {
          let name = ["stdout", "stderr"][stream]
          let piece = "\(number).\(part) "
          waiting[stream].append(
            round.isMultiple(of: 2)
              ? Self.cri(name, part == parts ? "F" : "P", piece)
              : Self.docker(name, piece + (part == parts ? #"\n"# : ""))
          )
        }
      }
      while let stream = waiting.indices.filter({ !waiting[$0].isEmpty }).randomElement(using: &random) {
        text += waiting[stream].removeFirst()
      }
      let format = round.isMultiple(of: 2) ? ContainerFormat.cri : .docker
      try withTemporaryFile(Array(text.utf8)) { path in
        let all = try withLines(at: path) { Array($0.containerEntries(in: format)) }
        #expect(all.count == 30 && all.allSatisfy { $0.hasStart && $0.hasEnd })
        for (index, entry) in all.enumerated() {
          let position = entry.line.nextPosition
          let rest = try withLines(at: path, from: position) { Array($0.containerEntries(in: format)) }
          let missing = all[(index + 1)...].filter { later in
            !rest.contains { $0.line.string == later.line.string && $0.line.number == later.line.number && $0.hasStart }
          }
          #expect(missing.isEmpty)
          // Parts of a line that had begun before the position are all that may come in excess.
          let repeated = rest.filter { again in all[...index].contains { $0.line.string == again.line.string } }
          #expect(repeated.allSatisfy { $0.line.number >= position.number })
        }
      }
    }
  }

  @Test("A line that is not written in the format comes as it is, and loses nothing")
  func otherLines() throws {
    let odd = [
      "plain text", "", "2026-01-02T03:04:05Z stdout", "2026-01-02T03:04:05Z stdin F x",
      "2026-02-30T03:04:05Z stdout F x",
      "2026-01-02T03:04:05Z stdout X x", "2026-01-02T03:04:05Z stdout Full x", "2026-01-02T03:04:05Z  stdout F x",
    ]
    let text = Self.cri("stdout", "P", "a1 ") + odd.joined(separator: "\n") + "\n" + Self.cri("stdout", "F", "a2")
    let read = try entries(text)
    #expect(texts(read) == odd.map { "none: \($0)" } + ["stdout: a1 a2"])
    #expect(read[0].timestamp == nil)
    #expect(read.dropLast().allSatisfy { $0.line.nextPosition.number == 1 })
    #expect(read.last?.line.nextPosition.number == odd.count + 3)
    #expect(texts(try entries(text, .docker)).count == odd.count + 2)
  }

  @Test("At the end of the lines, and of a file, what is not whole is delivered as it is")
  func end() throws {
    let text = Self.cri("stdout", "P", "a1 ") + Self.cri("stderr", "P", "b1") + Self.cri("stdout", "P", "a2")
    let read = try entries(text)
    #expect(texts(read) == ["stdout: a1 a2…", "stderr: b1…"])
    #expect(read.map(\.line.nextPosition.number) == [2, 4])
    try withTemporaryFile(Array(text.utf8)) { path in
      let both = try withLines(atPaths: [path, path]) { Array($0.containerEntries(in: .cri)) }
      #expect(texts(both) == texts(read) + texts(read))
    }
  }

  @Test("A line is bounded: what is over the limit is left out, and the next line is whole (G7)")
  func limit() throws {
    let text =
      Self.cri("stdout", "P", "aaaa") + Self.cri("stdout", "P", "bbbb") + Self.cri("stdout", "F", "cccc")
      + Self.cri("stdout", "F", "dddddd") + Self.cri("stdout", "F", "eeeeeee") + Self.cri("stdout", "F", "ff")
    #expect(
      texts(try entries(text, limit: 6)) == [
        "stdout: aaaabb truncated", "stdout: dddddd", "stdout: eeeeee truncated", "stdout: ff",
      ]
    )
    #expect(
      texts(try entries(Self.docker("stdout", "aaaa") + Self.docker("stdout", #"bbbb\n"#), .docker, limit: 6)) == [
        "stdout: aaaabb truncated"
      ]
    )
    // A line of the file that was cut off itself.
    let cut = try withLines(of: Array(text.utf8), longLines: .truncate(over: 42)) {
      Array($0.containerEntries(in: .cri))
    }
    #expect(texts(cut) == ["stdout: aabbcc truncated", "stdout: dd truncated", "stdout: ee truncated", "stdout: ff"])
  }

  @Test("A long line of many parts is joined in time in proportion", .timeLimit(.minutes(10)))
  func longLine() throws {
    let part = String(repeating: "x", count: 16_384)
    let text = String(repeating: Self.cri("stdout", "P", part), count: 2_000) + Self.cri("stdout", "F", "")
    let read = try entries(text, limit: 64 << 20)
    #expect(read.count == 1 && read[0].line.bytes.count == 2_000 * 16_384)
  }

  // MARK: Docker

  @Test("Lines of Docker are what log holds, up to its line feed")
  func docker() throws {
    let text =
      Self.docker("stdout", #"one \"two\" é \u00fc\n"#) + Self.docker("stderr", #"b1 "#)
      + Self.docker("stdout", #"x\r\n"#)
      + Self.docker("stderr", #"b2\n"#) + Self.docker("stdout", #"\n"#)
      + #"{"log":"tag\n","stream":"stdout","attrs":{"a":"b"},"time":"\#(Self.time)"}"# + "\n"
    let read = try entries(text, .docker)
    #expect(
      texts(read) == ["stdout: one \"two\" é ü", "stdout: x", "stderr: b1 b2", "stdout: ", "stdout: tag"]
    )
    #expect(try read.allSatisfy { try $0.timestamp == Timestamp(Self.time) })
    #expect(read.map(\.line.number) == [1, 3, 2, 5, 6])
    #expect(read.map(\.line.nextPosition.number) == [2, 2, 5, 6, 7])
    #expect(read.last?.line.nextPosition.offset == text.utf8.count)
    let odd = [#"{"log":"x","stream":"stdout"}"#, #"{"log":1,"stream":"stdout","time":"\#(Self.time)"}"#, "{", "x"]
    #expect(texts(try entries(odd.joined(separator: "\n"), .docker)) == odd.map { "none: \($0)" })
  }

  // MARK: Going on with the lines

  @Test("Entries go on as lines: matched, split, joined to records, decoded, and stored")
  func pipeline() throws {
    struct Event: Decodable { var level: String }
    let text =
      Self.cri("stderr", "F", "[1] a") + Self.cri("stdout", "F", "[0]") + Self.cri("stderr", "P", " at ")
      + Self.cri("stderr", "F", "x") + Self.cri("stderr", "F", "[2] b")
    let records = try withLines(of: Array(text.utf8)) { lines in
      let errors = lines.containerEntries(in: .cri).lazy.filter { $0.stream == .stderr }.map(\.line)
      return Array(errors.records(startingWith: "["))
    }
    #expect(records.map(\.string) == ["[1] a\n at x", "[2] b"])
    #expect(records.map(\.nextPosition.number) == [5, 6])
    let json = Self.docker("stdout", #"{\"level\":\"error\"}\n"#)
    let events = try withLines(of: Array(json.utf8)) { lines in
      try lines.containerEntries(in: .docker).map { try $0.line.decode(as: Event.self).level }
    }
    #expect(events == ["error"])
    // Blocks of joined lines are used again only when nothing refers to them.
    let many = (0..<5_000).map { Self.docker("stdout", "line \($0)" + #"\n"#) }.joined()
    let kept = try entries(many, .docker).map(\.line.string)
    #expect(kept == (0..<5_000).map { "line \($0)" })
    let passed = try withLines(of: Array(many.utf8)) { lines in
      lines.containerEntries(in: .docker).reduce(0) { $0 + $1.line.bytes.count }
    }
    #expect(passed == kept.reduce(0) { $0 + $1.utf8.count })
  }

  @Test("Copies of an iterator write over no line")
  func copies() throws {
    let text = (0..<10).map { Self.docker("stdout", "line \($0)" + #"\n"#) }.joined()
    try withLines(of: Array(text.utf8)) { lines in
      var one = lines.containerEntries(in: .docker).makeIterator()
      let first = one.next()
      var other = one
      let (second, third) = (one.next(), other.next())
      #expect([first, second, third].map { $0?.line.string } == ["line 0", "line 1", "line 2"])
    }
  }

  @Test("Entries that were already joined are read again as lines of another format")
  func nested() throws {
    let inner = Self.cri("stdout", "F", "x").dropLast()
    let outer = Self.docker("stderr", inner + #"\n"#)
    let read = try withLines(of: Array(outer.utf8)) { lines in
      Array(lines.containerEntries(in: .docker).lazy.map(\.line).containerEntries(in: .cri))
    }
    #expect(texts(read) == ["stdout: x"])
    #expect(read[0].line.nextPosition.offset == outer.utf8.count)
  }

  // MARK: Asynchronous forms

  @Test("The asynchronous forms deliver the same, wherever chunks end")
  func asynchronous() async throws {
    let text = Self.cri("stdout", "P", "a1 ") + Self.cri("stderr", "F", "b") + Self.cri("stdout", "F", "a2")
    let expected = texts(try entries(text))
    for size in [1, 7, 64, 1_000] {
      let chunks = Array(text.utf8).inChunks(of: size)
      let direct = await drain(AsyncLines(of: AsyncChunkSource(chunks: chunks)).containerEntries(in: .cri))
      #expect(texts(direct.elements) == expected && direct.isOver)
      let lines = AsyncLines(of: AsyncChunkSource(chunks: chunks)).matching { _ in true }
      let stage = await drain(lines.containerEntries(in: .cri))
      #expect(texts(stage.elements) == expected && stage.isOver)
    }
  }

  @Test("A line whose end does not come is delivered after the flush time, and its rest is marked")
  func flushing() async throws {
    let clock = ManualClock()
    let (stream, give) = AsyncStream.makeStream(of: [UInt8].self)
    let taken = ValueRecorder<ContainerEntry>()
    let lines = AsyncLines(of: stream)
    let task = Task {
      for try await entry in lines.containerEntries(in: .cri, flushAfter: .seconds(2), clock: clock) {
        taken.append(entry)
      }
    }
    give.yield(Array(Self.cri("stdout", "P", "a1").utf8))
    await until { clock.sleepers.contains { $0.deadline == TestInstant(offset: .seconds(2)) } }
    clock.advance(by: .seconds(2))
    await until { taken.values.count == 1 }
    give.yield(
      Array((Self.cri("stdout", "P", "a2") + Self.cri("stdout", "F", "a3") + Self.cri("stdout", "F", "b")).utf8)
    )
    await until { taken.values.count == 3 }
    give.finish()
    try await task.value
    #expect(texts(taken.values) == ["stdout: a1…", "stdout: …a2a3", "stdout: b"])
    try clock.checkNoSleepers()
  }

  @Test("Followed: entries come as they are written")
  func followed() async throws {
    let log = try LogDirectory()
    defer { log.remove() }
    try log.write(Self.cri("stdout", "F", "a") + Self.cri("stdout", "P", "b1 "))
    let (clock, probe) = (ManualClock(), FollowProbe())
    let lines = FollowedLines(
      polling: log.file(),
      from: .beginning,
      every: .milliseconds(250),
      rotationGrace: .zero,
      clock: clock,
      probe: probe
    )
    let follower = Follower(clock, probe, lines.containerEntries(in: .cri, flushAfter: .seconds(1)))
    await follower.idle(sleepers: 2)
    #expect(texts(follower.taken.values) == ["stdout: a"])
    try log.append(Self.cri("stdout", "F", "b2"))
    await follower.pass()
    #expect(texts(follower.taken.values) == ["stdout: a", "stdout: b1 b2"])
    try log.append(Self.cri("stderr", "P", "c"))
    for _ in 1...4 { await follower.pass(sleepers: 2) }
    await follower.pass()
    await until { follower.taken.values.count == 3 }
    #expect(texts(follower.taken.values) == ["stdout: a", "stdout: b1 b2", "stderr: c…"])
    #expect(await follower.cancel() is CancellationError)
    try clock.checkNoSleepers()
  }

  @Test("G1: an error comes after what was open; cancellation comes at once and drops it")
  func errors() async throws {
    let part = Array(Self.cri("stdout", "P", "a1").utf8)
    let failing = AsyncLines(of: AsyncChunkSource(chunks: [part], failure: .init()))
    for isStage in [false, true] {
      let drained =
        isStage
        ? await drain(
          AsyncLines(of: AsyncChunkSource(chunks: [part], failure: .init())).matching { _ in true }.containerEntries(
            in: .cri
          )
        )
        : await drain(failing.containerEntries(in: .cri))
      #expect(texts(drained.elements) == ["stdout: a1…"] && drained.failed && drained.isOver)
      let (stream, give) = AsyncStream.makeStream(of: [UInt8].self)
      let isReading = Signal()
      let task = Task {
        let lines = AsyncLines(of: stream)
        var taken = 0
        if isStage {
          let stage = lines.matching { line in
            isReading.send()
            return true
          }
          for try await _ in stage.containerEntries(in: .cri) { taken += 1 }
        } else {
          isReading.send()
          for try await _ in lines.containerEntries(in: .cri) { taken += 1 }
        }
        return taken
      }
      give.yield(part)
      try await isReading.wait()
      task.cancel()
      await #expect(throws: CancellationError.self) { try await task.value }
    }
  }

  @Test("A limit of no bytes stops the program with a sentence")
  func misuse() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      try withLines(of: Array("x".utf8)) { lines in for _ in lines.containerEntries(in: .cri, limit: 0) {} }
    }
    #expect(result.message.contains("A line of a container holds 1 or more bytes, not 0."))
  }
}
