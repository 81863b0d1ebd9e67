import Generators
import Glibc
import Testing

@Suite("Asynchronous CSV records", .timeLimit(.minutes(10)))
struct AsyncCSVRecordsTests {
  private func collect(_ records: AsyncCSVRecords) async throws -> [PlainRecord] {
    var collected: [PlainRecord] = []
    for try await record in records { collected.append(PlainRecord(record)) }
    return collected
  }

  @Test("G11: a file has the same records as in the synchronous form, plain and gzip, and can be read again")
  func file() async throws {
    let text = Array("\u{FEFF}a,\"b\r\n\"\"b\"\r\n\n\"c\",d\r".utf8)
    for bytes in [text, text.gzipped, [], Array(repeatElement(text.dropFirst(3), count: 20_000).joined())] {
      try await withTemporaryFile(bytes) { path in
        let records = AsyncCSVRecords(at: path)
        let expected = try withCSVRecords(at: path) { Array($0.map(PlainRecord.init)) }
        let areSame = try await collect(records) == expected
        #expect(areSame)
        let areSameAgain = try await collect(records) == expected
        #expect(areSameAgain)
      }
    }
  }

  @Test("G11: every partition of an asynchronous sequence into chunks gives the same records")
  func everyPartition() async throws {
    let bytes = Array("\"a\"\"\"\r\n\rb\"\r".utf8)
    let expected = PlainCSV(bytes, .standard).records
    for chunks in bytes.allPartitions {
      #expect(try await collect(AsyncCSVRecords(of: AsyncChunkSource(chunks: chunks))) == expected)
    }
  }

  @Test("An asynchronous sequence of bytes has records, each as soon as it is whole")
  func bytes() async throws {
    let (stream, continuation) = AsyncStream.makeStream(of: UInt8.self)
    for byte in "\"one\n1\"\ntwo\nthr".utf8 { continuation.yield(byte) }
    try await withCSVRecords(of: stream) { records async throws in
      var records = records.makeAsyncIterator()
      #expect(try await records.next()?.first?.string == "one\n1")
      #expect(try await records.next()?.first?.string == "two")
      continuation.finish()
      #expect(try await records.next()?.first?.string == "thr")
      #expect(try await records.next() == nil)
    }
  }

  @Test("A record of a pipe is there as soon as it has been written, and the pipe stays open")
  func pipe() async throws {
    let pipe = Pipe()
    try await withCSVRecords(of: .fileDescriptor(pipe.reading)) { records async throws in
      var records = records.makeAsyncIterator()
      pipe.write("first,1\r\n\"sec")
      #expect(try await records.next()?[1].string == "1")
      pipe.write("ond\",2\r")
      #expect(try await records.next()?[0].string == "second")
      pipe.closeWriting()
      #expect(try await records.next() == nil)
    }
  }

  @Test("G4: cancellation ends a wait on a silent pipe at once, and then there are no more records (G1)")
  func cancellation() async throws {
    let pipe = Pipe()
    defer { pipe.closeWriting() }
    let (started, start) = AsyncStream.makeStream(of: Void.self)
    let task = Task {
      var records = AsyncCSVRecords(of: .fileDescriptor(pipe.reading)).makeAsyncIterator()
      _ = try await records.next()
      start.yield()
      var thrown: (any Error)?
      do { _ = try await records.next() } catch { thrown = error }
      let after = try await records.next()
      return (thrown is CancellationError, after == nil)
    }
    pipe.write("first\n\"half")
    var events = started.makeAsyncIterator()
    _ = await events.next()
    task.cancel()
    let outcome = try await task.value
    #expect(outcome == (true, true))
  }

  @Test("In a task that is cancelled already the first record is a CancellationError")
  func cancelledBefore() async throws {
    try await withTemporaryFile(Array("a\n".utf8)) { path in
      let task = Task {
        withUnsafeCurrentTask { $0?.cancel() }
        for try await _ in AsyncCSVRecords(at: path) {}
      }
      await #expect(throws: CancellationError.self) { try await task.value }
    }
  }

  @Test(
    "G2: the asynchronous scope has closed the file when it returns",
    arguments: ["end", "break", "throw", "unread"]
  )
  func scope(way: String) async throws {
    struct Left: Error {}
    try await withTemporaryFile(Array(repeatElement(Array("a,b\n".utf8), count: 500_000).joined())) { path in
      try? await withCSVRecords(at: path) { records in
        if way == "unread" { return }
        for try await _ in records {
          if way == "end" { continue }
          #expect(openDescriptors(of: path) == 1)
          if way == "throw" { throw Left() }
          break
        }
      }
      #expect(openDescriptors(of: path) == 0)
    }
  }

  @Test("G3: what can be read only once says so when asked again")
  func secondIteration() async throws {
    let records = AsyncCSVRecords(of: AsyncChunkSource(chunks: [[97]]))
    #expect(try await collect(records).count == 1)
    let error = await #expect(throws: ReadingError.self) { try await collect(records) }
    #expect(error?.code == .alreadyRead)
    #expect(
      error?.description
        == "Cannot read \"an asynchronous sequence\": it has been asked for its lines or records before, and can be read "
        + "only once. Keep the iterator, or open it again."
    )
  }

  @Test("Records used after their asynchronous scope has returned stop the program with a sentence")
  func escaped() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let records = try await withCSVRecords(of: .fileDescriptor(-1)) { records async in records }
      for try await _ in records {}
    }
    #expect(result.message.contains("were used after the closure they were given to had returned"))
  }

  @Test("An error comes after the whole records before it, and then nothing (G1)")
  func failure() async throws {
    let source = AsyncChunkSource(chunks: [Array("a\nb\nc".utf8)], failure: .init())
    var records = AsyncCSVRecords(of: source).makeAsyncIterator()
    for expected in ["a", "b"] { #expect(try await records.next()?[0].string == expected) }
    await #expect(throws: FailingSource.Failure()) { try await records.next() }
    for _ in 0..<3 { #expect(try await records.next() == nil) }
    let scoped = try await withCSVRecords(of: AsyncChunkSource(chunks: [[97, 10]])) { records in
      try await records.reduce(0) { $0 + $1.count }
    }
    #expect(scoped == 1)
    let damaged = AsyncChunkSource(chunks: [Array("a\n\"b".utf8)])
    let drained = await drain(AsyncCSVRecords(of: damaged))
    #expect(drained.elements.count == 1)
    #expect(drained.failed && drained.isOver)
  }

  @Test("Formats are the synchronous form's, and what is left out is counted")
  func format() async throws {
    let format = CSVFormat(separator: ";", header: .firstRecord, ragged: .skip, damaged: .skip, limit: 10)
    let text = "a;b\n1;2\n3\n4;\"5\n6;7\nmuch;too long;\n"
    let records = AsyncCSVRecords(of: AsyncChunkSource(chunks: Array(text.utf8).inChunks(of: 3)), format)
    #expect(try await collect(records) == PlainCSV(Array(text.utf8), format).records)
    #expect(records.skippedRecords == PlainCSV(Array(text.utf8), format).skipped)
    #expect(records.skippedRecords > 1)
  }

  @Test("Records stay what they are while the reader goes on in the same block")
  func stored() async throws {
    let text = (1...60_000).map { "\($0),\"say \"\"\($0)\"\"\"\n" }.joined()
    try await withTemporaryFile(Array(text.utf8)) { path in
      var kept: [CSVRecord] = []
      for try await record in AsyncCSVRecords(at: path) where record.number % 7 == 0 { kept.append(record) }
      let numbers = Array(stride(from: 7, through: 60_000, by: 7))
      let areIntact = kept.map { $0[1].string } == numbers.map { "say \"\($0)\"" }
      #expect(areIntact)
      #expect(kept.map(\.number) == numbers)
    }
  }

  @Test("Copies of an iterator share one place in the input")
  func copies() async throws {
    let text = (1...20_000).map { "\($0)\n" }.joined()
    let chunks = Array(text.utf8).inChunks(of: 10_000)
    var first = AsyncCSVRecords(of: AsyncChunkSource(chunks: chunks)).makeAsyncIterator()
    var read = [try await first.next()?.number].compactMap(\.self)
    var second = first
    while let record = try await first.next() {
      read.append(record.number)
      if let other = try await second.next() { read.append(other.number) }
    }
    let areAllThereOnce = read == Array(1...20_000)
    #expect(areAllThereOnce)
  }

  @MainActor
  @Test("The asynchronous scope runs its closure on the caller's actor, the synchronous one where nothing awaits")
  func isolation() async throws {
    var state = 0
    try await withTemporaryFile(Array("a\nb".utf8)) { path in
      try await withCSVRecords(at: path) { records in
        for try await _ in records {
          MainActor.assertIsolated()
          state += 1
        }
      }
      let count = try withCSVRecords(at: path) { records in records.reduce(0) { sum, _ in sum + 1 } }
      #expect(count == state)
    }
    #expect(state == 2)
  }
}
