import DecoratorsTesting
import Foundation
import Generators
import Synchronization
import Testing

@Suite("Lines", .timeLimit(.minutes(10)))
struct LinesTests {
  @Test(
    "G5: bytes are split at line feeds, one carriage return is stripped, empty lines and an unended last line are kept",
    arguments: [
      ("", []), ("\n", [""]), ("a", ["a"]), ("a\n", ["a"]), ("a\n\nb", ["a", "", "b"]), ("\n\n", ["", ""]),
      ("a\r\nb\r\n", ["a", "b"]), ("a\r\r\n", ["a\r"]), ("\r\n", [""]), ("a\rb\n", ["a\rb"]), ("a\r", ["a"]),
      ("a\n\u{301}b\n", ["a", "\u{301}b"]),
    ]
  )
  func splitting(text: String, expected: [String]) throws {
    let lines = try withLines(of: Array(text.utf8)) { Array($0.map(\.string)) }
    #expect(lines.map { Array($0.utf8) } == expected.map { Array($0.utf8) })
  }

  @Test("G5: a byte-order mark is stripped once, at the very start")
  func byteOrderMark() throws {
    let lines = try collect([Array("\u{FEFF}\u{FEFF}a\n\u{FEFF}b".utf8)])
    #expect(lines.map(\.offset) == [3, 8])
    #expect(lines.map { String(decoding: $0.bytes, as: UTF8.self) } == ["\u{FEFF}a", "\u{FEFF}b"])
    #expect(try collect([[0xEF, 0xBB]]).map(\.bytes) == [[0xEF, 0xBB]])
    #expect(try collect([[0xEF], [0xBB], [0xBF], [10]]).map(\.bytes) == [[]])
  }

  @Test(
    "G5: invalid UTF-8 is neither dropped nor fatal: the bytes are intact, the string has U+FFFD, and it is countable"
  )
  func invalidUTF8() throws {
    let bytes: [UInt8] = [0x61, 0xFF, 0x62, 0xE2, 0x82, 10, 0xC3, 0xA9]
    let lines = try withLines(of: bytes) { Array($0) }
    #expect(lines.map { Array($0.bytes) } == [[0x61, 0xFF, 0x62, 0xE2, 0x82], [0xC3, 0xA9]])
    #expect(lines.map(\.string) == ["a\u{FFFD}b\u{FFFD}", "é"])
    #expect(lines.map(\.invalidSequences) == [2, 0])
  }

  @Test("Lines longer than several blocks arrive whole below the limit")
  func longerThanBlocks() throws {
    let long = [UInt8](repeating: UInt8(ascii: "x"), count: 1_000_000)
    let bytes = Array("first\n".utf8) + long + Array("\r\nlast".utf8)
    for size in [1_000, 65_536, 2_000_000] {
      #expect(try collect(bytes.inChunks(of: size)) == plainLines(bytes))
    }
  }

  @Test("Lines stay what they are after others have been read, and after the input is closed")
  func stored() throws {
    let text = (1...60_000).map { "line number \($0)" }
    let bytes = Array(text.joined(separator: "\n").utf8)
    let kept = try withLines(of: bytes.inChunks(of: 10_000)) { lines in
      Array(lines.filter { $0.number % 97 == 1 })
    }
    #expect(kept.map(\.string) == stride(from: 1, through: 60_000, by: 97).map { "line number \($0)" })
  }

  @Test("Copies of an iterator share one place in the input, also across blocks")
  func copies() async throws {
    let text =
      (1...20).map { "line \($0)" } + [String(repeating: "x", count: 900_000)] + (22...60_000).map { "line \($0)" }
    let bytes = Array(text.joined(separator: "\n").utf8)
    try withLines(of: bytes) { lines in
      var first = lines.makeIterator()
      var read = (0..<5).compactMap { _ in first.next()?.string }
      var second = first
      while let line = first.next() {
        read.append(line.string)
        if let other = second.next() { read.append(other.string) }
      }
      let areAllThereOnce = read == text
      #expect(areAllThereOnce)
      #expect(second.next() == nil)
    }
    var first = AsyncLines(of: AsyncChunkSource(chunks: bytes.inChunks(of: 100_000))).makeAsyncIterator()
    var read: [String] = []
    for _ in 0..<5 { read += [try await first.next()?.string].compactMap(\.self) }
    var second = first
    while let line = try await first.next() {
      read.append(line.string)
      if let other = try await second.next() { read.append(other.string) }
    }
    let areAllThereOnce = read == text
    #expect(areAllThereOnce)
  }

  @Test("Number and offset of a line say where it stands, also after decompression")
  func numberAndOffset() throws {
    let text = "one\r\ntwo\n\nfour"
    for bytes in [Array(text.utf8), Array(text.utf8).gzipped] {
      let lines = try collect([bytes])
      #expect(lines.map(\.number) == [1, 2, 3, 4])
      #expect(lines.map(\.offset) == [0, 5, 9, 10])
    }
  }

  @Test("A line is a small value")
  func size() {
    #expect(MemoryLayout<Line>.size == 24)
  }

  @Test("A sequence of single bytes has lines like any other source")
  func singleBytes() throws {
    let bytes = "a\nbc\n\nd".utf8.lazy.map { $0 }
    #expect(try withLines(of: bytes) { Array($0.map(\.string)) } == ["a", "bc", "", "d"])
  }

  @Test("Bytes in memory are read by the block, whatever holds them, and others as they come")
  func memory() throws {
    func strings(_ bytes: some Sequence<UInt8>) throws -> [String] {
      try withLines(of: bytes) { lines in Array(lines.map(\.string)) }
    }
    let text = "a\r\nbc\n\nd"
    let bytes = Array(text.utf8)
    let expected = ["a", "bc", "", "d"]
    #expect(try strings(bytes) == expected)
    #expect(try strings((bytes + bytes)[bytes.count...]) == expected)
    #expect(try strings(ContiguousArray(bytes)) == expected)
    #expect(try strings(Data(bytes)) == expected)
    #expect(try strings(text.utf8) == expected)
    #expect(try strings(OnlyContiguous(bytes: bytes)) == expected)
  }

  @Test("Lines are lazy: nothing is read before it is asked for, and no more than a block")
  func laziness() throws {
    let source = RepeatingSource(byte: UInt8(ascii: "\n"), left: .max)
    let lengths = try withLines(of: source) { lines in Array(lines.map(\.bytes.count).prefix(3)) }
    #expect(lengths == [0, 0, 0])
  }

  @Test("G3: a second iteration of the same lines stops the program with a sentence")
  func secondIteration() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      try withLines(of: Array("a\n".utf8)) { lines in
        for _ in lines {}
        for _ in lines {}
      }
    }
    #expect(result.message.contains("can be iterated once only"))
  }

  @Test("A source that claims more bytes than there is room for, or fewer than none, stops the program with a sentence")
  func impossibleCount() async {
    let tooMany = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      try withLines(of: ClaimingSource(surplus: 1)) { lines in for _ in lines {} }
    }
    #expect(
      tooMany.message.contains("The source \"ClaimingSource\" says that it has put 262145 bytes into a buffer of")
    )
    let negative = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      try withLines(of: ClaimingSource(surplus: -262_145)) { lines in for _ in lines {} }
    }
    #expect(negative.message.contains("says that it has put -1 bytes into a buffer of 262144."))
  }

  @Test("G1: after the end there are no more lines")
  func afterTheEnd() throws {
    try withLines(of: Array("a".utf8)) { lines in
      var lines = lines.makeIterator()
      #expect(lines.next()?.string == "a")
      for _ in 0..<3 { #expect(lines.next() == nil) }
    }
  }

  @Test("An error in mid-reading comes after all lines before it, is visible at once, and is thrown at the end (G1)")
  func failure() throws {
    var seen: [String] = []
    #expect(throws: FailingSource.Failure()) {
      try withLines(of: FailingSource(chunks: [Array("a\nb\nc".utf8)])) { lines in
        #expect(lines.failure == nil)
        var iterator = lines.makeIterator()
        while let line = iterator.next() { seen.append(line.string) }
        #expect(iterator.next() == nil)
        #expect(lines.failure is FailingSource.Failure)
      }
    }
    #expect(seen == ["a", "b", "c"])
  }

  @Test("G5: a file has the same lines as in the synchronous form, plain and gzip, and can be read again")
  func asyncFile() async throws {
    let text = Array("\u{FEFF}a\r\n\nb \u{301}\nlast".utf8)
    for bytes in [text, text.gzipped, [], Array(repeatElement(text, count: 20_000).joined())] {
      try await withTemporaryFile(bytes) { path in
        let lines = AsyncLines(at: path)
        let expected = try withLines(at: path) { Array($0.map(PlainLine.init)) }
        #expect(try await collect(lines) == expected)
        #expect(try await collect(lines) == expected)
      }
    }
  }

  @Test("An asynchronous sequence of bytes has lines, each as soon as it is whole")
  func asyncBytes() async throws {
    let (stream, continuation) = AsyncStream.makeStream(of: UInt8.self)
    for byte in "one\ntwo\nthr".utf8 { continuation.yield(byte) }
    var lines = AsyncLines(of: stream).makeAsyncIterator()
    #expect(try await lines.next()?.string == "one")
    #expect(try await lines.next()?.string == "two")
    continuation.finish()
    #expect(try await lines.next()?.string == "thr")
    #expect(try await lines.next() == nil)
  }

  @Test("G3: what can be read only once says so when asked again")
  func asyncSecondIteration() async throws {
    let lines = AsyncLines(of: AsyncChunkSource(chunks: [[97]]))
    #expect(try await collect(lines).count == 1)
    let error = await #expect(throws: ReadingError.self) { try await collect(lines) }
    #expect(error?.code == .alreadyRead)
  }

  @Test("G4: a file is read at most one block ahead of who takes its lines")
  func backPressure() async throws {
    let source = CountingSource()
    var lines = AsyncLines(of: source).makeAsyncIterator()
    source.noteAsking()
    _ = try await lines.next()
    await source.settled(reads: 2)
    for _ in 0..<source.linesOfOneRead * 2 {
      source.noteAsking()
      _ = try await lines.next()
    }
    await source.settled(reads: 4)
    #expect(source.readsTooEarly == 0)
  }

  @Test("An error comes after the lines before it, and then nothing (G1)")
  func asyncFailure() async throws {
    let source = AsyncChunkSource(chunks: [Array("a\nb\nc".utf8)], failure: .init())
    var lines = AsyncLines(of: source).makeAsyncIterator()
    for expected in ["a", "b", "c"] { #expect(try await lines.next()?.string == expected) }
    await #expect(throws: FailingSource.Failure()) { try await lines.next() }
    #expect(try await lines.next() == nil)

    var totals = AsyncLines(of: source).counted(matching: "b", every: 10).makeAsyncIterator()
    #expect(try await totals.next() == LineTotals(lines: 3, matches: 1, bytes: 5))
    await #expect(throws: FailingSource.Failure()) { try await totals.next() }
    #expect(try await totals.next() == nil)
  }

  @Test("G7: long lines are treated as in the synchronous form")
  func asyncLongLines() async throws {
    let chunks = Array("abc\nabcdef\nx".utf8).inChunks(of: 2)
    let skipping = AsyncLines(of: AsyncChunkSource(chunks: chunks), longLines: .skip(over: 3))
    #expect(try await collect(skipping).map(\.number) == [1, 3])
    #expect(skipping.skippedLines == 1)
    let failing = AsyncLines(of: AsyncChunkSource(chunks: chunks), longLines: .fail(over: 3))
    let error = await #expect(throws: ReadingError.self) { try await collect(failing) }
    #expect(error?.code == .lineTooLong)
  }
}

/// Endless lines, which says when it is read, and how often that was before all lines but those of the read before it
/// had been taken and another asked for.
private final class CountingSource: ByteSource, Sendable {
  let linesOfOneRead = 1_000
  private let reads = Atomic(0)
  private let asked = Atomic(0)
  private let early = Atomic(0)
  private let signal = AsyncStream.makeStream(of: Int.self)

  var readsTooEarly: Int { early.load(ordering: .acquiring) }

  func noteAsking() { asked.wrappingAdd(1, ordering: .acquiringAndReleasing) }

  func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
    let number = reads.wrappingAdd(1, ordering: .acquiringAndReleasing).newValue
    let taken = (number - 2) * linesOfOneRead
    if asked.load(ordering: .acquiring) <= taken { early.wrappingAdd(1, ordering: .acquiringAndReleasing) }
    buffer[..<linesOfOneRead].initializeMemory(as: UInt8.self, repeating: 10)
    signal.continuation.yield(number)
    return linesOfOneRead
  }

  func settled(reads: Int) async {
    for await number in signal.stream where number == reads { return }
  }
}
