/// When clocks are put forward and back each year, as POSIX writes it: `CET-1CEST,M3.5.0,M10.5.0/3`.
struct DaylightSavingRule {
  private let standard: Int
  private let saving: Int
  private let start: Change
  private let end: Change

  /// Nil if it cannot be understood.
  init?(_ text: ArraySlice<UInt8>) {
    var scanner = RuleScanner(rest: text)
    guard scanner.passName(), let standard = scanner.time(), scanner.passName() else { return nil }
    var saving = standard - 3_600
    if scanner.rest.first != UInt8(ascii: ",") {
      guard let time = scanner.time() else { return nil }
      saving = time
    }
    guard scanner.pass(","), let start = scanner.change(), scanner.pass(","), let end = scanner.change(),
      scanner.rest.isEmpty
    else { return nil }
    // POSIX counts how far clocks are behind.
    (self.standard, self.saving) = (-standard, -saving)
    (self.start, self.end) = (start, end)
  }

  /// The changes that begin in a year, in their order.
  func changes(in year: Int) -> [(time: Int64, offset: Int32)] {
    let begin = (time: start.localTime(in: year) - Int64(standard), offset: Int32(saving))
    let end = (time: end.localTime(in: year) - Int64(saving), offset: Int32(standard))
    return begin.time < end.time ? [begin, end] : [end, begin]
  }

  fileprivate struct Change {
    enum Day {
      /// The day of the year from 1, without 29 February.
      case julian(Int)
      /// The day of the year from 0.
      case number(Int)
      case weekday(month: Int, week: Int, day: Int)
    }

    let day: Day
    let second: Int

    func localTime(in year: Int) -> Int64 {
      let newYear = CivilDay.day(year: year, month: 1, day: 1)
      let date: Int64
      switch day {
      case .julian(let number): date = newYear + Int64(CivilDay.isLeap(year) && number >= 60 ? number : number - 1)
      case .number(let number): date = newYear + Int64(number)
      case .weekday(let month, let week, let day):
        let first = CivilDay.day(year: year, month: month, day: 1)
        // 1970-01-01 was a Thursday.
        let weekday = Int((first + 4).flooredQuotientAndRemainder(dividingBy: 7).remainder)
        var number = (day - weekday + 7) % 7 + (week - 1) * 7
        if number >= CivilDay.days(inMonth: month, of: year) { number -= 7 }
        date = first + Int64(number)
      }
      return date * 86_400 + Int64(second)
    }
  }

  private struct RuleScanner {
    var rest: ArraySlice<UInt8>

    mutating func pass(_ character: Unicode.Scalar) -> Bool {
      guard rest.first == UInt8(ascii: character) else { return false }
      rest.removeFirst()
      return true
    }

    mutating func passName() -> Bool {
      if pass("<") {
        guard let end = rest.firstIndex(of: UInt8(ascii: ">")) else { return false }
        rest = rest[(end + 1)...]
        return true
      }
      let letters = rest.prefix { ($0 | 0x20) >= UInt8(ascii: "a") && ($0 | 0x20) <= UInt8(ascii: "z") }
      rest = rest[letters.endIndex...]
      return !letters.isEmpty
    }

    mutating func number() -> Int? {
      let digits = rest.prefix { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
      rest = rest[digits.endIndex...]
      return digits.count <= 3 ? Int(String(decoding: digits, as: UTF8.self)) : nil
    }

    /// `2`, `-2`, `2:30` or `2:30:15` in seconds.
    mutating func time() -> Int? {
      let isNegative = pass("-")
      if !isNegative { _ = pass("+") }
      guard let hours = number() else { return nil }
      var seconds = hours * 3_600
      for unit in [60, 1] where pass(":") {
        guard let number = number() else { return nil }
        seconds += number * unit
      }
      return isNegative ? -seconds : seconds
    }

    mutating func change() -> Change? {
      let day: Change.Day
      if pass("M") {
        guard let month = number(), pass("."), let week = number(), pass("."), let weekday = number(),
          (1...12).contains(month), (1...5).contains(week), weekday <= 6
        else { return nil }
        day = .weekday(month: month, week: week, day: weekday)
      } else if pass("J") {
        guard let number = number(), (1...365).contains(number) else { return nil }
        day = .julian(number)
      } else {
        guard let number = number(), number <= 365 else { return nil }
        day = .number(number)
      }
      guard pass("/") else { return Change(day: day, second: 7_200) }
      guard let second = time() else { return nil }
      return Change(day: day, second: second)
    }
  }
}
