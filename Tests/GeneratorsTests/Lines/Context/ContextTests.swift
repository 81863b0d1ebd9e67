import DecoratorsTesting
import Generators
import Testing

@Suite("Context lines")
struct ContextTests {
  /// The entries as `grep -n` prints them, with `--` where a group starts.
  private func printed(_ entries: some Sequence<ContextLine>) -> [String] {
    var lines: [String] = []
    for entry in entries {
      if entry.startsGroup, !lines.isEmpty { lines.append("--") }
      lines.append(entry.description)
    }
    return lines
  }

  private func context(_ text: String, before: Int, after: Int) throws -> [String] {
    try withLines(of: Array(text.utf8)) { printed($0.context(around: "x", before: before, after: after)) }
  }

  private let text = "a\nb\nx1\nc\nd\ne\nf\nx2\nx3\ng\nh\ni"

  @Test("Lines before and after a match, as grep prints them")
  func groups() throws {
    #expect(try context(text, before: 0, after: 0) == ["3:x1", "--", "8:x2", "9:x3"])
    #expect(try context(text, before: 1, after: 0) == ["2-b", "3:x1", "--", "7-f", "8:x2", "9:x3"])
    #expect(try context(text, before: 0, after: 1) == ["3:x1", "4-c", "--", "8:x2", "9:x3", "10-g"])
    #expect(try context(text, before: 1, after: 1) == ["2-b", "3:x1", "4-c", "--", "7-f", "8:x2", "9:x3", "10-g"])
    // Groups that touch or overlap are one.
    let merged = ["1-a", "2-b", "3:x1", "4-c", "5-d", "6-e", "7-f", "8:x2", "9:x3", "10-g", "11-h"]
    #expect(try context(text, before: 2, after: 2) == merged)
    #expect(try context(text, before: 9, after: 2) == merged)
    #expect(try context(text, before: 9, after: 9) == merged + ["12-i"])
    #expect(try context("a\nb\n", before: 2, after: 2) == [])
    #expect(try context("", before: 2, after: 2) == [])
    #expect(try context("x", before: 2, after: 2) == ["1:x"])
  }

  @Test("Random lines have the context that looking at all of them gives, in order and without repetition")
  func model() throws {
    var random = SeededGenerator(seed: 11)
    for _ in 0..<400 {
      let lines = (0..<Int.random(in: 0...30, using: &random)).map { _ in
        Bool.random(using: &random) && Bool.random(using: &random) ? "x" : "a"
      }
      let (before, after) = (Int.random(in: 0...4, using: &random), Int.random(in: 0...4, using: &random))
      var expected: [String] = []
      var last: Int?
      for (index, line) in lines.enumerated() {
        let isNear = lines.indices.contains { lines[$0] == "x" && $0 - before <= index && index <= $0 + after }
        guard isNear else { continue }
        if let last, index > last + 1 { expected.append("--") }
        expected.append("\(index + 1)\(line == "x" ? ":" : "-")\(line)")
        last = index
      }
      #expect(try context(lines.joined(separator: "\n"), before: before, after: after) == expected)
    }
  }

  @Test("A closure says what a match is, once for each line")
  func closure() throws {
    var asked: [Int] = []
    let numbers = try withLines(of: Array(text.utf8)) { lines in
      let entries = lines.context(before: 1) { line in
        asked.append(line.number)
        return line.bytes.count == 2
      }
      return Array(entries.map(\.line.number))
    }
    #expect(numbers == [2, 3, 7, 8, 9])
    #expect(asked == Array(1...12))
  }

  @Test("Context does not go from one file to another, nor to the same file read again")
  func files() throws {
    try withTemporaryFile(Array("a\nx\nb".utf8)) { path in
      let entries = try withLines(atPaths: [path, path, path]) { Array($0.context(around: "x", before: 5, after: 5)) }
      #expect(entries.map(\.description) == ["1-a", "2:x", "3-b", "1-a", "2:x", "3-b", "1-a", "2:x", "3-b"])
      #expect(entries.map(\.startsGroup) == [true, false, false, true, false, false, true, false, false])
      try withTemporaryFile(Array("c\nd\ne\nf".utf8)) { other in
        let entries = try withLines(atPaths: [path, other]) { Array($0.context(around: "x", before: 5, after: 5)) }
        #expect(entries.map(\.description) == ["1-a", "2:x", "3-b"])
      }
    }
  }

  @Test("A match and the lines after it come as soon as they are there, and an error comes after them")
  func asynchronous() async throws {
    let (stream, give) = AsyncStream.makeStream(of: [UInt8].self)
    var entries = AsyncLines(of: stream).context(around: "x", before: 1, after: 1).makeAsyncIterator()
    give.yield(Array("a\nb\nx\n".utf8))
    #expect(try await entries.next()?.description == "2-b")
    #expect(try await entries.next()?.description == "3:x")
    give.yield(Array("c\n".utf8))
    #expect(try await entries.next()?.description == "4-c")
    give.yield(Array("d\n".utf8))
    give.finish()
    #expect(try await entries.next() == nil)

    let failing = AsyncChunkSource(chunks: [Array("a\nx\n".utf8)], failure: .init())
    let drained = await drain(AsyncLines(of: failing).context(before: 1) { $0.contains("x") })
    #expect(drained.elements.map(\.description) == ["1-a", "2:x"])
    #expect(drained.failed && drained.isOver)
  }

  @Test("Only the lines before a match are held")
  func memory() async {
    // In a process of its own, where no other test takes memory.
    await #expect(processExitsWith: .success) {
      // As lines they would take 48 MB and more.
      let source = ConcatenatedSource(RepeatingSource(byte: UInt8(ascii: "\n"), left: 2_000_000), [Array("x\n".utf8)])
      let before = residentBytes()
      let entries = try withLines(of: source) { Array($0.context(around: "x", before: 3)) }
      #expect(entries.map(\.line.number) == [1_999_998, 1_999_999, 2_000_000, 2_000_001])
      #expect(residentBytes() - before < 40_000_000)
    }
  }

  @Test("Less than no lines stop the program with a sentence")
  func misuse() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      try withLines(of: Array("x".utf8)) { lines in for _ in lines.context(around: "x", before: -1) {} }
    }
    #expect(result.message.contains("A match has 0 or more lines before and after it, not -1 and 0."))
  }
}
