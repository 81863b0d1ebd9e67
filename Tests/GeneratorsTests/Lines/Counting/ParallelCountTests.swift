import DecoratorsTesting
import Foundation
import Testing

@testable import Generators

/// A division so small that a file of a few hundred bytes has many ranges.
private func tiny(range: Int, step: Int = 4, extra: Int = 8) -> CountPlan.Division {
  CountPlan.Division(
    range: range,
    keptRange: range,
    step: step,
    worthwhile: 1,
    batch: 1,
    block: max(range + extra, DecodedSource.minimumRoom)
  )
}

private func run(_ path: String, _ plan: CountPlan, from position: LinePosition = .start) -> [LineTotals] {
  let run = CountRun(DecodedSources([{ try DecodedSource(at: path, from: position, encoding: .detected) }]), plan)
  defer { run.close() }
  var all: [LineTotals] = []
  while let totals = run.next() { all.append(totals) }
  #expect(run.failure == nil)
  return all
}

@Suite("Counting a file on several threads")
struct ParallelCountTests {
  @Test("Random bytes in ranges of any size, on any number of threads, have the totals of one thread")
  func random() throws {
    var generator = SeededGenerator(seed: 11)
    let alphabet = Array("abE\n\r".utf8)
    for _ in 0..<400 {
      let bytes = [UInt8].random(.random(in: 0...900, using: &generator), from: alphabet, using: &generator)
      let texts = (0..<Int.random(in: 0...3, using: &generator)).map { _ in
        [UInt8].random(.random(in: 1...5, using: &generator), from: Array("abE\r".utf8), using: &generator)
      }
      let literals = Literals(bytes: texts)
      let range = Int.random(in: 4...120, using: &generator)
      let division = tiny(
        range: range,
        step: .random(in: 1...40, using: &generator),
        extra: .random(in: 1...64, using: &generator)
      )
      let limit = Int.random(in: 2...5, using: &generator)
      let batch = Bool.random(using: &generator) ? Int.max : Int.random(in: 1...20, using: &generator)
      try withTemporaryFile(bytes) { path in
        let one = run(path, CountPlan(literals, every: batch, concurrently: 1))
        let several = run(path, CountPlan(literals, every: batch, concurrently: limit, division: division))
        #expect(several == one, "\(range) \(limit) \(batch)")
        #expect((several.last ?? LineTotals()) == plainTotals(bytes, texts))
      }
    }
  }

  @Test(
    "A line end at, before and behind each border of a range",
    arguments: ["\n", "\r\n", "\n\n"],
    [Int.max, 1, 2, 3]
  )
  func borders(lineEnd: String, batch: Int) throws {
    for length in 1...40 {
      let bytes = Array(
        (String(repeating: "x", count: length) + lineEnd + "yERROR\n" + String(repeating: "z\n", count: 30)).utf8
      )
      try withTemporaryFile(bytes) { path in
        let one = run(path, CountPlan("ERROR", every: batch, concurrently: 1))
        for range in [4, 7, 8] {
          #expect(run(path, CountPlan("ERROR", every: batch, concurrently: 3, division: tiny(range: range))) == one)
        }
      }
    }
  }

  @Test("A line longer than many ranges is read once and counted once", arguments: [Int.max, 2])
  func longLine(batch: Int) throws {
    let long = String(repeating: "-", count: 5_000) + "ERROR" + String(repeating: "-", count: 5_000)
    for text in ["a\n\(long)\nb\nERROR\n", "a\n\(long)", "\(long)\n", "a\nb\n\(long)\n\(long)\nERROR"] {
      try withTemporaryFile(Array(text.utf8)) { path in
        let one = run(path, CountPlan("ERROR", every: batch, concurrently: 1))
        #expect(run(path, CountPlan("ERROR", every: batch, concurrently: 4, division: tiny(range: 16))) == one)
      }
    }
  }

  @Test("From a position inside a file, the lines from there on are counted", arguments: 0...40)
  func positions(offset: Int) throws {
    let bytes = Array(String(repeating: "one ERROR\ntwo\n", count: 40).utf8)
    try withTemporaryFile(bytes) { path in
      let position = LinePosition(offset: offset)
      let one = run(path, CountPlan("ERROR", every: 3, concurrently: 1), from: position)
      #expect(
        run(path, CountPlan("ERROR", every: 3, concurrently: 2, division: tiny(range: 12)), from: position) == one
      )
    }
  }

  @Test("A large file has the same totals and batches with any number of threads, sync and async")
  func large() async throws {
    let bytes = Array((0..<300_000).map { $0 % 7 == 0 ? "line \($0) ERROR\n" : "line \($0)\n" }.joined().utf8)
    try await withTemporaryFile(bytes) { path in
      let expected = LineTotals(lines: 300_000, matches: 42_858, bytes: bytes.count)
      let batches = try withLines(at: path) { Array($0.counted(matching: "ERROR", every: 7_001, concurrently: 1)) }
      for limit in [2, 3, 8] {
        #expect(try withLines(at: path) { $0.count(matching: "ERROR", concurrently: limit) } == expected)
        let several = try withLines(at: path) {
          Array($0.counted(matching: "ERROR", every: 7_001, concurrently: limit))
        }
        #expect(several == batches)
        #expect(try await AsyncLines(at: path).count(matching: "ERROR", concurrently: limit) == expected)
        var asynchronous: [LineTotals] = []
        for try await totals in AsyncLines(at: path).counted(matching: "ERROR", every: 7_001, concurrently: limit) {
          asynchronous.append(totals)
        }
        #expect(asynchronous == batches)
      }
      // A match in every line, an empty text, and no text at all.
      for literals: Literals in ["line", "", Literals(bytes: [])] {
        let one = try withLines(at: path) { $0.count(matching: literals, concurrently: 1) }
        #expect(try withLines(at: path) { $0.count(matching: literals, concurrently: 2) } == one)
      }
      #expect(openDescriptors(of: path) == 0)
    }
  }

  @Test("Small batches of a large file are exact too")
  func smallBatches() throws {
    let bytes = Array((0..<200_000).map { "line \($0) E\n" }.joined().utf8)
    try withTemporaryFile(bytes) { path in
      var lines = 0
      for totals in try withLines(at: path, { Array($0.counted(matching: "E", every: 10, concurrently: 2)) }) {
        lines += 10
        #expect(totals.lines == lines && totals.matches == lines)
      }
      #expect(lines == 200_000)
    }
  }

  @Test("Several files, large, small and compressed, keep their order and their sums")
  func severalFiles() throws {
    let large = Array((0..<120_000).map { "line \($0) of a file\n" }.joined().utf8)
    let files = [large, Array("ER".utf8), large.gzipped, Array("RROR\n".utf8), large]
    let paths = files.map { _ in temporaryPath() }
    defer { for path in paths { try? FileManager.default.removeItem(atPath: path) } }
    for (path, bytes) in zip(paths, files) { try Data(bytes).write(to: URL(fileURLWithPath: path)) }
    for batch in [Int.max, 50_000, 3_001] {
      let one = try withLines(atPaths: paths) {
        Array($0.counted(matching: ["9", "ER"], every: batch, concurrently: 1))
      }
      let several = try withLines(atPaths: paths) {
        Array($0.counted(matching: ["9", "ER"], every: batch, concurrently: 4))
      }
      #expect(several == one)
      #expect(one.last?.lines == 360_002)
    }
  }

  @Test("A file that is truncated while it is counted ends where it does, and nothing is counted twice")
  func truncated() throws {
    let bytes = Array(String(repeating: "0123456\n", count: 50_000).utf8)
    for size in [0, 8, 1_000, 4_004, 200_000] {
      try withTemporaryFile(bytes) { path in
        let plan = CountPlan("3", every: 100, concurrently: 3, division: tiny(range: 1_000, step: 128, extra: 64))
        let run = CountRun(DecodedSources([{ try DecodedSource(at: path, encoding: .detected) }]), plan)
        defer { run.close() }
        #expect(run.next() == LineTotals(lines: 100, matches: 100, bytes: 800))
        #expect(truncate(path, size) == 0)
        var last = LineTotals()
        while let totals = run.next() {
          #expect(totals.lines > last.lines && totals.bytes > last.bytes)
          last = totals
        }
        #expect(run.failure == nil)
        // Not more than the window of ranges was read before.
        #expect(last.bytes <= max(size, 1_100 + 1_000 * (plan.window + 2)))
        #expect(last.lines >= size / 8)
      }
    }
  }

  @Test("What is appended while a file is counted is counted too", arguments: [Int.max, 100])
  func growing(batch: Int) throws {
    let bytes = Array(String(repeating: "0123456\n", count: 10_000).utf8)
    try withTemporaryFile(bytes + Array("open".utf8)) { path in
      let plan = CountPlan("3", every: batch, concurrently: 3, division: tiny(range: 500, step: 128, extra: 64))
      var reads = 0
      let run = CountRun(
        DecodedSources([{ try DecodedSource(at: path, encoding: .detected) }]),
        plan,
        isStopped: {
          reads += 1
          guard reads == 3, let file = FileHandle(forWritingAtPath: path) else { return false }
          file.seekToEndOfFile()
          file.write(Data("3ed\n".utf8) + Data(bytes) + Data("3".utf8))
          try? file.close()
          return false
        }
      )
      defer { run.close() }
      var last = LineTotals()
      while let totals = run.next() { last = totals }
      #expect(last == LineTotals(lines: 20_002, matches: 20_002, bytes: 2 * bytes.count + 9))
    }
  }

  @Test("An error in the middle of a file comes after the totals of all before it")
  func unreadable() throws {
    try withTemporaryFile(Array(String(repeating: "0123456\n", count: 1_000).utf8)) { path in
      let plan = CountPlan("3", every: .max, concurrently: 2, division: tiny(range: 64))
      let closed = PlainFile(-1, name: path)
      let range = FileRange(file: closed, range: 0..<64, beginsWithLine: true)
      let counted = range.counted(plan, SpareBlocks(capacity: 72))
      #expect(counted.totals == LineTotals())
      #expect(counted.failure?.code == .readFailed)
      #expect(counted.failure?.source == path)
    }
  }

  @Test("Leaving the loop early ends the threads and closes the file")
  func left() async throws {
    let bytes = Array((0..<500_000).map { "line \($0) of a file\n" }.joined().utf8)
    try await withTemporaryFile(bytes) { path in
      let first = try withLines(at: path) {
        $0.counted(matching: "5", every: 60_000, concurrently: 4).first { _ in true }
      }
      #expect(first?.lines == 60_000)
      #expect(openDescriptors(of: path) == 0)
      try await withLines(at: path) { lines async throws in
        let first = try await lines.counted(matching: "5", every: 60_000, concurrently: 4).first { _ in true }
        #expect(first?.lines == 60_000)
      }
      #expect(openDescriptors(of: path) == 0)
    }
  }

  @Test("Cancellation ends counting on several threads")
  func cancelled() async throws {
    let bytes = Array((0..<500_000).map { "line \($0) of a file\n" }.joined().utf8)
    try await withTemporaryFile(bytes) { path in
      let task = Task {
        var counted = 0
        for try await totals in AsyncLines(at: path).counted(matching: "5", every: 10_000, concurrently: 4) {
          counted = totals.lines
          withUnsafeCurrentTask { $0?.cancel() }
        }
        return counted
      }
      await #expect(throws: CancellationError.self) { try await task.value }
    }
  }

  @Test("Any number of threads may be asked for")
  func manyThreads() throws {
    let bytes = Array((0..<150_000).map { "line \($0)\n" }.joined().utf8)
    try withTemporaryFile(bytes) { path in
      let totals = LineTotals(lines: 150_000, matches: 150_000, bytes: bytes.count)
      #expect(try withLines(at: path) { $0.count(matching: "line", concurrently: .max) } == totals)
      let batches = try withLines(at: path) { Array($0.counted(matching: "line", every: 60_000, concurrently: .max)) }
      #expect(batches.map(\.lines) == [60_000, 120_000, 150_000])
    }
  }

  @Test("A number of threads below 1 stops the program")
  func noThread() async {
    await #expect(processExitsWith: .failure) { _ = CountPlan("", every: 1, concurrently: 0) }
    await #expect(processExitsWith: .failure) { _ = CountPlan("", every: 0, concurrently: 1) }
  }
}
