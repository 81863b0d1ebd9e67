import DecoratorsTesting
import Foundation
import Generators
import Testing

@Suite("Writing asynchronously", .timeLimit(.minutes(10)))
struct AsyncCSVWriterTests {
  private struct Mine: Error {}

  /// Takes bytes when the test lets it.
  private struct GatedSink: ByteSink, Sendable {
    let gate: DispatchSemaphore
    let started: Signal
    let bytes = ValueRecorder<Int>()

    func write(_ bytes: UnsafeRawBufferPointer) {
      started.send()
      gate.wait()
      self.bytes.append(bytes.count)
    }
  }

  @Test("All records are in the file when the call returns, in order", arguments: [0, 1, 1_000, 200_000])
  func file(count: Int) async throws {
    let folder = try LogDirectory()
    defer { folder.remove() }
    let path = folder.file("a.csv")
    let result = try await withCSVWriter(to: path, .headed) { writer in
      try await writer.write(["n", "text"])
      for number in 0..<count { try await writer.write(["\(number)", "say \"\(number)\""]) }
      return writer.recordCount
    }
    #expect(result == count + 1)
    #expect(openDescriptors(of: path) == 0)
    let isRight = try withCSVRecords(at: path, .headed) { records in
      records.reduce(0) { $0 + ($1["n"] == "\($1.number - 2)" && $1[1] == "say \"\($1.number - 2)\"" ? 1 : 0) } == count
    }
    #expect(isRight)
  }

  @Test("The forms of writing are those of the synchronous writer")
  func forms() async throws {
    let folder = try LogDirectory()
    defer { folder.remove() }
    let path = folder.file("a.csv")
    try await withCSVWriter(to: path, CSVFormat(quoting: .always), mode: .atomic) { writer in
      try await writer.write(["a", nil])
      try await writer.write([[0x62], [0xFF]] as [[UInt8]])
      try await writer.encode(Pair())
      for try await record in AsyncCSVRecords(of: AsyncChunkSource(chunks: [Array("x,y\n".utf8)])) {
        try await writer.write(record)
        try await writer.write([record[0], record.field(5)])
      }
      try await writer.flush()
      #expect(!FileManager.default.fileExists(atPath: path))
    }
    let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
    #expect(
      Array(bytes) == Array("\"a\",\n\"b\",\"".utf8) + [0xFF] + Array("\"\n\"1\",\"2\"\n\"x\",\"y\"\n\"x\",\n".utf8)
    )
  }

  private struct Pair: Encodable { var a = 1, b = 2 }

  @Test("A file that cannot be opened, and a full disk, are errors of the call")
  func errors() async throws {
    let missing = await #expect(throws: WritingError.self) {
      try await withCSVWriter(to: "/nowhere/a.csv") { writer in
        try await writer.write(["a"])
        Issue.record("The closure is called without a file.")
      }
    }
    #expect(missing?.code == .notFound)
    let full = await #expect(throws: WritingError.self) {
      try await withCSVWriter(to: "/dev/full") { writer in try await writer.write(["a"]) }
    }
    #expect(full?.code == .noSpace)
    let within = await #expect(throws: WritingError.self) {
      try await withJSONLinesWriter(to: "/dev/full") { writer in while true { try await writer.encode("text") } }
    }
    #expect(within?.code == .noSpace)
    let flushed = await #expect(throws: WritingError.self) {
      try await withCSVWriter(to: "/dev/full") { writer in
        try await writer.write(["a"])
        let isFlushed = (try? await writer.flush()) != nil
        #expect(!isFlushed)
      }
    }
    #expect(flushed?.code == .noSpace)
  }

  @Test("When the closure throws, its records are there, except in an atomic file, which stays as it was")
  func throwing() async throws {
    let folder = try LogDirectory()
    defer { folder.remove() }
    for (mode, expected) in [(WritingMode.overwrite, "a\n"), (.atomic, "a\n")] {
      await #expect(throws: Mine.self) {
        try await withCSVWriter(to: folder.file(), mode: mode) { writer in
          try await writer.write([mode == .atomic ? "b" : "a"])
          throw Mine()
        }
      }
      #expect(try String(contentsOfFile: folder.file(), encoding: .utf8) == expected)
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).count == 1)
  }

  @Test("A writer is at most two buffers ahead of a sink that is slow")
  func bound() async throws {
    let sink = GatedSink(gate: DispatchSemaphore(value: 0), started: Signal())
    let (count, task) = (ValueRecorder<Int>(), ValueRecorder<Void>())
    let writing = Task {
      try await withCSVWriter(to: sink) { writer in
        for number in 0..<100_000 {
          try await writer.write(["0123456789"])
          if number % 100 == 0 { count.append(number) }
        }
      }
      task.append(())
    }
    try await sink.started.wait()
    // One buffer is being written, one waits, and one is filled.
    await until { (count.values.last ?? 0) >= 3 * 65_536 / 11 - 200 }
    for _ in 0..<100 { await Task.yield() }
    #expect(count.values.last! <= 3 * 65_536 / 11 + 100)
    #expect(task.values.isEmpty)
    for _ in 0..<100 { sink.gate.signal() }
    try await writing.value
    #expect(sink.bytes.values.reduce(0, +) == 1_100_000)
  }

  @Test("Cancellation ends a wait for a slow sink, and every record before it is written when the closure is left")
  func cancellation() async throws {
    let sink = GatedSink(gate: DispatchSemaphore(value: 0), started: Signal())
    let count = ValueRecorder<Int>()
    let writing = Task {
      try await withCSVWriter(to: sink) { writer in
        do {
          while true { try await writer.write(["0123456789"]) }
        } catch is CancellationError {
          count.append(writer.recordCount)
          // The sink goes on when the wait is over.
          for _ in 0..<10 { sink.gate.signal() }
          throw CancellationError()
        }
      }
    }
    try await sink.started.wait()
    writing.cancel()
    await #expect(throws: CancellationError.self) { try await writing.value }
    #expect(count.values.count == 1)
    #expect(sink.bytes.values.reduce(0, +) == 11 * count.values[0])
  }

  @Test(
    "Cancellation ends a wait for a pipe that nobody empties, in a write, in a flush and at the end",
    arguments: [0, 1, 2]
  )
  func silentPipe(way: Int) async throws {
    let pipe = Pipe()
    defer { pipe.closeWriting() }
    let started = Signal()
    let writing = Task {
      try await withCSVWriter(to: .fileDescriptor(pipe.writing)) { writer in
        let text = String(repeating: "x", count: 200_000)
        try await writer.write([text])
        started.send()
        if way == 0 { while true { try await writer.write([text]) } }
        if way == 1 { try await writer.flush() }
      }
    }
    try await started.wait()
    writing.cancel()
    await #expect(throws: CancellationError.self) { try await writing.value }
  }

  @Test("Cancellation ends the opening of a FIFO that nobody reads")
  func fifo() async throws {
    let path = temporaryPath()
    #expect(mkfifo(path, 0o600) == 0)
    defer { unlink(path) }
    let writing = Task {
      try await withCSVWriter(to: path) { writer in try await writer.write(["a"]) }
    }
    await Task.yield()
    writing.cancel()
    await #expect(throws: CancellationError.self) { try await writing.value }
  }

  @Test("A FIFO is written when somebody reads it")
  func readFIFO() async throws {
    let path = temporaryPath()
    #expect(mkfifo(path, 0o600) == 0)
    defer { unlink(path) }
    async let read = withLines(at: path) { lines in try await lines.reduce(0) { count, _ in count + 1 } }
    try await withCSVWriter(to: path) { writer in
      for number in 0..<20_000 { try await writer.write(["\(number)"]) }
    }
    #expect(try await read == 20_000)
  }

  @MainActor
  @Test("The closure runs on the caller's actor")
  func isolation() async throws {
    let folder = try LogDirectory()
    defer { folder.remove() }
    var state = 0
    try await withCSVWriter(to: folder.file()) { writer in
      MainActor.assertIsolated()
      for number in 0..<20_000 {
        try await writer.write(["\(number)"])
        state += 1
      }
      MainActor.assertIsolated()
    }
    #expect(state == 20_000)
  }
}
