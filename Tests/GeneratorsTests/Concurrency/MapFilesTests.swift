import DecoratorsTesting
import Foundation
import Generators
import Testing

@Suite("Mapping files")
struct MapFilesTests {
  private let files: [[UInt8]] = (0..<23).map { index in
    let bytes = Array(
      (0..<index * 40).map { "line \($0) of file \(index) \($0 % 5 == 0 ? "ERROR" : "")\n" }.joined().utf8
    )
    return index % 3 == 0 ? bytes.gzipped : bytes
  }

  @Test("Results are in the order of the files, with any number of threads, sync and async", arguments: [1, 2, 3, 40])
  func order(limit: Int) async throws {
    try await withTemporaryFiles(files) { paths in
      let expected = (0..<23).map { LineTotals(lines: $0 * 40, matches: $0 * 8) }
      @Sendable func totals(_ lines: Lines) -> LineTotals {
        var totals = lines.count(matching: "ERROR")
        totals.bytes = 0
        return totals
      }
      let synchronous = try mapSynchronously(paths, limit, totals)
      let asynchronous = try await mapFiles(atPaths: paths, concurrently: limit, totals)
      #expect(synchronous == expected)
      #expect(asynchronous == expected)
      let sources = try await mapFiles(atPaths: paths, concurrently: limit) { $0.source }
      #expect(sources == paths)
      #expect(paths.allSatisfy { openDescriptors(of: $0) == 0 })
    }
  }

  private func mapSynchronously<Output: Sendable>(
    _ paths: [String],
    _ limit: Int = 2,
    onUnreadable: (@Sendable (ReadingError) throws -> Void)? = nil,
    _ transform: @escaping @Sendable (Lines) throws -> Output
  ) throws -> [Output] {
    try mapFiles(atPaths: paths, concurrently: limit, onUnreadable: onUnreadable, transform)
  }

  @Test("Files are read at the same time")
  func together() async throws {
    try await withTemporaryFiles([Array("a".utf8), Array("b".utf8), Array("c".utf8)]) { paths in
      let meeting = Meeting(of: 3)
      let met = try mapSynchronously(paths, 3) { _ in meeting.isHeld(within: 10) }
      #expect(met == [true, true, true])
      let other = Meeting(of: 3)
      let metAgain = try await mapFiles(atPaths: paths, concurrently: 3) { _ in other.isHeld(within: 10) }
      #expect(metAgain == [true, true, true])
    }
  }

  @Test("No files have no results")
  func none() async throws {
    let none = try mapSynchronously([]) { _ in 1 }
    let noneAwaited = try await mapFiles(atPaths: [String]()) { _ in 1 }
    let noRecords = try await mapCSVFiles(atPaths: [String]()) { _ in 1 }
    #expect(none + noneAwaited + noRecords == [])
  }

  @Test("A file that cannot be opened ends the call, and the error names it")
  func missing() async throws {
    try await withTemporaryFiles(files) { paths in
      var paths = paths
      paths.insert("/nonexistent/x.log", at: 7)
      let error = #expect(throws: ReadingError.self) { try mapSynchronously(paths) { $0.count(matching: "") } }
      #expect(error?.code == .notFound)
      #expect(error?.source == "/nonexistent/x.log")
      let asynchronous = await #expect(throws: ReadingError.self) {
        try await mapFiles(atPaths: paths, concurrently: 2) { $0.count(matching: "") }
      }
      #expect(asynchronous == error)
    }
  }

  @Test("Files that cannot be opened are left out if there is a handler, which receives the errors")
  func unreadable() async throws {
    try await withTemporaryFiles(files) { paths in
      var mixed = paths
      mixed.insert("/nonexistent/x.log", at: 7)
      mixed.append("/")
      let told = ValueRecorder<ReadingError>()
      let sources = try mapSynchronously(mixed, onUnreadable: { told.append($0) }) { $0.source }
      #expect(sources == paths)
      #expect(Set(told.values.map(\.source)) == ["/nonexistent/x.log", "/"])
      let again = try await mapFiles(atPaths: mixed, concurrently: 3, onUnreadable: { told.append($0) }) { $0.source }
      #expect(again == paths)
      struct Refusal: Error {}
      #expect(throws: Refusal.self) {
        try mapSynchronously(mixed, onUnreadable: { _ in throw Refusal() }) { $0.source }
      }
    }
  }

  @Test("An error of the closure, or data that is damaged, ends the call when no other call is under way")
  func failure() async throws {
    struct Failure: Error {}
    try await withTemporaryFiles(files) { paths in
      #expect(throws: Failure.self) {
        try mapSynchronously(paths, 3) { lines in
          if lines.source == paths[5] { throw Failure() }
          return lines.count(matching: "ERROR")
        }
      }
      await #expect(throws: Failure.self) {
        try await mapFiles(atPaths: paths, concurrently: 3) { lines in
          if lines.source == paths[5] { throw Failure() }
          return lines.count(matching: "ERROR")
        }
      }
      try Data(files[21].dropLast(4)).write(to: URL(fileURLWithPath: paths[21]))
      let error = #expect(throws: ReadingError.self) { try mapSynchronously(paths) { $0.count(matching: "ERROR") } }
      #expect(error?.code == .truncatedData)
      #expect(error?.source == paths[21])
      #expect(paths.allSatisfy { openDescriptors(of: $0) == 0 })
    }
  }

  @Test("A failure ends the reading of the other files at their next block")
  func failFast() async throws {
    struct Failure: Error {}
    let long = [UInt8](repeating: 10, count: 3_000_000)
    try await withTemporaryFiles([long, [10]]) { paths in
      let isReading = ValueRecorder<Bool>()
      let lines = ValueRecorder<Int>()
      #expect(throws: Failure.self) {
        try mapSynchronously(paths, 2) { file in
          if file.source == paths[1] {
            while isReading.values.isEmpty { sched_yield() }
            throw Failure()
          }
          var count = 0
          for _ in file {
            count += 1
            if count == 1 { isReading.append(true) }
            // The other call has failed before the second block.
            if count == 200_000 { while openDescriptors(of: paths[1]) > 0 { sched_yield() } }
          }
          lines.append(count)
        }
      }
      #expect(lines.values.count == 1)
    }
  }

  @Test("Cancellation ends calls that wait for a pipe, and the threads have ended when the call returns")
  func cancelled() async throws {
    let path = temporaryPath()
    #expect(mkfifo(path, 0o600) == 0)
    defer { unlink(path) }
    let begun = Signal()
    let task = Task {
      try await mapFiles(atPaths: [path, path], concurrently: 2) { lines in
        begun.send()
        return lines.reduce(0) { count, _ in count + 1 }
      }
    }
    try await begun.wait()
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
    #expect(openDescriptors(of: path) == 0)
  }

  @Test("CSV files are mapped by their records, each with its own header")
  func csv() async throws {
    struct Item: Decodable, Sendable { var name: String; var price: Int }
    let files = [
      Array("name,price\na,1\nb,2\n".utf8), Array("price,name\n30,c\n".utf8).gzipped, Array("name,price\n".utf8),
    ]
    try await withTemporaryFiles(files) { paths in
      let sums = try await mapCSVFiles(atPaths: paths, .headed, concurrently: 2) { records in
        records.decoded(as: Item.self).reduce(0) { $0 + $1.price }
      }
      #expect(sums == [3, 30, 0])
      func synchronously() throws -> [String] { try mapCSVFiles(atPaths: paths, .headed) { $0.source } }
      #expect(try synchronously() == paths)
      let error = await #expect(throws: RecordError.self) {
        try await mapCSVFiles(atPaths: paths) { records in records.decoded(as: Item.self).reduce(0) { $0 + $1.price } }
      }
      #expect(error?.code == .noHeader)
    }
  }

  @Test("Lines used after the closure stop the program, and so does a number of files below 1")
  func misuse() async {
    await #expect(processExitsWith: .failure) {
      _ = try await mapFiles(atPaths: ["/dev/null"], concurrently: 0) { _ in 0 }
    }
  }

  @Test("Thousands of small files take one open file at a time for each thread, and little memory")
  func many() async throws {
    try await withTemporaryFiles([Array("a\nERROR\n".utf8)]) { paths in
      let many = Array(repeating: paths[0], count: 5_000)
      let highest = ValueRecorder<Int>()
      let totals = try await mapFiles(atPaths: many, concurrently: 4) { lines in
        let totals = lines.count(matching: "ERROR")
        if totals.lines == 2, highest.values.count < 50 { highest.append(openDescriptors(of: paths[0])) }
        return totals
      }
      #expect(totals.reduce(LineTotals(), +) == LineTotals(lines: 10_000, matches: 5_000, bytes: 40_000))
      #expect(highest.values.max()! <= 4)
    }
  }
}
