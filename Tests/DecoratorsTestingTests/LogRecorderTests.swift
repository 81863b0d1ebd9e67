import DecoratorsTesting
import Testing

@Suite struct LogRecorderTests {
  @Test("L9: an entry names the file, function and line of its statement")
  func sourceLocation() throws {
    let recorder = LogRecorder()
    let line: UInt = #line + 1
    recorder.logger.info("here", source: "Orders")
    let entry = try #require(recorder.entries.first)
    #expect(entry.fileID == #fileID)
    #expect(entry.function == #function)
    #expect(entry.line == line)
    #expect(entry.source == "Orders")
  }

  @Test("Metadata of handler, provider and statement are merged, the last wins; message and error are kept")
  func contents() throws {
    struct Refused: Error {}
    var recorder = LogRecorder()
    recorder.metadata = ["a": "handler", "b": "handler", "c": "handler"]
    recorder.metadataProvider = .init { ["b": "provider", "c": "provider"] }
    var logger = recorder.logger
    logger[metadataKey: "d"] = "logger"
    logger.error("refused", error: Refused(), metadata: ["c": "statement"])
    let entry = try #require(recorder.entries.first)
    #expect(entry.level == .error)
    #expect(entry.message == "refused")
    #expect(entry.error is Refused)
    #expect(entry.metadata == ["a": "handler", "b": "provider", "c": "statement", "d": "logger"])
  }

  @Test("What is below the level is not recorded; by default everything is")
  func level() {
    let all = LogRecorder()
    all.logger.trace("small")
    #expect(all.entries.count == 1)
    let some = LogRecorder(logLevel: .warning)
    some.logger.info("small")
    some.logger.warning("large")
    #expect(some.entries.map(\.message) == ["large"])
  }

  @Test("Copies share their entries, and have levels and metadata of their own")
  func copies() {
    let original = LogRecorder()
    var copy = original
    copy.logLevel = .error
    copy[metadataKey: "k"] = "copy"
    copy.logger.info("too small")
    copy.logger.error("one")
    original.logger.info("two")
    #expect(original.entries.map(\.message) == ["one", "two"])
    #expect(original.entries.map(\.metadata) == [["k": "copy"], [:]])
    original.removeAll()
    #expect(copy.entries.isEmpty)
  }

  @Test("Statements of many tasks are all recorded")
  func manyTasks() async {
    let recorder = LogRecorder()
    await withTaskGroup { group in
      for number in 0..<200 { group.addTask { recorder.logger.info("\(number)") } }
    }
    #expect(Set(recorder.entries.map { "\($0.message)" }).count == 200)
  }

  @Test("swift-log's and swift-metrics' own recorders come with the module")
  func reexports() throws {
    let handler = InMemoryLogHandler()
    Logger(label: "test") { _ in handler }.info("kept")
    #expect(handler.entries.map(\.message) == ["kept"])
    let metrics = TestMetrics()
    let timer = metrics.makeTimer(label: "call", dimensions: [])
    #expect(try metrics.expectTimer("call") === timer)
  }
}
