/// How far the clock that wrote a time stamp is ahead of UTC, for formats that do not write it themselves.
///
/// ```swift
/// .kafka(zone: .utc)
/// .syslog(year: 2026, zone: .ahead(hours: 1))                     // +01:00
/// .dateTime(zone: .behind(hours: 3, minutes: 30))                 // -03:30
/// let berlin = try TimestampZone(named: "Europe/Berlin")          // +01:00 in winter, +02:00 in summer
/// ```
public struct TimestampZone: Hashable, Sendable {
  /// Seconds to subtract from a local time, without rules.
  private let secondsAhead: Int
  private let rules: TimestampZoneRules?

  /// The local time is UTC.
  public static let utc = TimestampZone(secondsAhead: 0, rules: nil)

  /// The local time is ahead of UTC, as it is east of Greenwich: `+hours:minutes`.
  ///
  /// - Parameters:
  ///   - hours: 0 to 23.
  ///   - minutes: 0 to 59; by default 0.
  public static func ahead(hours: Int, minutes: Int = 0) -> TimestampZone {
    TimestampZone(secondsAhead: distance(hours, minutes), rules: nil)
  }

  /// The local time is behind UTC, as it is west of Greenwich: `-hours:minutes`.
  ///
  /// - Parameters:
  ///   - hours: 0 to 23.
  ///   - minutes: 0 to 59; by default 0.
  public static func behind(hours: Int, minutes: Int = 0) -> TimestampZone {
    TimestampZone(secondsAhead: -distance(hours, minutes), rules: nil)
  }

  /// The zone of a place, with its daylight saving time, from the time zone database of the system.
  ///
  /// A time that clocks show twice, when they are put back, is the first of the two. A time that clocks skip, when they
  /// are put forward, is an error, as a month that does not exist is. A day whose first hour is skipped begins after it.
  ///
  /// - Parameter name: A name of the database, such as `Europe/Berlin`.
  /// - Throws: ``TimestampZoneError`` if the system has no such zone, or no database: Debian has it in the package tzdata.
  /// - Complexity: The file of the zone is read once, here. A time then costs two dozen comparisons more.
  public init(named name: String) throws(TimestampZoneError) {
    secondsAhead = 0
    rules = try TimestampZoneRules(named: name)
  }

  private init(secondsAhead: Int, rules: TimestampZoneRules?) {
    self.secondsAhead = secondsAhead
    self.rules = rules
  }

  private static func distance(_ hours: Int, _ minutes: Int) -> Int {
    require(
      (0...23).contains(hours) && (0...59).contains(minutes),
      "A zone is 0 to 23 hours and 0 to 59 minutes from UTC, not \(hours) and \(minutes)."
    )
    return hours * 3_600 + minutes * 60
  }

  /// How far clocks are ahead of UTC at a time, in seconds.
  @inline(__always)
  func offset(at seconds: Int64) -> Int {
    guard let rules else { return secondsAhead }
    return rules.offset(at: seconds)
  }

  /// How far clocks are ahead of UTC when they show a time, in seconds.
  @inline(__always)
  func offset(ofLocal seconds: Int64) throws(TimestampFault) -> Int {
    guard let rules else { return secondsAhead }
    let (start, offset) = rules.first(fromLocal: seconds)
    guard start + Int64(offset) == seconds else { throw .skipped }
    return offset
  }

  /// The first second of a day.
  @inline(__always)
  func start(ofDay day: Int64) throws(TimestampFault) -> Int64 {
    guard let rules else { return day * 86_400 - Int64(secondsAhead) }
    let (start, offset) = rules.first(fromLocal: day * 86_400)
    guard (start + Int64(offset)).flooredQuotientAndRemainder(dividingBy: 86_400).quotient == day else {
      throw .skipped
    }
    return start
  }
}

/// Why there is no time zone of a name. Its description names the zone and the way out.
public struct TimestampZoneError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The name that was asked for.
  public let name: String
  private let reason: String

  init(_ name: String, _ reason: String) { (self.name, self.reason) = (name, reason) }

  public var description: String { "There is no time zone \"\(name)\": \(reason)" }
}
