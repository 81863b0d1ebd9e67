import Foundation
import Generators
import Testing

@Suite("Time stamps")
struct TimestampTests {
  private struct Wrapped: Codable, Equatable { var at: Timestamp }

  @Test("The days since 1970 are those of the Gregorian calendar, from the year 0 to 9999")
  func days() throws {
    var calendar = Calendar(identifier: .iso8601)
    calendar.timeZone = try #require(TimeZone(identifier: "UTC"))
    // Every day of four hundred years, after which the calendar repeats, by counting.
    var day = Int64(-135_140)  // 1600-01-01
    for year in 1_600..<2_000 {
      let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
      for (month, length) in [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31].enumerated() {
        for number in 1...length {
          let text = "\(year)-\(month < 9 ? "0" : "")\(month + 1)-\(number < 10 ? "0" : "")\(number)"
          let time = try Timestamp(text, format: .date())
          #expect(time.secondsSinceEpoch == day * 86_400, "\(text)")
          #expect(time.description == "\(text)T00:00:00Z")
          day += 1
        }
      }
    }
    #expect(day == 10_957)  // 2000-01-01
    for (text, seconds) in [
      ("0000-01-01T00:00:00Z", -62_167_219_200), ("0000-02-29T00:00:00Z", -62_162_121_600),
      ("0001-01-01T00:00:00Z", -62_135_596_800), ("1970-01-01T00:00:00Z", 0), ("1969-12-31T23:59:59Z", -1),
      ("2000-02-29T12:00:00Z", 951_825_600), ("9999-12-31T23:59:59Z", 253_402_300_799),
    ] {
      let time = try Timestamp(text)
      #expect(time.secondsSinceEpoch == seconds)
      #expect(time.description == text)
    }
  }

  @Test("It has seconds, nanoseconds, the time since 1970 and the interval that a Date takes")
  func parts() throws {
    let time = try Timestamp("2026-01-02T03:04:05.25+01:00")
    #expect(time.secondsSinceEpoch == 1_767_319_445)
    #expect(time.nanoseconds == 250_000_000)
    #expect(time.sinceEpoch == .seconds(1_767_319_445) + .milliseconds(250))
    #expect(Date(timeIntervalSince1970: time.timeIntervalSince1970).timeIntervalSince1970 == 1_767_319_445.25)
    #expect(time.description == "2026-01-02T02:04:05.25Z")
    let before = Timestamp(secondsSinceEpoch: -1, nanoseconds: 999_999_999)
    #expect(before.description == "1969-12-31T23:59:59.999999999Z")
    #expect(before.sinceEpoch == .nanoseconds(-1))
    #expect(before < Timestamp(secondsSinceEpoch: 0))
    #expect(Timestamp(secondsSinceEpoch: 0, nanoseconds: 1) > Timestamp(secondsSinceEpoch: 0))
  }

  @Test("A duration since 1970 is rounded down to nanoseconds")
  func durations() {
    for (duration, seconds, nanoseconds) in [
      (Duration.zero, 0, 0), (.nanoseconds(1), 0, 1), (.nanoseconds(-1), -1, 999_999_999), (.seconds(-1), -1, 0),
      (Duration(secondsComponent: 0, attosecondsComponent: 1), 0, 0),
      (Duration(secondsComponent: 0, attosecondsComponent: -1), -1, 999_999_999),
      (.milliseconds(1_500), 1, 500_000_000),
    ] {
      let time = Timestamp(sinceEpoch: duration)
      #expect(time.secondsSinceEpoch == Int64(seconds))
      #expect(time.nanoseconds == nanoseconds)
    }
    let far = Timestamp(secondsSinceEpoch: .max, nanoseconds: 999_999_999)
    #expect(Timestamp(sinceEpoch: far.sinceEpoch) == far)
    // A window over time can begin before the first time stamp.
    let first = Timestamp(secondsSinceEpoch: .min)
    #expect(Timestamp(sinceEpoch: first.sinceEpoch) == first)
    for beyond in [Duration.nanoseconds(1), .seconds(1), .seconds(Int64.max)] {
      #expect(Timestamp(sinceEpoch: far.sinceEpoch + beyond) == far)
      #expect(Timestamp(sinceEpoch: first.sinceEpoch - beyond) == first)
    }
    for window in [first, far].windows(over: .seconds(60), at: \.sinceEpoch) {
      #expect(window.elements.contains(first) == (Timestamp(sinceEpoch: window.start) == first))
    }
    #expect(Timestamp(secondsSinceEpoch: 253_402_300_800).description == "+10000-01-01T00:00:00Z")
    #expect(Timestamp(secondsSinceEpoch: -62_167_219_201).description == "-0001-12-31T23:59:59Z")
    #expect(!Timestamp(secondsSinceEpoch: .min).description.isEmpty && !far.description.isEmpty)
  }

  @Test("As Codable it is a text in RFC 3339, and years that RFC 3339 does not have are errors")
  func codable() throws {
    let wrapped = Wrapped(at: try Timestamp("2026-01-02T03:04:05.123456789Z"))
    let json = try JSONEncoder().encode(wrapped)
    #expect(String(decoding: json, as: UTF8.self) == #"{"at":"2026-01-02T03:04:05.123456789Z"}"#)
    #expect(try JSONDecoder().decode(Wrapped.self, from: json) == wrapped)
    #expect(throws: EncodingError.self) {
      try JSONEncoder().encode(Wrapped(at: Timestamp(secondsSinceEpoch: 253_402_300_800)))
    }
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(Wrapped.self, from: Data(#"{"at":"2026-02-30T00:00:00Z"}"#.utf8))
    }
    #expect(throws: DecodingError.self) { try JSONDecoder().decode(Wrapped.self, from: Data(#"{"at":1}"#.utf8)) }
  }

  @Test("Nanoseconds of a whole second and more stop the program")
  func misuse() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Timestamp(secondsSinceEpoch: 0, nanoseconds: 1_000_000_000)
    }
    #expect(result.message.contains("A time stamp has 0 to 999,999,999 nanoseconds, not 1000000000."))
  }
}
