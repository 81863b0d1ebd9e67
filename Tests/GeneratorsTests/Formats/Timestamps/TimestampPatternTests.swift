import Generators
import Testing

@Suite("Patterns of time stamps")
struct TimestampPatternTests {
  @Test(
    "Each directive reads its part",
    arguments: [
      ("%Y-%m-%dT%H:%M:%S", "2026-01-02T03:04:05", "2026-01-02T03:04:05Z"),
      ("%F %T", "2026-01-02 03:04:05", "2026-01-02T03:04:05Z"), ("%F %R", "2026-01-02 03:04", "2026-01-02T03:04:00Z"),
      ("%Y%m%d-%H:%M:%S:%f", "20171223-22:15:29:606", "2017-12-23T22:15:29.606Z"),
      ("%F %T:%L", "2026-1-2 3:4:5:6", "2026-01-02T03:04:05.006Z"),
      ("%F %T:%L", "2026-1-2 3:4:5:60", "2026-01-02T03:04:05.06Z"), ("%d.%m.%y", "02.01.26", "2026-01-02T00:00:00Z"),
      ("%d.%m.%y", "02.01.69", "1969-01-02T00:00:00Z"),
      ("%d.%m.%y", "02.01.68", "2068-01-02T00:00:00Z"),
      ("%a %b %e %T %Y", "Fri Jan  2 03:04:05 2026", "2026-01-02T03:04:05Z"),
      ("%A, %d %B %Y", "friday, 02 JANUARY 2026", "2026-01-02T00:00:00Z"),
      ("%a, %d %b %Y %T %Z", "Fri, 02 Jan 2026 03:04:05 GMT", "2026-01-02T03:04:05Z"),
      ("%Y/%j", "2024/366", "2024-12-31T00:00:00Z"), ("%Y/%j", "2026/001", "2026-01-01T00:00:00Z"),
      ("%F %I:%M %p", "2026-01-02 12:30 AM", "2026-01-02T00:30:00Z"),
      ("%F %I:%M %p", "2026-01-02 12:30 pm", "2026-01-02T12:30:00Z"),
      ("%F %I:%M %p", "2026-01-02 03:04 PM", "2026-01-02T15:04:00Z"),
      ("%FT%T%z", "2017-01-24T21:55:59+0100", "2017-01-24T20:55:59Z"),
      ("%FT%T%z", "2017-01-24T21:55:59-01:30", "2017-01-24T23:25:59Z"),
      ("%FT%T%z", "2017-01-24T21:55:59+01", "2017-01-24T20:55:59Z"),
      ("%FT%T%z", "2017-01-24T21:55:59Z", "2017-01-24T21:55:59Z"),
      ("%s.%f", "1446249499.5", "2015-10-30T23:58:19.5Z"), ("%%%F%%", "%2026-01-02%", "2026-01-02T00:00:00Z"),
      ("le %F à %T", "le 2026-01-02 à 03:04:05", "2026-01-02T03:04:05Z"),
      ("%F %T", "2016-12-31 23:59:60", "2017-01-01T00:00:00Z"),
    ]
  )
  func directives(pattern: String, text: String, expected: String) throws {
    #expect(try Timestamp(text, format: .pattern(pattern)).description == expected)
  }

  @Test("A pattern without a zone is in the zone that is given")
  func zone() throws {
    let format = TimestampFormat.pattern("%F %T", zone: .ahead(hours: 2))
    #expect(try Timestamp("2026-01-02 03:04:05", format: format).description == "2026-01-02T01:04:05Z")
    let own = TimestampFormat.pattern("%F %T %z", zone: .ahead(hours: 2))
    #expect(try Timestamp("2026-01-02 03:04:05 +0000", format: own).description == "2026-01-02T03:04:05Z")
  }

  @Test(
    "What a pattern does not read is an error",
    arguments: [
      ("%F", "2026-02-30"), ("%F", "2026-01-02 "), ("%F", "2026-001-02"), ("%F", "2026--02"),
      ("%F %T:%L", "2026-01-02 03:04:05:"), ("%F %T:%L", "2026-01-02 03:04:05:1234"),
      ("%Y/%j", "2026/366"), ("%Y/%j", "2026/000"),
      ("%F %I %p", "2026-01-02 13 PM"), ("%F %I %p", "2026-01-02 00 AM"), ("%F %I %p", "2026-01-02 01 XM"),
      ("%b %e %Y", "Mare 2 2026"), ("%b %e %Y", "Ju 2 2026"), ("%F %Z", "2026-01-02 CET"),
      ("%F %T", "2026-01-02 03:04:60"),
      ("%s", "x"), ("%F %z", "2026-01-02 +2460"),
    ]
  )
  func faults(pattern: String, text: String) {
    #expect(throws: TimestampError.self) { try Timestamp(text, format: .pattern(pattern)) }
  }

  @Test("An example in the pattern is part of the error")
  func example() throws {
    let error = #expect(throws: TimestampError.self) {
      try Timestamp("x", format: .pattern("%a %b %e %H:%M:%S.%f %Z %Y %% %p %I %j".replacing(" %p %I %j", with: "")))
    }
    #expect(error?.description.contains("Write it as Fri Jan  2 03:04:05.678 UTC 2026 %, or") == true)
    let day = TimestampFormat.pattern("%Y年%m月%d日")
    let words = #expect(throws: TimestampError.self) { try Timestamp("x", format: day) }
    #expect(words?.description.contains("Write it as 2026年01月02日, or") == true)
    #expect(try Timestamp("2026年1月2日", format: day).description == "2026-01-02T00:00:00Z")
  }

  @Test(
    "A text that is no pattern is an error that says why",
    arguments: [
      ("%Y-%m-%Q", "there is no directive %Q"), ("%F%é", "there is no directive %é"), ("%F%", "it ends with a %"),
      ("%m-%d", "it has no year"),
      ("%Y-%m", "it needs a month and a day, or a day of the year"),
      ("%Y-%m-%d %j", "it needs a month and a day, or a day of the year"),
      ("%Y-%m %j", "it needs a month and a day, or a day of the year"),
      ("%F %I:%M", "an hour of 1 to 12 and AM or PM belong together"),
      ("%F %H %p", "an hour of 1 to 12 and AM or PM belong together"), ("%F %Y", "it has the year twice"),
      ("%d %b %m %Y", "it has the month twice"), ("%F %s", "the seconds since 1970 tell the time alone"),
      ("", "it has no year"),
    ]
  )
  func patternErrors(pattern: String, reason: String) {
    let error = #expect(throws: TimestampPatternError.self) { try TimestampFormat(pattern: pattern) }
    #expect(error?.pattern == pattern)
    #expect(
      error?.description.hasPrefix("\"\(pattern)\" is no pattern of time stamps: \(reason). The directives are %Y")
        == true
    )
  }
}
