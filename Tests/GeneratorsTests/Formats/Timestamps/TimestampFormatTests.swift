import DecoratorsTesting
import Foundation
import Generators
import Testing

@Suite("Formats of time stamps")
struct TimestampFormatTests {
  private func reason(_ text: String, _ format: TimestampFormat = .rfc3339) -> String? {
    do throws(TimestampError) {
      _ = try Timestamp(text, format: format)
      return nil
    } catch {
      #expect(error.text == text)
      #expect(error.description.hasPrefix("\"\(text)\" is no time stamp: "))
      let sentence = error.description.components(separatedBy: " is no time stamp: ").last
      return sentence?.components(separatedBy: ". Write it as ").first
    }
  }

  private func text(_ text: String, _ format: TimestampFormat) throws -> String {
    try Timestamp(text, format: format).description
  }

  // MARK: RFC 3339

  @Test(
    "RFC 3339",
    arguments: [
      ("2026-01-02T03:04:05Z", "2026-01-02T03:04:05Z"), ("2026-01-02t03:04:05z", "2026-01-02T03:04:05Z"),
      ("1985-04-12T23:20:50.52Z", "1985-04-12T23:20:50.52Z"), ("1996-12-19T16:39:57-08:00", "1996-12-20T00:39:57Z"),
      ("1937-01-01T12:00:27.87+00:20", "1937-01-01T11:40:27.87Z"),
      ("2026-01-02T03:04:05-00:00", "2026-01-02T03:04:05Z"),
      ("2026-01-01T00:00:00+23:59", "2025-12-31T00:01:00Z"), ("2024-02-29T00:00:00Z", "2024-02-29T00:00:00Z"),
      ("2026-01-02T03:04:05.123456789Z", "2026-01-02T03:04:05.123456789Z"),
      ("2026-01-02T03:04:05.1234567899999999999Z", "2026-01-02T03:04:05.123456789Z"),
      ("0000-01-01T00:00:00Z", "0000-01-01T00:00:00Z"), ("0000-01-01T00:00:00+01:00", "-0001-12-31T23:00:00Z"),
      ("9999-12-31T23:59:59-01:00", "+10000-01-01T00:59:59Z"),
      // Leap seconds.
      ("1990-12-31T23:59:60Z", "1991-01-01T00:00:00Z"), ("1990-12-31T15:59:60.5-08:00", "1991-01-01T00:00:00.5Z"),
      ("2016-06-30T23:59:60Z", "2016-07-01T00:00:00Z"),
    ]
  )
  func rfc3339(source: String, expected: String) throws {
    #expect(try text(source, .rfc3339) == expected)
  }

  @Test(
    "What RFC 3339 does not have is an error with a reason",
    arguments: [
      ("2026-02-30T00:00:00Z", "its month has no such day"), ("2025-02-29T00:00:00Z", "its month has no such day"),
      ("1900-02-29T00:00:00Z", "its month has no such day"), ("2026-04-31T00:00:00Z", "its month has no such day"),
      ("2026-01-00T00:00:00Z", "its month has no such day"), ("2026-01-32T00:00:00Z", "its month has no such day"),
      ("2026-13-01T00:00:00Z", "there is no such month"), ("2026-00-01T00:00:00Z", "there is no such month"),
      ("2026-01-02T25:00:00Z", "its hour is not in 0 to 23"), ("2026-01-02T24:00:00Z", "its hour is not in 0 to 23"),
      ("2026-01-02T03:60:00Z", "its minute is not in 0 to 59"),
      ("2026-01-02T03:04:61Z", "its second is not in 0 to 60"),
      ("2026-01-02T03:04:60Z", "a second 60 ends the last day of a month, at 23:59 UTC"),
      ("2026-01-15T23:59:60Z", "a second 60 ends the last day of a month, at 23:59 UTC"),
      ("2026-12-31T23:59:60+01:00", "a second 60 ends the last day of a month, at 23:59 UTC"),
      ("2026-01-02T03:04:05+24:00", "its distance from UTC is not in 00:00 to 23:59"),
      ("2026-01-02T03:04:05+01:60", "its distance from UTC is not in 00:00 to 23:59"),
      ("2026-01-02T03:04:05ZZ", "there is something after it"),
      ("2026-01-02T03:04:05Z+01", "there is something after it"),
      ("2026-01-02T03:04:05Z ", "there is something after it"),
      ("2026-01-02T03:04:05+01:000", "there is something after it"),
    ]
      + [
        "", "2026-01-02", "2026-01-02T03:04:05", "2026-01-02T03:04Z", "2026-01-02 03:04:05Z", " 2026-01-02T03:04:05Z",
        "2026-1-02T03:04:05Z", "26-01-02T03:04:05Z", "+2026-01-02T03:04:05Z", "20260102T030405Z",
        "2026-01-02T03:04:05.Z",
        "2026-01-02T03:04:05,5Z", "2026-01-02T03:04:05+0100", "2026-01-02T03:04:05+01", "2026-01-02T03:04:05+1:00",
        "2026-01-02T3:04:05Z", "2026-01-02T03:04:05 Z", "2026-01-02T03:04:5Z", "２０２６-01-02T03:04:05Z",
        "2026/01/02T03:04:05Z", "2026-0a-02T03:04:05Z", "2026-01-02T03:04:0", "now", "1767323045",
      ].map { ($0, "it is written in another way") }
  )
  func invalidRFC3339(text: String, expected: String) {
    #expect(reason(text) == expected)
  }

  @Test("An error names the text, what is wrong with it and the way out")
  func sentence() throws {
    let error = #expect(throws: TimestampError.self) { try Timestamp("2026-02-30T00:00:00Z") }
    #expect(
      error?.description
        == "\"2026-02-30T00:00:00Z\" is no time stamp: its month has no such day. Write it as 2026-01-02T03:04:05Z, or "
        + "choose another format."
    )
    let long = #expect(throws: TimestampError.self) { try Timestamp(String(repeating: "é", count: 1_000)) }
    #expect(long?.text == String(repeating: "é", count: 50) + "…")
  }

  // MARK: Other formats

  @Test("Dates and times without a zone, and dates alone, are in the zone that is given")
  func local() throws {
    let india = TimestampZone.ahead(hours: 5, minutes: 30)
    #expect(try text("2026-01-02T03:04:05", .dateTime()) == "2026-01-02T03:04:05Z")
    #expect(try text("2026-01-02 03:04:05.5", .dateTime(zone: india)) == "2026-01-01T21:34:05.5Z")
    #expect(
      try text("2026-01-02 03:04:05,678", .kafka(zone: .behind(hours: 3, minutes: 30))) == "2026-01-02T06:34:05.678Z"
    )
    #expect(try text("2026-01-02", .date()) == "2026-01-02T00:00:00Z")
    #expect(try text("2026-01-02", .date(zone: india)) == "2026-01-01T18:30:00Z")
    #expect(reason("2026-01-02T03:04:05Z", .dateTime()) == "there is something after it")
    #expect(reason("2026-01-02t03:04:05", .dateTime()) == "it is written in another way")
    #expect(reason("2026-01-02T03:04:05", .date()) == "there is something after it")
    #expect(reason("2026-02-29", .date()) == "its month has no such day")
    #expect(reason("2026-01-02 03:04:05,", .kafka()) == "there is something after it")
  }

  @Test("The common log format")
  func commonLog() throws {
    #expect(try text("17/May/2015:10:05:03 +0000", .commonLog) == "2015-05-17T10:05:03Z")
    #expect(try text("10/Oct/2000:13:55:36 -0700", .commonLog) == "2000-10-10T20:55:36Z")
    for (number, name) in "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(separator: " ").enumerated() {
      let month = number < 9 ? "0\(number + 1)" : "\(number + 1)"
      #expect(try text("01/\(name)/2015:00:00:00 +0000", .commonLog) == "2015-\(month)-01T00:00:00Z")
    }
    #expect(reason("31/Jun/2015:10:05:03 +0000", .commonLog) == "its month has no such day")
    for text in [
      "17/Mai/2015:10:05:03 +0000", "17/May/2015:10:05:03", "7/May/2015:10:05:03 +0000", "17/May/15:10:05:03 Z",
    ] {
      #expect(reason(text, .commonLog) == "it is written in another way")
    }
  }

  @Test("Syslog pads the day, and has no year")
  func syslog() throws {
    #expect(try text("Jan  2 03:04:05", .syslog(year: 2026)) == "2026-01-02T03:04:05Z")
    #expect(try text("Jan 12 03:04:05", .syslog(year: 2026, zone: .ahead(hours: 1))) == "2026-01-12T02:04:05Z")
    #expect(try text("Jan 02 03:04:05.25", .syslog(year: 2026)) == "2026-01-02T03:04:05.25Z")
    #expect(try text("Feb 29 00:00:00", .syslog(year: 2024)) == "2024-02-29T00:00:00Z")
    #expect(reason("Feb 29 00:00:00", .syslog(year: 2026)) == "its month has no such day")
    #expect(reason("Jan   2 03:04:05", .syslog(year: 2026)) == "it is written in another way")
    #expect(reason("Jen  2 03:04:05", .syslog(year: 2026)) == "it is written in another way")
  }

  @Test("Near a time, syslog is in the year that brings it nearest, over New Year too")
  func newYear() throws {
    let written = try Timestamp("2026-01-03T00:00:00Z")
    #expect(try text("Dec 31 23:59:59", .syslog(near: written)) == "2025-12-31T23:59:59Z")
    #expect(try text("Jan  1 00:00:00", .syslog(near: written)) == "2026-01-01T00:00:00Z")
    #expect(try text("Jan  1 00:00:00", .syslog(near: Timestamp("2025-12-31T00:00:00Z"))) == "2026-01-01T00:00:00Z")
    #expect(try text("Jun  1 00:00:00", .syslog(near: written)) == "2026-06-01T00:00:00Z")
    #expect(try text("Feb 29 00:00:00", .syslog(near: Timestamp("2025-01-01T00:00:00Z"))) == "2024-02-29T00:00:00Z")
    #expect(
      reason("Feb 29 00:00:00", .syslog(near: try Timestamp("2022-06-01T00:00:00Z"))) == "its month has no such day"
    )
  }

  @Test("Seconds, milliseconds, microseconds and nanoseconds since 1970")
  func epoch() throws {
    #expect(try text("1446249499", .epochSeconds) == "2015-10-30T23:58:19Z")
    #expect(try text("1446249499.322", .epochSeconds) == "2015-10-30T23:58:19.322Z")
    #expect(try text("-1", .epochSeconds) == "1969-12-31T23:59:59Z")
    #expect(try text("-0.25", .epochSeconds) == "1969-12-31T23:59:59.75Z")
    #expect(try text("-1.25", .epochSeconds) == "1969-12-31T23:59:58.75Z")
    #expect(try text("1446249499322", .epochMilliseconds) == "2015-10-30T23:58:19.322Z")
    #expect(try text("1446249499322.5", .epochMilliseconds) == "2015-10-30T23:58:19.3225Z")
    #expect(try text("-1", .epochMilliseconds) == "1969-12-31T23:59:59.999Z")
    #expect(try text("1446249499322123", .epochMicroseconds) == "2015-10-30T23:58:19.322123Z")
    #expect(try text("1446249499322123456", .epochNanoseconds) == "2015-10-30T23:58:19.322123456Z")
    #expect(try text("1446249499322123456.7", .epochNanoseconds) == "2015-10-30T23:58:19.322123456Z")
    #expect(try Timestamp("9223372036854775807", format: .epochSeconds).secondsSinceEpoch == .max)
    #expect(reason("9223372036854775808", .epochSeconds) == "it is too far from 1970")
    for text in ["", "-", "+1", "1e3", "0x10", " 1", "1 ", "1.", ".5"] { #expect(reason(text, .epochSeconds) != nil) }
  }

  @Test("Of several formats the first in which it is a time stamp, and else the reason that fits best")
  func anyOf() throws {
    let format = TimestampFormat.anyOf(.rfc3339, .date(), .epochMilliseconds)
    #expect(try text("2026-01-02T03:04:05Z", format) == "2026-01-02T03:04:05Z")
    #expect(try text("2026-01-02", format) == "2026-01-02T00:00:00Z")
    #expect(try text("60000", format) == "1970-01-01T00:01:00Z")
    #expect(reason("2026-02-30", format) == "its month has no such day")
    #expect(reason("2026-01-02T25:00:00Z", format) == "its hour is not in 0 to 23")
    #expect(reason("x", format) == "it is written in another way")
    let error = #expect(throws: TimestampError.self) { try Timestamp("x", format: .anyOf(.date(), .commonLog)) }
    #expect(error?.description.contains("Write it as 2026-01-02 or 02/Jan/2026:03:04:05 +0000, or") == true)
  }

  @Test("Random times come back from each format, and agree with Foundation")
  func roundTrips() throws {
    var random = SeededGenerator(seed: 7)
    let foundation = Date.ISO8601FormatStyle()
    for _ in 0..<2_000 {
      let seconds = Int64.random(in: -62_167_219_200...253_402_300_799, using: &random)
      let time = Timestamp(secondsSinceEpoch: seconds, nanoseconds: Int.random(in: 0..<1_000_000_000, using: &random))
      #expect(try Timestamp(time.description) == time)
      let whole = Timestamp(secondsSinceEpoch: seconds)
      #expect(try Timestamp(whole.description.dropLast().description, format: .dateTime()) == whole)
      #expect(try Timestamp("\(seconds)", format: .epochSeconds) == whole)
      if seconds > -12_219_292_800 {
        // Before 1582 Foundation has the Julian calendar.
        #expect(foundation.format(Date(timeIntervalSince1970: Double(seconds))) == whole.description)
      }
    }
  }

  @Test("Misuse stops the program with a sentence")
  func misuse() async {
    let zone = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = TimestampZone.ahead(hours: 24)
    }
    #expect(zone.message.contains("A zone is 0 to 23 hours and 0 to 59 minutes from UTC, not 24 and 0."))
    let year = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = TimestampFormat.syslog(year: 10_000)
    }
    #expect(year.message.contains("A time stamp has a year from 0 to 9999, not 10000."))
    let reference = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = TimestampFormat.syslog(near: Timestamp(secondsSinceEpoch: .max))
    }
    #expect(reference.message.contains("Years are found near a time in the years 1 to 9998"))
    let pattern = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = TimestampFormat.pattern("%Q")
    }
    #expect(pattern.message.contains("\"%Q\" is no pattern of time stamps: there is no directive %Q."))
  }
}
