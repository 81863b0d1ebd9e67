/// The wait a server asks for in its `Retry-After` field (RFC 9110, section 10.2.3).
enum RetryAfter {
  /// The wait in either form of the field, a number of seconds or a date; nil when it is neither.
  ///
  /// - Parameters:
  ///   - field: The field's value. All three forms of a date are read (RFC 9110, section 5.6.7).
  ///   - now: Seconds since 1970 by the wall clock, against which a date is measured. A date that is past asks for no wait.
  static func delay(_ field: String, now: Int) -> Duration? {
    let field = field.trimmingSpaces
    guard !field.isEmpty else { return nil }
    if field.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) {
      return .seconds(Int(field) ?? longest)
    }
    guard let date = secondsSince1970(httpDate: field) else { return nil }
    return .seconds(min(max(0, date - now), longest))
  }

  /// More than anyone waits, and safe to compute with.
  private static let longest = 1_000_000_000
}

extension StringProtocol {
  fileprivate var trimmingSpaces: String {
    var trimmed = self[...]
    while trimmed.first == " " || trimmed.first == "\t" { trimmed.removeFirst() }
    while trimmed.last == " " || trimmed.last == "\t" { trimmed.removeLast() }
    return String(trimmed)
  }
}

/// Reads `Sun, 06 Nov 1994 08:49:37 GMT`, `Sunday, 06-Nov-94 08:49:37 GMT` and `Sun Nov  6 08:49:37 1994`.
private func secondsSince1970(httpDate text: String) -> Int? {
  let words = text.split(whereSeparator: { $0 == " " || $0 == "-" }).map(String.init)
  switch words.count {
  case 6 where words[0].hasSuffix(",") && words[5] == "GMT" && !text.contains("-"):
    return seconds(day: words[1], month: words[2], year: words[3], time: words[4])
  case 6 where words[0].hasSuffix(",") && words[5] == "GMT" && words[3].count == 2:
    return seconds(day: words[1], month: words[2], year: century(of: words[3]), time: words[4])
  case 5:
    return seconds(day: words[2], month: words[1], year: words[4], time: words[3])
  default:
    return nil
  }
}

/// Two digits of a year as four: 70 to 99 are of the last century.
private func century(of year: String) -> String {
  (year >= "70" ? "19" : "20") + year
}

private let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

private func seconds(day: String, month: String, year: String, time: String) -> Int? {
  let clock = time.split(separator: ":", omittingEmptySubsequences: false).map { Int($0) }
  guard let day = Int(day), (1...31).contains(day), let month = months.firstIndex(of: month).map({ $0 + 1 }),
    year.count == 4, let year = Int(year), year >= 0,
    clock.count == 3, let hour = clock[0], let minute = clock[1], let second = clock[2],
    (0...23).contains(hour), (0...59).contains(minute), (0...60).contains(second)
  else { return nil }
  return ((daysSince1970(year: year, month: month, day: day) * 24 + hour) * 60 + minute) * 60 + second
}

/// Days from 1970-01-01 in the proleptic Gregorian calendar; years begin in March, so that the leap day comes last.
private func daysSince1970(year: Int, month: Int, day: Int) -> Int {
  let marchYear = month > 2 ? year : year - 1
  let era = marchYear >= 0 ? marchYear / 400 : (marchYear - 399) / 400
  let yearOfEra = marchYear - era * 400
  let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
  let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
  return era * 146_097 + dayOfEra - 719_468
}
