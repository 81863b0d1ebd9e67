/// The dates of HTTP, in whole seconds since 1970.
enum HTTPDate {
  /// The last second that four digits of a year can say.
  static let last: Int64 = 253_402_300_799

  /// Reads a date in one of the three forms that a recipient must accept (RFC 9110, 5.6.7).
  ///
  /// ```
  /// Sun, 06 Nov 1994 08:49:37 GMT
  /// Sunday, 06-Nov-94 08:49:37 GMT
  /// Sun Nov  6 08:49:37 1994
  /// ```
  ///
  /// - Parameters:
  ///   - text: The date. The day of the week must be one, and may be the wrong one.
  ///   - now: A year of two digits that would be more than 50 years after this time is one of the century before. Without
  ///     it, the years are 1970 to 2069.
  static func seconds(_ text: String, around now: Int64?) -> Int64? {
    standard(text) ?? old(text, around: now) ?? asctime(text)
  }

  private static func standard(_ text: String) -> Int64? {
    var reader = Reader(text)
    guard reader.name(of: shortDays) != nil, reader.skip(", "),
      let day = reader.number(of: 2...2), reader.skip(" "),
      let month = reader.name(of: months), reader.skip(" "),
      let year = reader.number(of: 4...4), reader.skip(" "),
      let time = reader.time(), reader.skip(" GMT"), reader.isAtEnd
    else { return nil }
    return seconds(year, month, day, time)
  }

  private static func old(_ text: String, around now: Int64?) -> Int64? {
    var reader = Reader(text)
    guard reader.name(of: longDays) != nil, reader.skip(", "),
      let day = reader.number(of: 2...2), reader.skip("-"),
      let month = reader.name(of: months), reader.skip("-"),
      let year = reader.number(of: 2...2), reader.skip(" "),
      let time = reader.time(), reader.skip(" GMT"), reader.isAtEnd
    else { return nil }
    guard let now else { return seconds(year < 70 ? 2_000 + year : 1_900 + year, month, day, time) }
    // The latest of the years with these two digits that is at most 50 years after now.
    let latest = self.year(of: now) + 50
    return seconds(latest - (latest - year) % 100, month, day, time)
  }

  private static func asctime(_ text: String) -> Int64? {
    var reader = Reader(text)
    guard reader.name(of: shortDays) != nil, reader.skip(" "),
      let month = reader.name(of: months), reader.skip(" "),
      let day = reader.skip(" ") ? reader.number(of: 1...1) : reader.number(of: 2...2), reader.skip(" "),
      let time = reader.time(), reader.skip(" "),
      let year = reader.number(of: 4...4), reader.isAtEnd
    else { return nil }
    return seconds(year, month, day, time)
  }

  private static let shortDays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
  private static let longDays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]
  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// - Parameter month: Counted from 0.
  private static func seconds(_ year: Int64, _ month: Int, _ day: Int64, _ time: Int64) -> Int64? {
    guard (1...days(in: month, of: year)).contains(day) else { return nil }
    return (daysSince1970(year, month, day) * 86_400) + time
  }

  private static func days(in month: Int, of year: Int64) -> Int64 {
    let isLeap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0
    return [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month]
  }

  /// Days of the Gregorian calendar, counted in years that begin in March, so that a leap day is the last one.
  private static func daysSince1970(_ year: Int64, _ month: Int, _ day: Int64) -> Int64 {
    let year = month < 2 ? year - 1 : year
    let dayOfYear = (153 * (Int64(month) + (month < 2 ? 10 : -2)) + 2) / 5 + day - 1
    return year * 365 + year / 4 - year / 100 + year / 400 + dayOfYear - 719_468
  }

  private static func year(of seconds: Int64) -> Int64 {
    var year = 1_970 + seconds / 31_556_952
    while daysSince1970(year, 0, 1) * 86_400 > seconds { year -= 1 }
    while daysSince1970(year + 1, 0, 1) * 86_400 <= seconds { year += 1 }
    return year
  }
}

extension HTTPDate {
  /// Reads the parts of a header from its start. Spaces and tabs around the whole value do not count.
  struct Reader {
    private var rest: Substring.UTF8View

    init(_ text: some StringProtocol) {
      var rest = Substring(text).utf8
      while let first = rest.first, Self.isBlank(first) { rest.removeFirst() }
      while let last = rest.last, Self.isBlank(last) { rest.removeLast() }
      self.rest = rest
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }

    var isAtEnd: Bool { rest.isEmpty }

    mutating func skip(_ text: StaticString) -> Bool {
      guard rest.starts(with: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)) else {
        return false
      }
      rest = rest.dropFirst(text.utf8CodeUnitCount)
      return true
    }

    /// Digits, as many as the range allows.
    mutating func number(of digits: ClosedRange<Int>) -> Int64? {
      let found = rest.prefix(digits.upperBound).prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
      guard digits.contains(found.count) else { return nil }
      rest = rest.dropFirst(found.count)
      return found.reduce(0) { $0 * 10 + Int64($1 - UInt8(ascii: "0")) }
    }

    /// The place of a name in a list of names of which none begins with another one.
    mutating func name(of names: [String]) -> Int? {
      guard let place = names.firstIndex(where: { rest.starts(with: $0.utf8) }) else { return nil }
      rest = rest.dropFirst(names[place].utf8.count)
      return place
    }

    /// `08:49:37`, in seconds. A leap second is the first second of the next minute.
    mutating func time() -> Int64? {
      guard let hours = number(of: 2...2), hours < 24, skip(":"),
        let minutes = number(of: 2...2), minutes < 60, skip(":"),
        let seconds = number(of: 2...2), seconds <= 60
      else { return nil }
      return hours * 3_600 + minutes * 60 + seconds
    }
  }
}
