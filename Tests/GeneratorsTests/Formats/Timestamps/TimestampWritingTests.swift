import DecoratorsTesting
import Foundation
import Generators
import Testing

@Suite("Writing time stamps")
struct TimestampWritingTests {
  private struct Event: Codable, Equatable {
    var at: Timestamp
    var date: Date
  }

  /// Every format, with the least part of a second that it holds in nanoseconds.
  private static let formats: [(format: TimestampFormat, unit: Int)] = [
    (.rfc3339, 1), (.dateTime(), 1), (.dateTime(zone: .ahead(hours: 5, minutes: 30)), 1),
    (.kafka(), 1), (.kafka(zone: .behind(hours: 3, minutes: 30)), 1),
    (.commonLog, 1_000_000_000),
    (.epochSeconds, 1), (.epochMilliseconds, 1), (.epochMicroseconds, 1),
    (.pattern("%Y%m%d-%H:%M:%S:%f"), 1), (.pattern("%d.%m.%Y %I:%M:%S %p", zone: .ahead(hours: 1)), 1_000_000_000),
    (.pattern("%a, %e %b %Y %T %z", zone: .behind(hours: 23, minutes: 59)), 1_000_000_000),
    (.pattern("%j/%Y %T.%L %Z", zone: .ahead(hours: 2)), 1_000_000), (.pattern("100%% %F %T"), 1_000_000_000),
    (.anyOf(.date(), .rfc3339), 1), (.anyOf(.epochMilliseconds, .rfc3339), 1),
  ]

  /// Times at the edges of days, months, years and of what the formats hold.
  private static let edges: [Int64] = [
    -62_167_132_800, -62_135_596_800, -62_135_596_801, -2_208_988_800, -86_400, -1, 0, 1, 43_199, 43_200, 86_399,
    86_400,
    68_169_599, 68_169_600, 951_782_399, 951_782_400, 951_868_800, 978_307_199, 978_307_200, 1_767_323_045,
    1_798_761_599, 1_798_761_600, 4_107_542_400, 32_503_680_000, 253_402_214_399,
  ]

  @Test("Every format reads what it writes as the same time, also at the edges")
  func roundTrips() throws {
    var random = SeededGenerator(seed: 11)
    let seconds =
      Self.edges + (0..<300).map { _ in Int64.random(in: -62_167_132_800...253_402_214_399, using: &random) }
    for (format, unit) in Self.formats {
      for second in seconds {
        for part in [0, 1, 500_000_000, 678_000_000, 999_999_999, Int.random(in: 0..<1_000_000_000, using: &random)] {
          let time = Timestamp(secondsSinceEpoch: second, nanoseconds: part / unit * unit)
          let text = try time.text(format)
          #expect(try Timestamp(text, format: format) == time, "\(text)")
        }
      }
    }
  }

  @Test("What writers write with a format of dates is what decoders read with it")
  func writers() throws {
    for (format, unit) in Self.formats {
      let events = Self.edges.filter { $0 > -62_135_596_800 }.map { second in
        let part = unit == 1 ? 678_000_000 : 0
        return Event(
          at: Timestamp(secondsSinceEpoch: second, nanoseconds: part),
          date: Date(timeIntervalSinceReferenceDate: Double(second) - 978_307_200 + Double(part) / 1e9)
        )
      }
      var csv: [UInt8] = []
      try withCSVWriter(to: &csv, .headed, dates: format) { writer in for event in events { try writer.encode(event) } }
      #expect(
        try withCSVRecords(of: csv, .headed) { Array($0.decoded(as: Event.self, dates: format)) } == events
      )
      var json: [UInt8] = []
      try withJSONLinesWriter(to: &json, dates: format) { writer in for event in events { try writer.encode(event) } }
      #expect(
        try withLines(of: json) { Array($0.decoded(as: Event.self, from: .json(JSONFormat(dates: format)))) } == events
      )
    }
  }

  @Test("Formats that do not hold every time are read as the same time where they hold it")
  func narrowFormats() throws {
    for (text, format) in [
      ("2026-01-02", TimestampFormat.date()), ("2024-02-29", .date(zone: .ahead(hours: 13))),
      ("Jan  2 03:04:05", .syslog(year: 2026)), ("Dec 31 23:59:59.5", .syslog(year: 0)),
      ("Feb 29 00:00:00", .syslog(year: 2024, zone: .behind(hours: 5))),
      ("Dec 31 23:59:59", .syslog(near: try Timestamp("2026-01-03T00:00:00Z"))),
      ("Jan 15 23:59:59", .syslog(near: try Timestamp("2026-01-03T00:00:00Z"))),
      ("1446249499322123456", .epochNanoseconds), ("-1446249499322123456", .epochNanoseconds),
      ("9223372036854775807.999999999", .epochSeconds), ("-9223372036854775807.5", .epochSeconds),
      ("-0.000000001", .epochSeconds), ("-0.5", .epochMilliseconds), ("1767323045", .pattern("%s")),
      ("31.12.68", .pattern("%d.%m.%y")), ("01.01.69", .pattern("%d.%m.%y")),
    ] {
      let time = try Timestamp(text, format: format)
      #expect(try time.text(format) == text)
    }
  }

  @Test("A format writes the form that its documentation shows")
  func forms() throws {
    let time = try Timestamp("2026-01-02T03:04:05.678Z")
    for (format, text) in [
      (TimestampFormat.rfc3339, "2026-01-02T03:04:05.678Z"), (.dateTime(), "2026-01-02T03:04:05.678"),
      (.dateTime(zone: .ahead(hours: 1)), "2026-01-02T04:04:05.678"), (.kafka(), "2026-01-02 03:04:05,678"),
      (.syslog(year: 2026), "Jan  2 03:04:05.678"), (.epochSeconds, "1767323045.678"),
      (.epochMilliseconds, "1767323045678"), (.epochMicroseconds, "1767323045678000"),
      (.epochNanoseconds, "1767323045678000000"), (.pattern("%a %d.%m.%y %R:%S.%L"), "Fri 02.01.26 03:04:05.678"),
      (.pattern("%F %T.%f%z", zone: .behind(hours: 8)), "2026-01-01 19:04:05.678-0800"),
      (.anyOf(.date(), .commonLog, .kafka()), "2026-01-02 03:04:05,678"),
    ] {
      #expect(try time.text(format) == text)
    }
    let whole = try Timestamp("2026-01-02T03:04:05Z")
    #expect(try whole.text(.kafka()) == "2026-01-02 03:04:05,000")
    #expect(try whole.text(.commonLog) == "02/Jan/2026:03:04:05 +0000")
    #expect(try whole.text(.epochSeconds) == "1767323045")
    #expect(try whole.text(.pattern("%s.%f")) == "1767323045.000")
  }

  @Test("A time that a format cannot hold is refused, with what would be left of it")
  func refused() throws {
    func reason(_ text: String, _ format: TimestampFormat) throws -> String? {
      let time = try Timestamp(text)
      let error = #expect(throws: TimestampWritingError.self) { try time.text(format) }
      #expect(error?.time == time)
      #expect(error?.description.hasSuffix(". Round the time, or choose another format.") == true)
      return error?.description.components(separatedBy: "cannot be written as a time stamp: ").last?
        .components(separatedBy: ". Round").first
    }
    let half = "2026-01-02T03:04:05.5Z"
    #expect(
      try reason(half, .commonLog) == "02/Jan/2026:03:04:05 +0000 would be read as 2026-01-02T03:04:05Z"
    )
    #expect(try reason(half, .date()) == "2026-01-02 would be read as 2026-01-02T00:00:00Z")
    #expect(try reason(half, .pattern("%F %T")) == "2026-01-02 03:04:05 would be read as 2026-01-02T03:04:05Z")
    #expect(try reason(half, .syslog(year: 2025)) == "Jan  2 03:04:05.5 would be read as 2025-01-02T03:04:05.5Z")
    #expect(try reason("2024-02-29T00:00:00Z", .syslog(year: 2025)) == "Feb 29 00:00:00 could not be read again")
    #expect(
      try reason("1968-12-31T00:00:00Z", .pattern("%d.%m.%y")) == "31.12.68 would be read as 2068-12-31T00:00:00Z"
    )
    #expect(try reason(half, .anyOf(.date(), .commonLog)) == "2026-01-02 would be read as 2026-01-02T00:00:00Z")
    #expect(
      try reason("2026-01-02T03:04:05.5Z", .anyOf(.pattern("%s"), .date()))
        == "1767323045 would be read as 2026-01-02T03:04:05Z"
    )
    for format in [TimestampFormat.rfc3339, .dateTime(), .kafka(), .date(), .commonLog, .pattern("%F")] {
      for seconds in [253_402_300_800, -62_167_219_201, Int64.max, .min] {
        let time = Timestamp(secondsSinceEpoch: seconds)
        let error = #expect(throws: TimestampWritingError.self) { try time.text(format) }
        #expect(error?.description.contains("its year is not in 0000 to 9999") == true)
      }
    }
    #expect(throws: TimestampWritingError.self) { try Timestamp(secondsSinceEpoch: .max).text(.epochNanoseconds) }
    #expect(throws: TimestampWritingError.self) { try Timestamp(secondsSinceEpoch: .min).text(.epochSeconds) }
    let error = #expect(throws: WritingError.self) {
      var bytes: [UInt8] = []
      try withCSVWriter(to: &bytes, dates: .date()) { try $0.encode(["at": try Timestamp(half)]) }
    }
    #expect(
      error?.description
        == "Cannot write \"bytes in memory\", record 1: it cannot be encoded: \"at\": 2026-01-02T03:04:05.5Z cannot be "
        + "written as a time stamp: 2026-01-02 would be read as 2026-01-02T00:00:00Z. Mend the value, or leave it out."
    )
  }
}
