import Generators
import Testing

@Suite("Time stamps of lines")
struct LineTimestampTests {
  private func line<Result>(_ text: String, _ body: (Line) throws -> Result) throws -> Result {
    try withLines(of: Array(text.utf8)) { lines in
      var lines = lines.makeIterator()
      let line = lines.next()
      return try body(try #require(line))
    }
  }

  private func start(_ text: String, _ format: TimestampFormat) throws -> String? {
    try line(text) { $0.timestamp(format)?.description }
  }

  @Test(
    "A time stamp is found at the start of a line, behind a bracket and behind a priority",
    arguments: [
      ("2015-10-18 18:01:47,978 INFO [main] x", TimestampFormat.kafka(), "2015-10-18T18:01:47.978Z"),
      ("[2016-12-19 16:31:47,999] TRACE x", .kafka(), "2016-12-19T16:31:47.999Z"),
      ("(2026-01-02) x", .date(), "2026-01-02T00:00:00Z"),
      ("Jan  2 03:04:05 host sshd[1]: x", .syslog(year: 2026), "2026-01-02T03:04:05Z"),
      ("<34>Oct 11 22:14:15 mymachine su: x", .syslog(year: 2003), "2003-10-11T22:14:15Z"),
      ("<165>1 2003-10-11T22:14:15.003Z host app - - x", .rfc3339, "2003-10-11T22:14:15.003Z"),
      ("1446249499.322 x", .epochSeconds, "2015-10-30T23:58:19.322Z"),
      ("20171223-22:15:29:606|Step_LSC|1", .pattern("%Y%m%d-%H:%M:%S:%f"), "2017-12-23T22:15:29.606Z"),
      ("2026-01-02T03:04:05Z", .rfc3339, "2026-01-02T03:04:05Z"),
      ("2026-01-02T03:04:05Z: x", .rfc3339, "2026-01-02T03:04:05Z"),
      ("2026-01-02 x", .anyOf(.rfc3339, .date()), "2026-01-02T00:00:00Z"),
    ]
  )
  func starts(text: String, format: TimestampFormat, expected: String) throws {
    #expect(try start(text, format) == expected)
  }

  @Test(
    "A part of something longer, and what stands elsewhere, is none",
    arguments: [
      ("2026-01-021 x", TimestampFormat.date()), ("2026-01-02T03:04:05Z", .date()),
      ("2026-01-02T03:04:05Z+01", .rfc3339),
      ("2026-01-02T03:04:05ZZ", .rfc3339), ("12abc", .epochSeconds), (" 2026-01-02", .date()),
      ("[[2026-01-02]", .date()),
      ("", .date()), ("[", .date()), ("<", .date()), ("<1234>2026-01-02", .date()), ("<>2026-01-02", .date()),
      ("<34", .date()), ("<34>", .date()), ("\tat x", .kafka()), ("2026-01-021", .anyOf(.date(), .rfc3339)),
    ]
  )
  func absent(text: String, format: TimestampFormat) throws {
    // An empty text has a line only with its line feed.
    #expect(try start(text + "\n", format) == nil)
  }

  @Test("A time stamp is found behind a text, and a field is one as a whole")
  func elsewhere() throws {
    try line(#"83.149.9.216 - - [17/May/2015:10:05:03 +0000] "GET / HTTP/1.1" 200 1446249499"#) { line in
      #expect(line.timestamp(.commonLog, after: "[")?.description == "2015-05-17T10:05:03Z")
      #expect(line.timestamp(.commonLog, after: "]") == nil)
      #expect(line.timestamp(.commonLog, after: "there is no such text") == nil)
      #expect(line.timestamp(.commonLog, after: "") == nil)
      #expect(line.timestamp(.epochSeconds, after: "200 ")?.secondsSinceEpoch == 1_446_249_499)
      let fields = Array(line.fields(separatedBy: " "))
      #expect(fields[9].timestamp(.epochSeconds)?.secondsSinceEpoch == 1_446_249_499)
      #expect(fields[0].timestamp(.epochSeconds) == nil)
    }
  }

  private let log = """
    [2026-01-02 03:04:05,000] INFO a
    [2026-01-02 03:04:59,999] ERROR b
    \tat x
    [2026-01-02 03:05:00,000] INFO c

    [2026-01-02 03:07:00,000] INFO d
    """

  @Test("Lines are counted by time")
  func counting() async throws {
    let minutes = try withLines(of: Array(log.utf8)) { lines in
      let times = lines.compactMap { $0.timestamp(.kafka()) }
      return Array(
        times.windows(over: .seconds(60), at: \.sinceEpoch).map {
          "\(Timestamp(sinceEpoch: $0.start)) \($0.elements.count)"
        }
      )
    }
    #expect(minutes == ["2026-01-02T03:04:00Z 2", "2026-01-02T03:05:00Z 1", "2026-01-02T03:07:00Z 1"])
    var asynchronous: [String] = []
    let lines = AsyncLines(of: AsyncChunkSource(chunks: [Array(log.utf8)]))
    let times = lines.compactMap { $0.timestamp(.kafka()) }
    for try await minute in times.windows(over: .seconds(60), at: { $0.sinceEpoch }) {
      asynchronous.append("\(Timestamp(sinceEpoch: minute.start)) \(minute.elements.count)")
    }
    #expect(asynchronous == minutes)
  }

  @Test("Records begin with a time stamp")
  func records() throws {
    let records = try withLines(of: Array(log.utf8)) { Array($0.records(startingWith: .timestamp(.kafka()))) }
    #expect(records.map(\.lines.count) == [1, 2, 2, 1])
    #expect(records.map { $0.timestamp(.kafka())?.nanoseconds } == [0, 999_000_000, 0, 0])
    #expect(records.map { $0.timestamp(.rfc3339) } == [nil, nil, nil, nil])
  }

  @Test(
    "Every starting line of real logs has its time stamp, in order",
    .enabled(if: RealLogs.areThere, RealLogs.absence),
    arguments: [
      ("hadoop-2k.log", TimestampFormat.kafka(), 2_000), ("kafka-state-change.log", .kafka(), 3_405),
      ("kafka-server.log", .kafka(), 277), ("laravel.log", .kafka(), 82),
      ("healthapp-2k.log", .pattern("%Y%m%d-%H:%M:%S:%L"), 2_000),
    ]
  )
  func realLogs(file: String, format: TimestampFormat, expected: Int) throws {
    let times = try withLines(at: RealLogs.folder + "/" + file) { Array($0.compactMap { $0.timestamp(format) }) }
    #expect(times.count == expected)
  }

  @Test("Every line of a real access log has its time stamp", .enabled(if: RealLogs.areThere, RealLogs.absence))
  func realAccessLog() throws {
    let times = try withLines(at: RealLogs.folder + "/apache-access.log") { lines in
      Array(lines.compactMap { $0.timestamp(.commonLog, after: "[") })
    }
    #expect(times.count == 10_000)
    #expect(times.first?.description == "2015-05-17T10:05:03Z")
  }
}
