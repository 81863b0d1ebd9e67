import DecoratorsTesting
import Testing

@testable import Generators

/// What an error says about the line, without the name of its source.
private func place(of error: any Error) -> String { String("\(error)".drop { $0 != ":" }) }

/// What counting gives, or what `matching` gives when its lines are counted.
private struct Outcome: Equatable {
  var matches = 0
  var skipped = 0
  var error: String?

  /// The lines that `search` gives of an input, and how the reading ended.
  static func sync(
    _ chunks: [[UInt8]],
    _ longLines: LongLines,
    _ search: (Lines) -> Int
  ) -> Outcome {
    var outcome = Outcome()
    do {
      try withLines(of: chunks, longLines: longLines) { lines in
        outcome.matches = search(lines)
        outcome.skipped = lines.skippedLines
      }
    } catch {
      outcome.error = place(of: error)
    }
    return outcome
  }

  static func async(
    _ chunks: [[UInt8]],
    _ longLines: LongLines,
    _ search: (AsyncLines, inout Outcome) async throws -> Void
  ) async -> Outcome {
    let lines = AsyncLines(of: AsyncChunkSource(chunks: chunks), longLines: longLines)
    var outcome = Outcome()
    do { try await search(lines, &outcome) } catch { outcome.error = place(of: error) }
    outcome.skipped = lines.skippedLines
    return outcome
  }
}

@Suite("Counting lines around the limit for long lines", .hangLimit)
struct CountedLongLinesTests {
  private static let policies: [@Sendable (Int) -> LongLines] = [
    { .truncate(over: $0) }, { .skip(over: $0) }, { .fail(over: $0) },
  ]

  /// Lines whose lengths are around the limit, with both line ends, now and then behind a byte-order mark.
  private static func text(around limit: Int, using generator: inout SeededGenerator) -> [UInt8] {
    var bytes: [UInt8] = Int.random(in: 0..<4, using: &generator) == 0 ? [0xEF, 0xBB, 0xBF] : []
    for _ in 0..<Int.random(in: 0...6, using: &generator) {
      let length = Int.random(in: max(0, limit - 3)...limit + 4, using: &generator)
      let isLong = Int.random(in: 0..<3, using: &generator) == 0
      bytes += [UInt8].random(
        isLong ? 2 * length : length,
        from: Array("aab b\r".utf8),
        using: &generator
      )
      bytes += [[10], [10], [13, 10], []].randomElement(using: &generator)!
    }
    return bytes
  }

  @Test("Counting gives the lines that matching gives, whatever the limit, the reads, the batches and the threads")
  func likeMatching() async throws {
    var generator = SeededGenerator(seed: 29)
    let searches: [(Literals, String?)] = [
      ("ab", "ab"), ("b", nil), (["ba", "bb", "aa"], nil), ("a\r", "a\\r"), (["\r", "bb"], nil), ("", "^b"), ([], "b$"),
      (Literals(["b"], wholeWords: true), "^$"), (Literals(["AB", "b a"], ignoringCase: true), "(?i)AB|b a"),
      (["", "x\r"], "a.b"), (["aab", "b b", "bba", "aba", "abb"], "\\ba"), ("\u{FEFF}", "^a"),
    ]
    for round in 0..<720 {
      await Task.yield()
      let (literals, pattern) = searches[round % searches.count]
      let limit = Int.random(in: 1...12, using: &generator)
      let longLines = Self.policies[round % 3](limit)
      let bytes = Self.text(around: limit, using: &generator)
      let chunks = bytes.inRandomChunks(upTo: 1 + round % 17, using: &generator)
      let batch = Bool.random(using: &generator) ? Int.max : Int.random(in: 1...4, using: &generator)
      let name: Comment = "\(literals) \(pattern ?? "") \(longLines) \(bytes)"

      let expected = Outcome.sync(chunks, longLines) { $0.matching(literals).map { _ in 1 }.reduce(0, +) }
      let counted = Outcome.sync(chunks, longLines) { lines in
        lines.counted(matching: literals, every: batch).map(\.matches).reduce(0) { $1 }
      }
      #expect(counted == expected, name)
      let asynchronous = await Outcome.async(chunks, longLines) { lines, outcome in
        for try await totals in lines.counted(matching: literals, every: batch) { outcome.matches = totals.matches }
      }
      #expect(asynchronous == expected, name)

      guard let regex = try pattern.map({ try Regex($0) }) else { continue }
      let expectedOfRegex = Outcome.sync(chunks, longLines) { $0.matching(regex).map { _ in 1 }.reduce(0, +) }
      let countedOfRegex = Outcome.sync(chunks, longLines) { lines in
        lines.counted(matching: regex, every: batch).map(\.matches).reduce(0) { $1 }
      }
      #expect(countedOfRegex == expectedOfRegex, name)
    }
  }

  @Test("Several threads count around the limit as one does, and as matching gives")
  func severalThreads() throws {
    var generator = SeededGenerator(seed: 31)
    for round in 0..<150 {
      let limit = Int.random(in: 1...12, using: &generator)
      let longLines = Self.policies[round % 3](limit)
      let bytes = (0..<8).flatMap { _ in Self.text(around: limit, using: &generator) }
      let literals: Literals = ["ab", ["b", "a\r"], "a\r", ""][round % 4]
      let searched = round % 5 == 0 ? Literals(LineExpression(try Regex("^a|b$"), containing: nil)) : literals
      let range = Int.random(in: 4...60, using: &generator)
      let batch = Bool.random(using: &generator) ? Int.max : Int.random(in: 1...9, using: &generator)
      let name: Comment = "\(literals) \(longLines) \(range) \(batch) \(bytes)"
      try withTemporaryFile(bytes) { path in
        var expected = Outcome()
        do {
          try withLines(at: path, longLines: longLines) { lines in
            let matching = searched.expression == nil ? lines.matching(searched) : lines.matching(try Regex("^a|b$"))
            for _ in matching { expected.matches += 1 }
            expected.skipped = lines.skippedLines
          }
        } catch {
          expected.error = place(of: error)
        }
        var totals: [[LineTotals]] = []
        for threads in [1, 3] {
          let skipped = SkippedLines()
          let division = CountPlan.Division(
            range: range,
            keptRange: range,
            step: 1 + round % 30,
            worthwhile: 1,
            batch: 1,
            block: max(range + 1 + round % 50, DecodedSource.minimumRoom)
          )
          let plan = CountPlan(
            searched,
            every: batch,
            concurrently: threads,
            longLines: longLines,
            skipped: skipped,
            division: division
          )
          let run = CountRun(DecodedSources([{ try DecodedSource(at: path, encoding: .detected) }]), plan)
          defer { run.close() }
          var all: [LineTotals] = []
          while let next = run.next() { all.append(next) }
          totals.append(all)
          let counted = Outcome(
            matches: all.last?.matches ?? 0,
            skipped: skipped.count,
            error: run.failure.map(place)
          )
          // The skipped lines of an error are not looked at above.
          if counted.error == nil { #expect(counted == expected, name) }
          #expect(counted.error == expected.error && counted.matches == expected.matches, name)
        }
        #expect(totals[0] == totals[1], name)
      }
    }
  }

  @Test(
    "A match counts that ends at the default limit of 1 MiB, and not one that ends behind it",
    arguments: [4_096, 300_000]
  )
  func standardLimit(read: Int) throws {
    for (before, matches) in [(1_048_571, 1), (1_048_572, 0), (1_500_000, 0)] {
      let line = [UInt8](repeating: UInt8(ascii: "x"), count: before) + Array("ERROR and more\n".utf8)
      let chunks = (line + line + Array("ERROR\n".utf8)).inChunks(of: read)
      let counted = try withLines(of: chunks) { $0.count(matching: "ERROR") }
      #expect(counted == LineTotals(lines: 3, matches: 2 * matches + 1, bytes: 2 * line.count + 6))
      let whole = try withLines(of: chunks, longLines: .truncate(over: 1 << 30)) { $0.count(matching: "ERROR") }
      #expect(whole.matches == 3)
    }
  }

  @Test("A line over the limit ends the counting after the totals of the lines before it, if so wanted")
  func fail() async throws {
    let text = Array("an ERROR\nERROR\nERROR too long\nERROR\n".utf8)
    for size in 1...text.count {
      var totals = LineTotals()
      let error = #expect(throws: ReadingError.self) {
        try withLines(of: text.inChunks(of: size), longLines: .fail(over: 8)) { lines in
          totals = lines.count(matching: "ERROR")
        }
      }
      #expect(error?.code == .lineTooLong)
      #expect(error?.description.contains("line 3, at byte 15, is longer than the limit of 8 bytes") == true)
      #expect(totals == LineTotals(lines: 2, matches: 2, bytes: 15))
    }
  }
}
