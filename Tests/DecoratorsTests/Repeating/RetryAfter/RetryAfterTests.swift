import DecoratorsTesting
import Testing

@testable import Decorators

@Suite struct RetryAfterTests {
  private let date = "Sun, 06 Nov 1994 08:49:37 GMT"

  @Test("U7: digits are seconds, and anything else that is no date is no hint")
  func digits() {
    let read: [(String, Duration?)] = [
      ("120", .seconds(120)), ("1", .seconds(1)), ("007", .seconds(7)), (" 5\t", .seconds(5)),
      ("9999999999", .seconds(9_999_999_999)), ("10000000000", nil), ("0", nil), ("0000000000", nil), ("-3", nil),
      ("+3", nil), ("1.5", nil), ("", nil), (" ", nil), ("1 2", nil), ("1s", nil), ("١", nil), ("1e3", nil),
      ("soon", nil),
    ]
    for (header, delay) in read { #expect(RetryAfter(header)?.delay == delay, "\(header)") }
    #expect(RetryAfter(nil) == nil)
    #expect(RetryAfter("3").map { "\($0)" } == "retry after 3.0 seconds")
  }

  @Test("U7: retry-after-ms goes first, if it is a number")
  func milliseconds() {
    #expect(RetryAfter("120", milliseconds: "1500")?.delay == .milliseconds(1_500))
    #expect(RetryAfter(nil, milliseconds: "1")?.delay == .milliseconds(1))
    for other in ["0", "-1", "1.5", "", "soon"] {
      #expect(RetryAfter("120", milliseconds: other)?.delay == .seconds(120))
      #expect(RetryAfter(nil, milliseconds: other) == nil)
    }
  }

  @Test(
    "U7: a date counts from the answer's own date, whatever our clock says",
    arguments: [nil, 0, 9_999_999_999] as [Int64?]
  )
  func dates(now: Int64?) {
    for later in ["Sun, 06 Nov 1994 08:50:07 GMT", "Sunday, 06-Nov-94 08:50:07 GMT", "Sun Nov  6 08:50:07 1994"] {
      // Two digits of a year depend on the answer's date, and not on our clock.
      #expect(RetryAfter(later, responseDate: date, now: now)?.delay == .seconds(30), "\(later)")
    }
  }

  @Test("U7: without a date of the answer, a given time counts, and without both there is no hint")
  func localTime() {
    #expect(RetryAfter(date, now: 784_111_777 - 60)?.delay == .seconds(60))
    #expect(RetryAfter(date, responseDate: "yesterday", now: 784_111_777 - 60)?.delay == .seconds(60))
    #expect(RetryAfter(date, now: .max) == nil && RetryAfter(date, now: .min) == nil)
    #expect(RetryAfter(date) == nil)
    #expect(RetryAfter(date, responseDate: "yesterday") == nil)
  }

  @Test("U7: a date that is not in the future is no hint")
  func pastDates() {
    #expect(RetryAfter(date, responseDate: date) == nil)
    #expect(RetryAfter(date, responseDate: "Sun, 06 Nov 1994 08:49:38 GMT") == nil)
    #expect(RetryAfter(date, responseDate: "Sun, 06 Nov 1994 08:49:36 GMT")?.delay == .seconds(1))
  }

  @Test("U8: the header counts on 413, 429, 503 and redirections")
  func statuses() {
    let honored = (100...599).filter(RetryAfter.isHonored)
    #expect(honored == Array(300...399) + [413, 429, 503])
  }

  @Test("R9, U7: the cap of the policy is the cap of the header")
  func capped() async {
    let clock = RecordingClock()
    let ends = ValueRecorder<RetryGiveUp>()
    let policy = RetryPolicy(attempts: 2, backoff: .none, didGiveUp: { ends.append($0) }, clock: clock)
    for header in ["120", "60"] {
      try? await policy.run { () async throws in
        throw StatusError(status: 503, retryAfter: RetryAfter(header)?.delay)
      }
    }
    #expect(clock.sleeps == [.seconds(60)])
    #expect(ends.values.map(\.reason) == [.serverDelayTooLong, .attemptsExhausted])
  }

  @Test("U8: a delay that reaches the deadline of the task, or the limit of the call, ends the call at once")
  func pastTheEnd() async throws {
    let clock = RecordingClock()
    let ends = ValueRecorder<RetryGiveUp>()
    func call(within limit: Duration?, after header: String) async {
      let policy = RetryPolicy(attempts: 2, within: limit, didGiveUp: { ends.append($0) }, clock: clock)
      try? await policy.run { () async throws in
        throw StatusError(status: 503, retryAfter: RetryAfter(header)?.delay)
      }
    }
    await call(within: .seconds(30), after: "30")
    try await withTimeLimit(within: .seconds(30), propagating: true, clock: ManualClock()) {
      await call(within: nil, after: "30")
    }
    #expect(clock.sleeps.isEmpty)
    #expect(ends.values.map(\.reason) == [.limitReached, .limitReached])
    #expect(ends.values.map(\.serverDelay) == [.seconds(30), .seconds(30)])
  }

  // MARK: Dates

  @Test("U7: the three forms of a date, against the system's own calendar")
  func fixtures() {
    for (seconds, standard, old, asctime) in dateFixtures {
      #expect(HTTPDate.seconds(standard, around: nil) == seconds, "\(standard)")
      #expect(HTTPDate.seconds(old, around: seconds) == seconds, "\(old)")
      #expect(HTTPDate.seconds(asctime, around: nil) == seconds, "\(asctime)")
    }
  }

  @Test("U7: every day of 140 years follows the one before it")
  func everyDay() {
    let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    var expected: Int64 = 0
    for year in 1970..<2110 {
      for (month, name) in months.enumerated() {
        let isLeap = year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400))
        let length = month == 1 ? (isLeap ? 29 : 28) : [3, 5, 8, 10].contains(month) ? 30 : 31
        for day in 1...32 {
          let text = "Mon, \(day < 10 ? "0" : "")\(day) \(name) \(year) 00:00:00 GMT"
          let read = HTTPDate.seconds(text, around: nil)
          guard read == (day <= length ? expected : nil) else {
            Issue.record("\(text) is read as \(String(describing: read))")
            return
          }
          if day <= length { expected += 86_400 }
        }
      }
    }
  }

  @Test("U7: two digits of a year mean the one that is at most 50 years ahead")
  func twoDigits() {
    func year(_ digits: String, in now: String) -> Int64? {
      let now = HTTPDate.seconds("Mon, 15 Jun \(now) 00:00:00 GMT", around: nil)!
      return HTTPDate.seconds("Sunday, 15-Jun-\(digits) 00:00:00 GMT", around: now).map {
        1_970 + Int64((Double($0) / 31_556_952).rounded(.down))
      }
    }
    #expect(year("94", in: "1994") == 1994)
    #expect(year("44", in: "1994") == 2044)
    #expect(year("45", in: "1994") == 1945)
    #expect(year("00", in: "1999") == 2000)
    #expect(year("76", in: "2026") == 2076)
    #expect(year("77", in: "2026") == 1977)
    #expect(HTTPDate.seconds("Sunday, 06-Nov-94 08:49:37 GMT", around: nil) == 784_111_777)
    #expect(HTTPDate.seconds("Thursday, 01-Jan-70 00:00:00 GMT", around: nil) == 0)
  }

  @Test(
    "U7: no other text is a date",
    arguments: [
      "", "GMT", "Sun, 06 Nov 1994 08:49:37", "Sun, 06 Nov 1994 08:49:37 UTC", "Sun, 06 Nov 1994 08:49:37 GMT+1",
      "Sun, 6 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 94 08:49:37 GMT", "Sun 06 Nov 1994 08:49:37 GMT",
      "sun, 06 Nov 1994 08:49:37 GMT", "Sun, 06 nov 1994 08:49:37 GMT", "Sun, 00 Nov 1994 08:49:37 GMT",
      "Sun, 31 Nov 1994 08:49:37 GMT", "Sun, 29 Feb 1994 08:49:37 GMT", "Sun, 06 Nov 1994 24:00:00 GMT",
      "Sun, 06 Nov 1994 08:60:00 GMT", "Sun, 06 Nov 1994 08:49:61 GMT", "Sun, 06-Nov-94 08:49:37 GMT",
      "Sunday, 06-Nov-1994 08:49:37 GMT", "Sunday, 06 Nov 94 08:49:37 GMT", "Sun Nov 6 08:49:37 1994",
      "Sun Nov  6 08:49:37 94", "Sun Nov 06 08:49:37 1994 GMT", "1994-11-06T08:49:37Z", "784111777",
    ]
  )
  func otherTexts(text: String) {
    #expect(HTTPDate.seconds(text, around: 0) == nil)
  }

  @Test func aLeapSecond_isTheNextMinute() {
    #expect(HTTPDate.seconds("Sat, 31 Dec 2016 23:59:60 GMT", around: nil) == 1_483_228_800)
  }

  @Test func noText_crashes() {
    var generator = SeededGenerator(seed: 11)
    let forms = dateFixtures.prefix(10).flatMap { [$0.1, $0.2, $0.3] }
    for _ in 0..<3_000 {
      var bytes = Array(forms.randomElement(using: &generator)!.utf8)
      for _ in 0..<Int.random(in: 1...3, using: &generator) {
        let place = Int.random(in: bytes.indices, using: &generator)
        switch Int.random(in: 0..<3, using: &generator) {
        case 0: bytes[place] = UInt8.random(in: 0...255, using: &generator)
        case 1 where bytes.count > 1: bytes.remove(at: place)
        default: bytes.insert(UInt8.random(in: 32...126, using: &generator), at: place)
        }
      }
      _ = RetryAfter(String(decoding: bytes, as: UTF8.self), responseDate: date, now: 0)
    }
  }
}

/// Seconds since 1970, and what `date -u -d @seconds` prints for them in the three forms.
private let dateFixtures: [(Int64, String, String, String)] = [
  (0, "Thu, 01 Jan 1970 00:00:00 GMT", "Thursday, 01-Jan-70 00:00:00 GMT", "Thu Jan  1 00:00:00 1970"),
  (784111777, "Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"),
  (951782399, "Mon, 28 Feb 2000 23:59:59 GMT", "Monday, 28-Feb-00 23:59:59 GMT", "Mon Feb 28 23:59:59 2000"),
  (951782400, "Tue, 29 Feb 2000 00:00:00 GMT", "Tuesday, 29-Feb-00 00:00:00 GMT", "Tue Feb 29 00:00:00 2000"),
  (951868800, "Wed, 01 Mar 2000 00:00:00 GMT", "Wednesday, 01-Mar-00 00:00:00 GMT", "Wed Mar  1 00:00:00 2000"),
  (4107542399, "Sun, 28 Feb 2100 23:59:59 GMT", "Sunday, 28-Feb-00 23:59:59 GMT", "Sun Feb 28 23:59:59 2100"),
  (4107542400, "Mon, 01 Mar 2100 00:00:00 GMT", "Monday, 01-Mar-00 00:00:00 GMT", "Mon Mar  1 00:00:00 2100"),
  (1709164800, "Thu, 29 Feb 2024 00:00:00 GMT", "Thursday, 29-Feb-24 00:00:00 GMT", "Thu Feb 29 00:00:00 2024"),
  (1709251199, "Thu, 29 Feb 2024 23:59:59 GMT", "Thursday, 29-Feb-24 23:59:59 GMT", "Thu Feb 29 23:59:59 2024"),
  (1709251200, "Fri, 01 Mar 2024 00:00:00 GMT", "Friday, 01-Mar-24 00:00:00 GMT", "Fri Mar  1 00:00:00 2024"),
  (1735689599, "Tue, 31 Dec 2024 23:59:59 GMT", "Tuesday, 31-Dec-24 23:59:59 GMT", "Tue Dec 31 23:59:59 2024"),
  (1735689600, "Wed, 01 Jan 2025 00:00:00 GMT", "Wednesday, 01-Jan-25 00:00:00 GMT", "Wed Jan  1 00:00:00 2025"),
  (-1, "Wed, 31 Dec 1969 23:59:59 GMT", "Wednesday, 31-Dec-69 23:59:59 GMT", "Wed Dec 31 23:59:59 1969"),
  (-31536000, "Wed, 01 Jan 1969 00:00:00 GMT", "Wednesday, 01-Jan-69 00:00:00 GMT", "Wed Jan  1 00:00:00 1969"),
  (253402300799, "Fri, 31 Dec 9999 23:59:59 GMT", "Friday, 31-Dec-99 23:59:59 GMT", "Fri Dec 31 23:59:59 9999"),
  (68169600, "Tue, 29 Feb 1972 00:00:00 GMT", "Tuesday, 29-Feb-72 00:00:00 GMT", "Tue Feb 29 00:00:00 1972"),
  (68255999, "Tue, 29 Feb 1972 23:59:59 GMT", "Tuesday, 29-Feb-72 23:59:59 GMT", "Tue Feb 29 23:59:59 1972"),
  (2147483647, "Tue, 19 Jan 2038 03:14:07 GMT", "Tuesday, 19-Jan-38 03:14:07 GMT", "Tue Jan 19 03:14:07 2038"),
  (2147483648, "Tue, 19 Jan 2038 03:14:08 GMT", "Tuesday, 19-Jan-38 03:14:08 GMT", "Tue Jan 19 03:14:08 2038"),
  (4102444799, "Thu, 31 Dec 2099 23:59:59 GMT", "Thursday, 31-Dec-99 23:59:59 GMT", "Thu Dec 31 23:59:59 2099"),
  (4102444800, "Fri, 01 Jan 2100 00:00:00 GMT", "Friday, 01-Jan-00 00:00:00 GMT", "Fri Jan  1 00:00:00 2100"),
  (2675342405, "Sun, 11 Oct 2054 14:40:05 GMT", "Sunday, 11-Oct-54 14:40:05 GMT", "Sun Oct 11 14:40:05 2054"),
  (1097127993, "Thu, 07 Oct 2004 05:46:33 GMT", "Thursday, 07-Oct-04 05:46:33 GMT", "Thu Oct  7 05:46:33 2004"),
  (3185950873, "Tue, 16 Dec 2070 10:21:13 GMT", "Tuesday, 16-Dec-70 10:21:13 GMT", "Tue Dec 16 10:21:13 2070"),
  (1539898300, "Thu, 18 Oct 2018 21:31:40 GMT", "Thursday, 18-Oct-18 21:31:40 GMT", "Thu Oct 18 21:31:40 2018"),
  (3415330359, "Thu, 24 Mar 2078 06:52:39 GMT", "Thursday, 24-Mar-78 06:52:39 GMT", "Thu Mar 24 06:52:39 2078"),
  (2965446622, "Fri, 21 Dec 2063 07:10:22 GMT", "Friday, 21-Dec-63 07:10:22 GMT", "Fri Dec 21 07:10:22 2063"),
  (3614262064, "Wed, 12 Jul 2084 17:41:04 GMT", "Wednesday, 12-Jul-84 17:41:04 GMT", "Wed Jul 12 17:41:04 2084"),
  (3177840169, "Sat, 13 Sep 2070 13:22:49 GMT", "Saturday, 13-Sep-70 13:22:49 GMT", "Sat Sep 13 13:22:49 2070"),
  (2800454814, "Sat, 28 Sep 2058 16:06:54 GMT", "Saturday, 28-Sep-58 16:06:54 GMT", "Sat Sep 28 16:06:54 2058"),
  (3961355680, "Wed, 13 Jul 2095 00:34:40 GMT", "Wednesday, 13-Jul-95 00:34:40 GMT", "Wed Jul 13 00:34:40 2095"),
  (2276503845, "Thu, 20 Feb 2042 10:10:45 GMT", "Thursday, 20-Feb-42 10:10:45 GMT", "Thu Feb 20 10:10:45 2042"),
  (124576495, "Wed, 12 Dec 1973 20:34:55 GMT", "Wednesday, 12-Dec-73 20:34:55 GMT", "Wed Dec 12 20:34:55 1973"),
  (3609267711, "Mon, 15 May 2084 22:21:51 GMT", "Monday, 15-May-84 22:21:51 GMT", "Mon May 15 22:21:51 2084"),
  (1999834075, "Mon, 16 May 2033 05:27:55 GMT", "Monday, 16-May-33 05:27:55 GMT", "Mon May 16 05:27:55 2033"),
  (3332716663, "Sun, 11 Aug 2075 02:37:43 GMT", "Sunday, 11-Aug-75 02:37:43 GMT", "Sun Aug 11 02:37:43 2075"),
  (1069673014, "Mon, 24 Nov 2003 11:23:34 GMT", "Monday, 24-Nov-03 11:23:34 GMT", "Mon Nov 24 11:23:34 2003"),
  (2787324501, "Mon, 29 Apr 2058 16:48:21 GMT", "Monday, 29-Apr-58 16:48:21 GMT", "Mon Apr 29 16:48:21 2058"),
  (222708024, "Fri, 21 Jan 1977 15:20:24 GMT", "Friday, 21-Jan-77 15:20:24 GMT", "Fri Jan 21 15:20:24 1977"),
  (3869338171, "Tue, 12 Aug 2092 00:09:31 GMT", "Tuesday, 12-Aug-92 00:09:31 GMT", "Tue Aug 12 00:09:31 2092"),
  (673671309, "Wed, 08 May 1991 02:55:09 GMT", "Wednesday, 08-May-91 02:55:09 GMT", "Wed May  8 02:55:09 1991"),
  (486215926, "Wed, 29 May 1985 11:58:46 GMT", "Wednesday, 29-May-85 11:58:46 GMT", "Wed May 29 11:58:46 1985"),
  (1596840319, "Fri, 07 Aug 2020 22:45:19 GMT", "Friday, 07-Aug-20 22:45:19 GMT", "Fri Aug  7 22:45:19 2020"),
  (2014636194, "Thu, 03 Nov 2033 13:09:54 GMT", "Thursday, 03-Nov-33 13:09:54 GMT", "Thu Nov  3 13:09:54 2033"),
  (3729944832, "Fri, 12 Mar 2088 15:47:12 GMT", "Friday, 12-Mar-88 15:47:12 GMT", "Fri Mar 12 15:47:12 2088"),
  (1059022248, "Thu, 24 Jul 2003 04:50:48 GMT", "Thursday, 24-Jul-03 04:50:48 GMT", "Thu Jul 24 04:50:48 2003"),
  (1635342798, "Wed, 27 Oct 2021 13:53:18 GMT", "Wednesday, 27-Oct-21 13:53:18 GMT", "Wed Oct 27 13:53:18 2021"),
  (2335435112, "Sun, 03 Jan 2044 11:58:32 GMT", "Sunday, 03-Jan-44 11:58:32 GMT", "Sun Jan  3 11:58:32 2044"),
  (437976711, "Fri, 18 Nov 1983 04:11:51 GMT", "Friday, 18-Nov-83 04:11:51 GMT", "Fri Nov 18 04:11:51 1983"),
  (2465058629, "Tue, 11 Feb 2048 18:30:29 GMT", "Tuesday, 11-Feb-48 18:30:29 GMT", "Tue Feb 11 18:30:29 2048"),
  (1070867289, "Mon, 08 Dec 2003 07:08:09 GMT", "Monday, 08-Dec-03 07:08:09 GMT", "Mon Dec  8 07:08:09 2003"),
  (56325017, "Thu, 14 Oct 1971 21:50:17 GMT", "Thursday, 14-Oct-71 21:50:17 GMT", "Thu Oct 14 21:50:17 1971"),
  (3140410144, "Sun, 07 Jul 2069 08:09:04 GMT", "Sunday, 07-Jul-69 08:09:04 GMT", "Sun Jul  7 08:09:04 2069"),
  (930847394, "Thu, 01 Jul 1999 16:43:14 GMT", "Thursday, 01-Jul-99 16:43:14 GMT", "Thu Jul  1 16:43:14 1999"),
  (1752995436, "Sun, 20 Jul 2025 07:10:36 GMT", "Sunday, 20-Jul-25 07:10:36 GMT", "Sun Jul 20 07:10:36 2025"),
  (1200367645, "Tue, 15 Jan 2008 03:27:25 GMT", "Tuesday, 15-Jan-08 03:27:25 GMT", "Tue Jan 15 03:27:25 2008"),
  (782009009, "Thu, 13 Oct 1994 00:43:29 GMT", "Thursday, 13-Oct-94 00:43:29 GMT", "Thu Oct 13 00:43:29 1994"),
  (3935673377, "Sat, 18 Sep 2094 18:36:17 GMT", "Saturday, 18-Sep-94 18:36:17 GMT", "Sat Sep 18 18:36:17 2094"),
  (3725708445, "Fri, 23 Jan 2088 15:00:45 GMT", "Friday, 23-Jan-88 15:00:45 GMT", "Fri Jan 23 15:00:45 2088"),
  (3288765765, "Tue, 20 Mar 2074 10:02:45 GMT", "Tuesday, 20-Mar-74 10:02:45 GMT", "Tue Mar 20 10:02:45 2074"),
  (1672620529, "Mon, 02 Jan 2023 00:48:49 GMT", "Monday, 02-Jan-23 00:48:49 GMT", "Mon Jan  2 00:48:49 2023"),
]
