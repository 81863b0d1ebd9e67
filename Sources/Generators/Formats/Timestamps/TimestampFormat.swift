/// How a time stamp is written.
///
/// ```swift
/// line.timestamp(.rfc3339)                       // 2026-01-02T03:04:05.678Z level=…
/// line.timestamp(.kafka())                       // [2026-01-02 03:04:05,678] INFO …
/// line.timestamp(.syslog(year: 2026))            // Jan  2 03:04:05 host …
/// line.timestamp(.commonLog, after: "[")         // 203.0.113.1 - - [02/Jan/2026:03:04:05 +0000] "GET …
/// record["at"]?.timestamp(.epochMilliseconds)    // 1767323045678
/// line.timestamp(.pattern("%d.%m.%Y %H:%M"))     // 02.01.2026 03:04
/// ```
///
/// All formats are strict: a month, day, hour, minute or second that does not exist, and anything after the time stamp
/// of a field, is an error. A second 60 is accepted where UTC can have one, at 23:59 of the last day of a month, and
/// counts as the first second of the next day, as in POSIX. Digits of a fraction after the ninth are dropped.
///
/// Every format reads and writes: ``Timestamp/text(_:)`` and the `dates` of writers give a text that is read as the same
/// time, and refuse a time that the format cannot hold, such as half a second in the common log format.
public struct TimestampFormat: Hashable, Sendable {
  enum Kind: UInt8 { case rfc3339, dateTime, log4j, date, syslog, commonLog, epoch, pattern, anyOf }

  let kind: Kind
  private(set) var zone = TimestampZone.utc
  /// How many of the units in which it counts make a second: a power of ten up to 10⁹.
  private(set) var unitsPerSecond: Int64 = 1
  private(set) var year: Int?
  private(set) var reference = Timestamp(secondsSinceEpoch: 0)
  private(set) var pattern: TimestampPattern?
  private(set) var alternatives: [TimestampFormat] = []

  private init(_ kind: Kind) { self.kind = kind }

  /// `2026-01-02T03:04:05Z`, `2026-01-02T03:04:05.678+01:00`: RFC 3339, section 5.6.
  ///
  /// `t` and `z` may be small letters. `-00:00`, which says that the local time is unknown, is UTC. RFC 5424 (syslog)
  /// and most structured logs have it. It is written in UTC, with as many digits of a fraction as the time needs.
  public static let rfc3339 = TimestampFormat(.rfc3339)

  /// `2026-01-02T03:04:05`, `2026-01-02 03:04:05.678`: a date and a time without a zone.
  ///
  /// Date and time have a `T` or a space between them, and `T` when written. A fraction comes after a point or a comma, and
  /// after a point when written.
  ///
  /// - Parameter zone: The zone of the clock that wrote it; by default UTC.
  public static func dateTime(zone: TimestampZone = .utc) -> TimestampFormat {
    var format = TimestampFormat(.dateTime)
    format.zone = zone
    return format
  }

  /// `2026-01-02`: a date, which means its first second.
  ///
  /// - Parameter zone: The zone in which the day begins; by default UTC.
  public static func date(zone: TimestampZone = .utc) -> TimestampFormat {
    var format = TimestampFormat(.date)
    format.zone = zone
    return format
  }

  /// `2026-01-02 03:04:05,678`: log4j's `ISO8601` layout, which Kafka, Hadoop, ZooKeeper and Laravel have, with and
  /// without brackets. It reads what ``dateTime(zone:)`` reads, and writes a space, a comma and at least three digits.
  ///
  /// - Parameter zone: The zone of the clock that wrote it; by default UTC.
  public static func kafka(zone: TimestampZone = .utc) -> TimestampFormat {
    var format = TimestampFormat(.log4j)
    format.zone = zone
    return format
  }

  /// `Jan  2 03:04:05`: RFC 3164 (BSD syslog), which has no year. A fraction may follow.
  ///
  /// - Parameters:
  ///   - year: The year of all time stamps: 0 to 9999. For a log that goes over New Year, see ``syslog(near:zone:)``.
  ///   - zone: The zone of the clock that wrote it; by default UTC.
  public static func syslog(year: Int, zone: TimestampZone = .utc) -> TimestampFormat {
    require((0...9_999).contains(year), "A time stamp has a year from 0 to 9999, not \(year).")
    var format = TimestampFormat(.syslog)
    format.year = year
    format.zone = zone
    return format
  }

  /// `Jan  2 03:04:05`: RFC 3164 (BSD syslog), in the year that brings it nearest to a time, such as the time when the
  /// file was last written. So December comes before January in a log that goes over New Year.
  ///
  /// - Parameters:
  ///   - reference: A time at most half a year from those of the log, in the years 1 to 9998.
  ///   - zone: The zone of the clock that wrote it; by default UTC.
  public static func syslog(near reference: Timestamp, zone: TimestampZone = .utc) -> TimestampFormat {
    require(
      (CivilDay.day(year: 1, month: 1, day: 1) * 86_400..<CivilDay.day(year: 9_999, month: 1, day: 1) * 86_400)
        .contains(reference.secondsSinceEpoch),
      "Years are found near a time in the years 1 to 9998, not near \(reference)."
    )
    var format = TimestampFormat(.syslog)
    format.reference = reference
    format.zone = zone
    return format
  }

  /// `02/Jan/2026:03:04:05 +0000`: the common and the combined log format of Apache and nginx. The brackets around it
  /// are no part of it. It is written in UTC.
  public static let commonLog = TimestampFormat(.commonLog)

  /// `1767323045`, `1767323045.678`, `-1`: seconds since 1970-01-01T00:00:00Z.
  public static let epochSeconds = epoch(unitsPerSecond: 1)

  /// `1767323045678`: milliseconds since 1970-01-01T00:00:00Z, with or without a fraction.
  public static let epochMilliseconds = epoch(unitsPerSecond: 1_000)

  /// `1767323045678901`: microseconds since 1970-01-01T00:00:00Z, with or without a fraction.
  public static let epochMicroseconds = epoch(unitsPerSecond: 1_000_000)

  /// `1767323045678901234`: nanoseconds since 1970-01-01T00:00:00Z.
  public static let epochNanoseconds = epoch(unitsPerSecond: 1_000_000_000)

  private static func epoch(unitsPerSecond: Int64) -> TimestampFormat {
    var format = TimestampFormat(.epoch)
    format.unitsPerSecond = unitsPerSecond
    return format
  }

  /// A format of your own, by the directives of `strftime`.
  ///
  /// ```swift
  /// .pattern("%Y%m%d-%H:%M:%S:%f")    // 20260102-03:04:05:678
  /// ```
  ///
  /// | directive | what it reads |
  /// |---|---|
  /// | `%Y`, `%y` | the year of four digits; of two: 69 to 99 are 1969 to 1999, 00 to 68 are 2000 to 2068 |
  /// | `%m`, `%b` | the month of one or two digits; its English name, whole or three letters |
  /// | `%d`, `%e` | the day of one or two digits; the same, or a space and one digit |
  /// | `%j` | the day of the year of three digits |
  /// | `%H`, `%I` `%p` | the hour of one or two digits, 0 to 23; 1 to 12 with `AM` or `PM` |
  /// | `%M`, `%S` | the minute and the second of one or two digits |
  /// | `%f`, `%L` | digits of a fraction: `5` is half a second; milliseconds of one to three digits: `5` is 5 ms |
  /// | `%a` | the English name of a weekday, which is not checked |
  /// | `%z`, `%Z` | `+0100`, `+01:00`, `+01` or `Z`; `UTC`, `GMT` or `Z` |
  /// | `%s` | seconds since 1970 |
  /// | `%F`, `%T`, `%R` | `%Y-%m-%d`; `%H:%M:%S`; `%H:%M` |
  /// | `%%` | a percent sign |
  ///
  /// What is written has as many digits as in the table, the longer form where there are two, names of three letters, and
  /// for `%f` at least three digits.
  ///
  /// Everything else means itself. There has to be a year, and a month and a day or a day of the year; what is
  /// missing of the time is 0. A pattern that breaks these rules stops the program: ``init(pattern:zone:)`` throws
  /// instead.
  ///
  /// - Parameters:
  ///   - pattern: The text with its directives.
  ///   - zone: The zone of the clock that wrote it, if the pattern has none, and the one in which times are written; by
  ///     default UTC.
  public static func pattern(_ pattern: String, zone: TimestampZone = .utc) -> TimestampFormat {
    do throws(TimestampPatternError) {
      return try TimestampFormat(pattern: pattern, zone: zone)
    } catch {
      fatalError(error.description)
    }
  }

  /// A format by a pattern that comes from outside, such as a configuration. See ``pattern(_:zone:)``.
  ///
  /// - Throws: ``TimestampPatternError``, which says what is wrong with the pattern.
  public init(pattern: String, zone: TimestampZone = .utc) throws(TimestampPatternError) {
    self.init(.pattern)
    self.pattern = try TimestampPattern(pattern)
    self.zone = zone
  }

  /// The first of several formats in which the text is a time stamp. A time is written in the first that can hold it.
  ///
  /// - Parameter formats: At least one, in the order in which they are tried.
  public static func anyOf(_ formats: TimestampFormat...) -> TimestampFormat {
    require(!formats.isEmpty, "A time stamp is written in one format of at least one.")
    var format = TimestampFormat(.anyOf)
    format.alternatives = formats
    return format
  }

  /// A time stamp as the format writes it.
  var example: String {
    switch kind {
    case .rfc3339: "2026-01-02T03:04:05Z"
    case .dateTime: "2026-01-02T03:04:05"
    case .log4j: "2026-01-02 03:04:05,678"
    case .date: "2026-01-02"
    case .syslog: "Jan  2 03:04:05"
    case .commonLog: "02/Jan/2026:03:04:05 +0000"
    case .epoch: String(1_767_323_045 * unitsPerSecond)
    case .pattern: pattern!.example
    case .anyOf: alternatives.map(\.example).joined(separator: " or ")
    }
  }
}
