/// How far the clock that wrote a time stamp is ahead of UTC, for formats that do not write it themselves.
///
/// ```swift
/// .kafka(zone: .utc)
/// .syslog(year: 2026, zone: .ahead(hours: 1))            // +01:00
/// .dateTime(zone: .behind(hours: 3, minutes: 30))        // -03:30
/// ```
///
/// It is a fixed distance. A log that is written in local time with daylight saving time has two distances: read its
/// summer and its winter with one zone each, or let the program write UTC.
public struct TimestampZone: Hashable, Sendable {
  /// Seconds to subtract from a local time.
  let secondsAhead: Int32

  /// The local time is UTC.
  public static let utc = TimestampZone(secondsAhead: 0)

  /// The local time is ahead of UTC, as it is east of Greenwich: `+hours:minutes`.
  ///
  /// - Parameters:
  ///   - hours: 0 to 23.
  ///   - minutes: 0 to 59; by default 0.
  public static func ahead(hours: Int, minutes: Int = 0) -> TimestampZone {
    TimestampZone(secondsAhead: distance(hours, minutes))
  }

  /// The local time is behind UTC, as it is west of Greenwich: `-hours:minutes`.
  ///
  /// - Parameters:
  ///   - hours: 0 to 23.
  ///   - minutes: 0 to 59; by default 0.
  public static func behind(hours: Int, minutes: Int = 0) -> TimestampZone {
    TimestampZone(secondsAhead: -distance(hours, minutes))
  }

  private static func distance(_ hours: Int, _ minutes: Int) -> Int32 {
    require(
      (0...23).contains(hours) && (0...59).contains(minutes),
      "A zone is 0 to 23 hours and 0 to 59 minutes from UTC, not \(hours) and \(minutes)."
    )
    return Int32(hours * 3_600 + minutes * 60)
  }
}
