import Generators
import Glibc
import Testing

@Suite("The scope in which lines are read", .timeLimit(.minutes(10)))
struct WithLinesTests {
  @Test("What the closure throws is thrown, also after an error in mid-reading")
  func closureThrows() throws {
    struct Mine: Error {}
    #expect(throws: Mine.self) {
      try withLines(of: FailingSource(chunks: [])) { lines in
        for _ in lines {}
        throw Mine()
      }
    }
  }

  @Test("Lines used after their closure has returned, as a lazy result is, stop the program with a sentence")
  func escaped() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let lazy = try withLines(of: Array("a\n".utf8)) { lines in lines.map(\.number) }
      _ = Array(lazy)
    }
    #expect(result.message.contains("were used after the closure they were given to had returned"))
  }

  @Test("A line of a pipe is there as soon as it has been written, and the pipe stays open")
  func pipe() async throws {
    let pipe = Pipe()
    var lines = AsyncLines(of: .fileDescriptor(pipe.reading)).makeAsyncIterator()
    pipe.write("first\nsec")
    #expect(try await lines.next()?.string == "first")
    pipe.write("ond\n")
    #expect(try await lines.next()?.string == "second")
    pipe.closeWriting()
    #expect(try await lines.next() == nil)
  }

  @Test("G4: cancellation ends a wait on a silent pipe at once, and then there are no more lines (G1)")
  func cancellation() async throws {
    let pipe = Pipe()
    defer { pipe.closeWriting() }
    let (started, start) = AsyncStream.makeStream(of: Void.self)
    let task = Task {
      var lines = AsyncLines(of: .fileDescriptor(pipe.reading)).makeAsyncIterator()
      _ = try await lines.next()
      start.yield()
      var thrown: (any Error)?
      do { _ = try await lines.next() } catch { thrown = error }
      let after = try await lines.next()
      return (thrown is CancellationError, after == nil)
    }
    pipe.write("first\n")
    var events = started.makeAsyncIterator()
    _ = await events.next()
    task.cancel()
    let outcome = try await task.value
    #expect(outcome == (true, true))
  }

  @Test("G4: a count on a silent pipe ends at once when cancelled, with the totals so far and none after (G1)")
  func cancelledCount() async throws {
    let pipe = Pipe()
    defer { pipe.closeWriting() }
    let (totals, give) = AsyncStream.makeStream(of: LineTotals.self)
    let task = Task {
      var counted = AsyncLines(of: .fileDescriptor(pipe.reading)).counted(matching: "E", every: 2).makeAsyncIterator()
      do {
        while let totals = try await counted.next() { give.yield(totals) }
        return (false, false)
      } catch {
        return (error is CancellationError, try await counted.next() == nil)
      }
    }
    pipe.write("E\nb\nc")
    var given = totals.makeAsyncIterator()
    #expect(await given.next() == LineTotals(lines: 2, matches: 1, bytes: 4))
    task.cancel()
    let outcome = try await task.value
    #expect(outcome == (true, true))
  }

  @Test("G4: cancellation while an asynchronous stream keeps silent is no end: no half line, and no totals of one")
  func cancelledStream() async throws {
    for isCounting in [false, true] {
      let (stream, continuation) = AsyncStream.makeStream(of: [UInt8].self)
      let (given, give) = AsyncStream.makeStream(of: Void.self)
      let task = Task {
        if isCounting {
          var totals = AsyncLines(of: stream).counted(matching: "", every: 1).makeAsyncIterator()
          guard try await totals.next() == LineTotals(lines: 1, matches: 1, bytes: 6) else { return false }
          give.yield()
          do { _ = try await totals.next() } catch { return try await totals.next() == nil }
        } else {
          var lines = AsyncLines(of: stream).makeAsyncIterator()
          guard try await lines.next()?.string == "whole" else { return false }
          give.yield()
          do { _ = try await lines.next() } catch { return try await lines.next() == nil }
        }
        return false
      }
      continuation.yield(Array("whole\nhal".utf8))
      var events = given.makeAsyncIterator()
      _ = await events.next()
      task.cancel()
      #expect(try await task.value)
    }
  }

  @Test("In a task that is cancelled already the first line is a CancellationError")
  func cancelledBefore() async throws {
    try await withTemporaryFile(Array("a\n".utf8)) { path in
      let task = Task {
        withUnsafeCurrentTask { $0?.cancel() }
        for try await _ in AsyncLines(at: path) {}
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
    try await withTemporaryFile(Array(repeating: 10, count: 2_000_000)) { path in
      try? await withLines(at: path) { lines in
        if way == "unread" { return }
        for try await _ in lines {
          if way == "end" { continue }
          #expect(openDescriptors(of: path) == 1)
          if way == "throw" { throw Left() }
          break
        }
      }
      #expect(openDescriptors(of: path) == 0)
    }
  }

  @Test("G2: a FIFO that nobody writes to holds up neither its opening nor its closing")
  func silentFIFO() async throws {
    let path = temporaryPath()
    try #require(mkfifo(path, 0o600) == 0)
    defer { unlink(path) }
    try await withLines(at: path) { lines in
      let task = Task { for try await _ in lines {} }
      task.cancel()
      await #expect(throws: CancellationError.self) { try await task.value }
    }
    #expect(openDescriptors(of: path) == 0)
  }

  @Test("G2: leaving the asynchronous scope ends a reader that waits on a silent pipe")
  func silentPipe() async throws {
    let pipe = Pipe()
    defer { pipe.closeWriting() }
    pipe.write("first\n")
    let line = try await withLines(of: .fileDescriptor(pipe.reading)) { lines in
      try await lines.first { _ in true }
    }
    #expect(line?.string == "first")
    pipe.write("second\n")
    let next = try await withLines(of: .fileDescriptor(pipe.reading)) { lines in
      try await lines.first { _ in true }
    }
    #expect(next?.string == "second")
  }

  @Test("Lines used after their asynchronous scope has returned stop the program with a sentence")
  func asyncEscaped() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let lines = try await withLines(of: .fileDescriptor(-1)) { lines async in lines }
      for try await _ in lines {}
    }
    #expect(result.message.contains("were used after the closure they were given to had returned"))
  }

  @Test("A cut gzip file delivers what precedes the cut, then the error")
  func truncatedGzip() async throws {
    let text = Array((1...5_000).map { "line \($0)" }.joined(separator: "\n").utf8)
    try await withTemporaryFile(Array(text.gzipped.dropLast(4))) { path in
      var count = 0
      let error = await #expect(throws: ReadingError.self) {
        for try await _ in AsyncLines(at: path) { count += 1 }
      }
      #expect(error?.code == .truncatedData)
      #expect(error?.source == path)
      #expect(count == 5_000)
    }
  }

  @Test("The synchronous form is taken in asynchronous code where the closure does not await")
  func overloads() async throws {
    let synchronous = try withLines(of: Array("a\nb".utf8)) { lines in lines.map(\.number).reduce(0, +) }
    #expect(synchronous == 3)
    try await withTemporaryFile(Array("a\nb".utf8)) { path in
      let count = try withLines(at: path) { lines in lines.count(matching: "a") }
      let same = try await withLines(at: path) { lines in try await lines.count(matching: "a") }
      #expect(count == same)
      #expect(count == LineTotals(lines: 2, matches: 1, bytes: 3))
    }
  }

  @MainActor
  @Test("The asynchronous scope runs its closure on the caller's actor")
  func isolation() async throws {
    var state = 0
    try await withTemporaryFile(Array("a\nb".utf8)) { path in
      try await withLines(at: path) { lines in
        for try await _ in lines {
          MainActor.assertIsolated()
          state += 1
        }
      }
    }
    #expect(state == 2)
  }
}
