import DecoratorsTesting
import Foundation
import Generators
import Testing

@Suite(
  "Zones of places",
  .enabled(if: access("/usr/share/zoneinfo/Europe/Berlin", R_OK) == 0, "The system has no time zone database.")
)
struct TimestampZoneTests {
  private func read(_ text: String, _ zone: String) throws -> String {
    try Timestamp(text, format: .anyOf(.dateTime(zone: TimestampZone(named: zone)))).description
  }

  @Test(
    "Local times are read with the daylight saving time of their day, before the data of the database and after it",
    arguments: [
      ("2026-01-02 03:04:05", "Europe/Berlin", "2026-01-02T02:04:05Z"),
      ("2026-07-02 03:04:05.5", "Europe/Berlin", "2026-07-02T01:04:05.5Z"),
      ("2026-07-02 03:04:05", "America/New_York", "2026-07-02T07:04:05Z"),
      ("2026-01-02 03:04:05", "Australia/Sydney", "2026-01-01T16:04:05Z"),
      ("2026-07-02 03:04:05", "Australia/Sydney", "2026-07-01T17:04:05Z"),
      ("2026-01-02 03:04:05", "Asia/Kolkata", "2026-01-01T21:34:05Z"),
      ("2026-07-02 03:04:05", "Europe/Dublin", "2026-07-02T02:04:05Z"),
      ("2026-01-02 03:04:05", "UTC", "2026-01-02T03:04:05Z"),
      ("1875-01-01 00:00:00", "Europe/Berlin", "1874-12-31T23:06:32Z"),
      ("1945-06-15 12:00:00", "Europe/Berlin", "1945-06-15T09:00:00Z"),
      ("2100-07-01 12:00:00", "Europe/Berlin", "2100-07-01T10:00:00Z"),
      ("2100-12-01 12:00:00", "America/New_York", "2100-12-01T17:00:00Z"),
      ("2438-07-01 12:00:00", "Europe/Berlin", "2438-07-01T10:00:00Z"),
      ("9999-07-01 12:00:00", "Europe/Berlin", "9999-07-01T10:00:00Z"),
      ("9999-12-31 23:59:59", "Europe/Berlin", "9999-12-31T22:59:59Z"),
      ("0000-01-01 12:00:00", "Europe/Berlin", "0000-01-01T11:06:32Z"),
    ]
  )
  func localTimes(text: String, zone: String, expected: String) throws {
    #expect(try read(text, zone) == expected)
  }

  @Test("A time that clocks show twice is the first, and one that they skip is an error")
  func changes() throws {
    #expect(try read("2026-10-25 01:59:59", "Europe/Berlin") == "2026-10-24T23:59:59Z")
    #expect(try read("2026-10-25 02:00:00", "Europe/Berlin") == "2026-10-25T00:00:00Z")
    #expect(try read("2026-10-25 02:59:59", "Europe/Berlin") == "2026-10-25T00:59:59Z")
    #expect(try read("2026-10-25 03:00:00", "Europe/Berlin") == "2026-10-25T02:00:00Z")
    #expect(try read("2026-03-29 01:59:59", "Europe/Berlin") == "2026-03-29T00:59:59Z")
    for time in ["02:00:00", "02:30:00", "02:59:59"] {
      let error = #expect(throws: TimestampError.self) { try read("2026-03-29 \(time)", "Europe/Berlin") }
      #expect(error?.description.contains("is no time stamp: clocks in its zone skip this time") == true)
    }
    #expect(try read("2026-03-29 03:00:00", "Europe/Berlin") == "2026-03-29T01:00:00Z")
    // The same 400 years later, by the rule.
    #expect(throws: TimestampError.self) { try read("2426-03-29 02:30:00", "Europe/Berlin") }
    #expect(try read("2426-10-25 02:30:00", "Europe/Berlin") == "2426-10-25T00:30:00Z")
    // The second of the two needs its distance from UTC.
    let berlin = try TimestampZone(named: "Europe/Berlin")
    let second = try Timestamp("2026-10-25T01:30:00Z")
    let error = #expect(throws: TimestampWritingError.self) { try second.text(.dateTime(zone: berlin)) }
    #expect(error?.description.contains("2026-10-25T02:30:00 would be read as 2026-10-25T00:30:00Z") == true)
    #expect(try second.text(.pattern("%F %T %z", zone: berlin)) == "2026-10-25 02:30:00 +0100")
  }

  @Test("A day begins with its first second, also where midnight is skipped")
  func days() throws {
    func start(_ text: String, _ zone: String) throws -> String {
      try Timestamp(text, format: .date(zone: TimestampZone(named: zone))).description
    }
    #expect(try start("2026-07-02", "Europe/Berlin") == "2026-07-01T22:00:00Z")
    #expect(try start("2018-11-04", "America/Sao_Paulo") == "2018-11-04T03:00:00Z")
    let first = try Timestamp("2018-11-04T03:00:00Z")
    #expect(try first.text(.date(zone: TimestampZone(named: "America/Sao_Paulo"))) == "2018-11-04")
    // Samoa went over the date line, and had no 30 December.
    let error = #expect(throws: TimestampError.self) { try start("2011-12-30", "Pacific/Apia") }
    #expect(error?.description.contains("clocks in its zone skip this time") == true)
    #expect(try start("2011-12-31", "Pacific/Apia") == "2011-12-30T10:00:00Z")
  }

  @Test("Leap seconds end the last UTC day of a month in a zone too, and syslog and patterns have zones")
  func formats() throws {
    #expect(try read("2017-01-01 00:59:60", "Europe/Berlin") == "2017-01-01T00:00:00Z")
    let berlin = try TimestampZone(named: "Europe/Berlin")
    #expect(
      try Timestamp("Jul  2 03:04:05", format: .syslog(year: 2026, zone: berlin)).description == "2026-07-02T01:04:05Z"
    )
    #expect(
      try Timestamp("02.07.2026 03:04", format: .pattern("%d.%m.%Y %H:%M", zone: berlin)).description
        == "2026-07-02T01:04:00Z"
    )
    #expect(
      try Timestamp("2026-07-02 03:04 +0530", format: .pattern("%F %R %z", zone: berlin)).description
        == "2026-07-01T21:34:00Z"
    )
  }

  @Test("Random times are those of Foundation, and come back")
  func foundation() throws {
    var random = SeededGenerator(seed: 5)
    for name in [
      "Europe/Berlin", "Europe/London", "America/New_York", "America/Los_Angeles", "Australia/Lord_Howe",
      "Asia/Kathmandu", "Pacific/Chatham", "America/St_Johns", "Africa/Cairo", "Asia/Tokyo", "UTC",
    ] {
      let foundation = try #require(TimeZone(identifier: name))
      let zone = try TimestampZone(named: name)
      #expect(try zone == TimestampZone(named: name))
      for _ in 0..<1_000 {
        let seconds = Int64.random(in: 0...1_700_000_000, using: &random)
        let offset = foundation.secondsFromGMT(for: Date(timeIntervalSince1970: Double(seconds)))
        let time = Timestamp(secondsSinceEpoch: seconds)
        let local = try Timestamp(secondsSinceEpoch: seconds + Int64(offset)).text(.dateTime())
        #expect(try time.text(.pattern("%FT%T%z", zone: zone)).dropLast(5) == local, "\(name)")
        // An hour that clocks show twice is read as the first.
        let read = try Timestamp(local, format: .dateTime(zone: zone))
        let isFirst =
          foundation.secondsFromGMT(for: Date(timeIntervalSince1970: Double(read.secondsSinceEpoch))) > offset
        #expect(read == time || read < time && isFirst, "\(name): \(local)")
      }
    }
  }

  @Test("A zone that the system does not have is an error with the way out")
  func unknown() {
    let error = #expect(throws: TimestampZoneError.self) { try TimestampZone(named: "Europe/Berlim") }
    #expect(error?.name == "Europe/Berlim")
    #expect(
      error?.description
        == "There is no time zone \"Europe/Berlim\": it is not in /usr/share/zoneinfo. Check the name, or install the "
        + "time zone database (the package tzdata)."
    )
    for name in [
      "", "Europe", "../../etc/passwd", "/usr/share/zoneinfo/UTC", "Europe//Berlin", "zone.tab", "tzdata.zi", "Ä",
      "a\0b",
    ] {
      #expect(throws: TimestampZoneError.self, "\(name)") { try TimestampZone(named: name) }
    }
  }
}
