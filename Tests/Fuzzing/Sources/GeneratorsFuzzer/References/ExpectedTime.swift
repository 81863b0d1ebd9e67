import Generators

/// A time as a plain reading of the formats has it.
struct ExpectedTime: Equatable {
  var seconds: Int
  var nanoseconds: Int

  init(seconds: Int, nanoseconds: Int) { (self.seconds, self.nanoseconds) = (seconds, nanoseconds) }

  init(_ time: Timestamp) { self.init(seconds: Int(time.secondsSinceEpoch), nanoseconds: time.nanoseconds) }

  /// The time at the start of `bytes`, and where it ends.
  static func parse(_ bytes: ArraySlice<UInt8>, _ format: TimestampsReader.Settings) -> (ExpectedTime, Int)? {
    var text = PlainText(bytes)
    let time: ExpectedTime? =
      switch format {
      case .rfc3339: rfc3339(&text)
      case .dateTime: dateTime(&text)
      case .date: text.date().map { ExpectedTime(seconds: $0 * 86_400, nanoseconds: 0) }
      case .commonLog: commonLog(&text)
      case .syslog: syslog(&text)
      case .seconds: epoch(&text, 1)
      case .milliseconds: epoch(&text, 1_000)
      }
    return time.map { ($0, bytes.endIndex - text.rest.count) }
  }

  private static func rfc3339(_ text: inout PlainText) -> ExpectedTime? {
    guard let day = text.date(), text.take("T") || text.take("t"), let time = text.time() else { return nil }
    let fraction = text.fraction(".")
    guard let offset = text.offset(isStrict: true) else { return nil }
    return local(day, time, fraction, offset)
  }

  private static func dateTime(_ text: inout PlainText) -> ExpectedTime? {
    guard let day = text.date(), text.take("T") || text.take(" "), let time = text.time() else { return nil }
    return local(day, time, text.fraction(".,"), 19_800)
  }

  private static func commonLog(_ text: inout PlainText) -> ExpectedTime? {
    guard let day = text.number(2), text.take("/"), let month = text.month(), text.take("/"), let year = text.number(4),
      let date = PlainText.day(year, month, day), text.take(":"), let time = text.time(), text.take(" "),
      let offset = text.offset(isStrict: false)
    else { return nil }
    return local(date, time, 0, offset)
  }

  private static func syslog(_ text: inout PlainText) -> ExpectedTime? {
    guard let month = text.month(), text.take(" ") else { return nil }
    let day = text.take(" ") ? text.number(1) : text.number(2) ?? text.number(1)
    guard let day, let date = PlainText.day(2024, month, day), text.take(" "), let time = text.time() else {
      return nil
    }
    return local(date, time, text.fraction("."), 0)
  }

  private static func epoch(_ text: inout PlainText, _ unit: Int) -> ExpectedTime? {
    let isNegative = text.take("-")
    let digits = text.rest.prefix { PlainText.isDigit($0) }
    guard !digits.isEmpty, let number = Int(String(decoding: digits, as: UTF8.self)) else { return nil }
    text.rest = text.rest.dropFirst(digits.count)
    let fraction = text.fraction(".")
    let part = number % unit * (1_000_000_000 / unit) + fraction / unit
    guard isNegative else { return ExpectedTime(seconds: number / unit, nanoseconds: part) }
    return part == 0
      ? ExpectedTime(seconds: -(number / unit), nanoseconds: 0)
      : ExpectedTime(seconds: -(number / unit) - 1, nanoseconds: 1_000_000_000 - part)
  }

  private static func local(_ day: Int, _ time: (second: Int, isLeap: Bool), _ fraction: Int, _ offset: Int)
    -> ExpectedTime?
  {
    let seconds = day * 86_400 + time.second - offset
    // A second 60 is right before the first day of a month.
    if time.isLeap, !PlainText.monthStarts.contains(seconds) { return nil }
    return ExpectedTime(seconds: seconds, nanoseconds: fraction)
  }
}

/// Text that is read from its start.
private struct PlainText {
  var rest: ArraySlice<UInt8>

  init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

  static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }

  mutating func take(_ text: String) -> Bool {
    guard rest.starts(with: text.utf8) else { return false }
    rest = rest.dropFirst(text.utf8.count)
    return true
  }

  mutating func number(_ count: Int) -> Int? {
    let digits = rest.prefix(count)
    guard digits.count == count, digits.allSatisfy(Self.isDigit) else { return nil }
    rest = rest.dropFirst(count)
    return Int(String(decoding: digits, as: UTF8.self))
  }

  mutating func date() -> Int? {
    guard let year = number(4), take("-"), let month = number(2), take("-"), let day = number(2) else { return nil }
    return Self.day(year, month, day)
  }

  mutating func month() -> Int? {
    let name = String(decoding: rest.prefix(3), as: UTF8.self).lowercased()
    guard name.utf8.count == 3, let index = Self.names.firstIndex(of: name) else { return nil }
    rest = rest.dropFirst(3)
    return index + 1
  }

  mutating func time() -> (second: Int, isLeap: Bool)? {
    guard let hour = number(2), take(":"), let minute = number(2), take(":"), let second = number(2) else { return nil }
    guard hour < 24, minute < 60, second <= 60 else { return nil }
    return (hour * 3_600 + minute * 60 + second, second == 60)
  }

  /// The nanoseconds behind one of `marks`, if digits are there.
  mutating func fraction(_ marks: String) -> Int {
    guard let mark = rest.first, marks.utf8.contains(mark), let next = rest.dropFirst().first, Self.isDigit(next) else {
      return 0
    }
    let digits = rest.dropFirst().prefix { Self.isDigit($0) }
    rest = rest.dropFirst(1 + digits.count)
    let text = String(decoding: digits.prefix(9), as: UTF8.self)
    return Int(text + String(repeating: "0", count: 9 - text.utf8.count))!
  }

  mutating func offset(isStrict: Bool) -> Int? {
    if take("Z") || take("z") { return 0 }
    let isBehind = take("-")
    guard isBehind || take("+"), let hours = number(2) else { return nil }
    var minutes = 0
    let hasColon = take(":")
    if isStrict, !hasColon { return nil }
    if hasColon || rest.first.map(Self.isDigit) ?? false {
      guard let number = number(2) else { return nil }
      minutes = number
    }
    guard hours < 24, minutes < 60 else { return nil }
    return (isBehind ? -1 : 1) * (hours * 3_600 + minutes * 60)
  }

  private static let names = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]

  /// The first day of each month of the years 0 to 10000, by counting.
  private static let firstDays: [Int] = {
    var days: [Int] = []
    var day = -719_528
    for year in 0...10_000 {
      let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
      for length in [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] {
        days.append(day)
        day += length
      }
    }
    return days
  }()

  static let monthStarts = Set(firstDays.map { $0 * 86_400 })

  static func day(_ year: Int, _ month: Int, _ day: Int) -> Int? {
    guard (1...12).contains(month) else { return nil }
    let index = year * 12 + month - 1
    guard day >= 1, day <= firstDays[index + 1] - firstDays[index] else { return nil }
    return firstDays[index] + day - 1
  }
}
