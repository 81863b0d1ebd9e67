import Testing

@testable import Generators

@Suite("Files of time zones")
struct TimeZoneFileTests {
  private func rule(_ text: String) -> DaylightSavingRule? { DaylightSavingRule(Array(text.utf8)[...]) }

  private func changes(_ text: String, _ year: Int) throws -> [String] {
    try #require(rule(text)).changes(in: year).map { "\(Timestamp(secondsSinceEpoch: $0.time)) \($0.offset)" }
  }

  @Test("A day of the year is counted with 29 February or without it")
  func daysOfYear() throws {
    for year in [2024, 2026] {
      let expected = ["\(year)-02-28T02:00:00Z 3600", "\(year)-03-01T01:00:00Z 0"]
      #expect(try changes("AAA0BBB,J59,J60", year) == expected)
    }
    let leapYear = try changes("AAA0BBB,59,60/0", 2024)
    #expect(leapYear == ["2024-02-29T02:00:00Z 3600", "2024-02-29T23:00:00Z 0"])
    let otherYear = try changes("AAA0BBB,59,60/0", 2026)
    #expect(otherYear == ["2026-03-01T02:00:00Z 3600", "2026-03-01T23:00:00Z 0"])
  }

  @Test("The fifth week is the last of a month, and changes come in their order")
  func weekdays() throws {
    let north = try changes("CET-1CEST,M2.5.0,M10.5.0/3", 2026)
    #expect(north == ["2026-02-22T01:00:00Z 7200", "2026-10-25T01:00:00Z 3600"])
    let south = try changes("<-0330>3:30<+1>-1:00:15,M10.1.4/-2:30,M3.2.6/24", 2026)
    #expect(south == ["2026-03-14T22:59:45Z -12600", "2026-10-01T01:00:00Z 3615"])
  }

  @Test(
    "A rule that POSIX does not have is none",
    arguments: [
      "", "AAA", "AAA0", "AAA0BBB", "AAA0BBB,", "AAA0BBB,J1", "AAA0BBB,J1,", "AAA0BBB,J1,J2,", "AAA0BBB,J1,J2/",
      "AAA0BBB,J0,J2", "AAA0BBB,J366,J2", "AAA0BBB,366,2", "AAA0BBB,M0.1.0,J2", "AAA0BBB,M13.1.0,J2",
      "AAA0BBB,M1.0.0,J2", "AAA0BBB,M1.6.0,J2", "AAA0BBB,M1.1.7,J2", "AAA0BBB,M1.1,J2", "<A0BBB,J1,J2", "0BBB,J1,J2",
      "AAA0000BBB,J1,J2", "AAA0:BBB,J1,J2",
    ]
  )
  func faultyRules(text: String) { #expect(rule(text) == nil) }

  /// The bytes of a file, or of one of its two parts.
  private struct Content {
    var version: UInt8 = 0
    var leapSeconds = 0
    var changes: [Int] = [100, 200]
    var kinds: [UInt8] = [1, 0]
    var offsets: [Int] = [-60, 3_600]

    func bytes(width: Int) -> [UInt8] {
      let counts = [1, 1, leapSeconds, changes.count, offsets.count, 4]
      var bytes = Array("TZif".utf8) + [version] + [UInt8](repeating: 0, count: 15)
      for count in counts { bytes += Self.number(count, width: 4) }
      for change in changes { bytes += Self.number(change, width: width) }
      bytes += kinds
      for offset in offsets { bytes += Self.number(offset, width: 4) + [0, 0] }
      return bytes + [UInt8](repeating: 65, count: 4 + 1 + 1)
    }

    private static func number(_ number: Int, width: Int) -> [UInt8] {
      (0..<width).reversed().map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
    }
  }

  @Test("A file of the first version has times of 32 bits, and no rule")
  func firstVersion() throws {
    let bytes = Content().bytes(width: 4)
    let file = try #require(TimeZoneFile(bytes))
    #expect(file.changes == [100, 200])
    #expect(file.offsets == [-60, 3_600, -60])
    #expect(file.rule == nil)
    for count in 0..<bytes.count { #expect(TimeZoneFile(Array(bytes.prefix(count))) == nil) }
  }

  @Test("A later file has its times in 64 bits behind those of 32 bits, and then a rule")
  func laterVersions() throws {
    let later = Content(version: 2, changes: [-9_000_000_000, 9_000_000_000])
    let blocks = Content(version: 2, changes: [], kinds: [], offsets: [0]).bytes(width: 4) + later.bytes(width: 8)
    let bytes = blocks + Array("\nAAA0BBB,J1,J2\n".utf8)
    let file = try #require(TimeZoneFile(bytes))
    #expect(file.changes == [-9_000_000_000, 9_000_000_000])
    #expect(file.offsets == [-60, 3_600, -60])
    #expect(file.rule != nil)
    for count in 0..<bytes.count { #expect(TimeZoneFile(Array(bytes.prefix(count))) == nil) }
    let withoutRule = try #require(TimeZoneFile(blocks + Array("\nAAA0\n".utf8)))
    #expect(withoutRule.rule == nil)
    #expect(TimeZoneFile(blocks + Array("\nAAA0BBB,J0,J2\n".utf8)) == nil)
  }

  @Test("What no zone can have makes a file none")
  func faults() {
    let faulty = [
      Content(leapSeconds: 1), Content(changes: [200, 100]), Content(changes: [100, 100]), Content(kinds: [1, 2]),
      Content(offsets: [0, 26 * 3_600]), Content(offsets: [0, -26 * 3_600]),
      Content(changes: [], kinds: [], offsets: []),
    ]
    for content in faulty { #expect(TimeZoneFile(content.bytes(width: 4)) == nil, "\(content)") }
    var bytes = Content().bytes(width: 4)
    bytes[0] = 0
    #expect(TimeZoneFile(bytes) == nil)
  }
}
