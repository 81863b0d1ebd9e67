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
public struct TimestampFormat: Hashable, Sendable {
  private enum Kind: UInt8 { case rfc3339, dateTime, date, syslog, commonLog, epoch, pattern, anyOf }

  private let kind: Kind
  private var zone = TimestampZone.utc
  /// How many of the units in which it counts make a second: a power of ten up to 10⁹.
  private var unitsPerSecond: Int64 = 1
  private var year: Int?
  private var reference = Timestamp(secondsSinceEpoch: 0)
  private var pattern: TimestampPattern?
  private var alternatives: [TimestampFormat] = []

  private init(_ kind: Kind) { self.kind = kind }

  /// `2026-01-02T03:04:05Z`, `2026-01-02T03:04:05.678+01:00`: RFC 3339, section 5.6.
  ///
  /// `t` and `z` may be small letters. `-00:00`, which says that the local time is unknown, is UTC. RFC 5424 (syslog)
  /// and most structured logs have it.
  public static let rfc3339 = TimestampFormat(.rfc3339)

  /// `2026-01-02T03:04:05`, `2026-01-02 03:04:05.678`: a date and a time without a zone.
  ///
  /// Date and time have a `T` or a space between them. A fraction comes after a point or a comma.
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
  /// without brackets. The same as ``dateTime(zone:)``.
  ///
  /// - Parameter zone: The zone of the clock that wrote it; by default UTC.
  public static func kafka(zone: TimestampZone = .utc) -> TimestampFormat { dateTime(zone: zone) }

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
  /// are no part of it.
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
  /// Everything else means itself. There has to be a year, and a month and a day or a day of the year; what is
  /// missing of the time is 0. A pattern that breaks these rules stops the program: ``init(pattern:zone:)`` throws
  /// instead.
  ///
  /// - Parameters:
  ///   - pattern: The text with its directives.
  ///   - zone: The zone of the clock that wrote it, if the pattern has none; by default UTC.
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

  /// The first of several formats in which the text is a time stamp.
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
    case .date: "2026-01-02"
    case .syslog: "Jan  2 03:04:05"
    case .commonLog: "02/Jan/2026:03:04:05 +0000"
    case .epoch: String(1_767_323_045 * unitsPerSecond)
    case .pattern: pattern!.example
    case .anyOf: alternatives.map(\.example).joined(separator: " or ")
    }
  }
}

// MARK: Parsing

extension TimestampFormat {
  /// The time stamp that the bytes are as a whole.
  func parse(_ bytes: UnsafeBufferPointer<UInt8>) throws(TimestampFault) -> Timestamp {
    if kind == .anyOf { return try parseAny { format throws(TimestampFault) in try format.parse(bytes) } }
    var scanner = TimestampScanner(bytes)
    let time = try parse(&scanner)
    guard scanner.left == 0 else { throw .rest }
    return time
  }

  /// The time stamp at `start`. No letter, digit or sign may follow it.
  func parsePrefix(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) throws(TimestampFault) -> Timestamp {
    if kind == .anyOf {
      return try parseAny { format throws(TimestampFault) in try format.parsePrefix(bytes, from: start) }
    }
    var scanner = TimestampScanner(bytes, from: start)
    let time = try parse(&scanner)
    if let next = scanner.next {
      let letter = next | 0x20
      let goesOn =
        TimestampScanner.digit(next) <= 9 || letter >= UInt8(ascii: "a") && letter <= UInt8(ascii: "z")
        || next == UInt8(ascii: "+") || next == UInt8(ascii: "-")
      guard !goesOn else { throw .rest }
    }
    return time
  }

  /// - Throws: The fault of the format that fits best: one that is written in the right way before the others.
  private func parseAny(
    _ parse: (TimestampFormat) throws(TimestampFault) -> Timestamp
  ) throws(TimestampFault) -> Timestamp {
    var fault = TimestampFault.form
    for format in alternatives {
      do throws(TimestampFault) {
        return try parse(format)
      } catch {
        if fault == .form || fault == .rest, error != .form { fault = error }
      }
    }
    throw fault
  }

  @inline(__always)
  private func parse(_ scanner: inout TimestampScanner) throws(TimestampFault) -> Timestamp {
    switch kind {
    case .rfc3339: try Self.parseRFC3339(&scanner)
    case .dateTime: try parseDateTime(&scanner)
    case .date: try Timestamp(day: scanner.date(), (0, false), nanoseconds: 0, offset: Int(zone.secondsAhead))
    case .syslog: try parseSyslog(&scanner)
    case .commonLog: try Self.parseCommonLog(&scanner)
    case .epoch: try parseEpoch(&scanner)
    case .pattern: try pattern!.parse(&scanner, zone)
    // The callers try each format.
    case .anyOf: throw .form
    }
  }

  private static func parseRFC3339(_ scanner: inout TimestampScanner) throws(TimestampFault) -> Timestamp {
    let day = try scanner.date()
    guard let letter = scanner.next, letter | 0x20 == UInt8(ascii: "t") else { throw .form }
    scanner.advance(1)
    let time = try scanner.time()
    let nanoseconds = try scanner.fractionIfPresent(allowingComma: false)
    return try Timestamp(day: day, time, nanoseconds: nanoseconds, offset: scanner.offset())
  }

  private func parseDateTime(_ scanner: inout TimestampScanner) throws(TimestampFault) -> Timestamp {
    let day = try scanner.date()
    guard scanner.pass(UInt8(ascii: "T")) || scanner.pass(UInt8(ascii: " ")) else { throw .form }
    let time = try scanner.time()
    let nanoseconds = try scanner.fractionIfPresent(allowingComma: true)
    return try Timestamp(day: day, time, nanoseconds: nanoseconds, offset: Int(zone.secondsAhead))
  }

  private static func parseCommonLog(_ scanner: inout TimestampScanner) throws(TimestampFault) -> Timestamp {
    let day = try scanner.digits(2)
    try scanner.expect(UInt8(ascii: "/"))
    let month = try scanner.shortMonth()
    try scanner.expect(UInt8(ascii: "/"))
    let date = try TimestampScanner.day(scanner.digits(4), month, day)
    try scanner.expect(UInt8(ascii: ":"))
    let time = try scanner.time()
    try scanner.expect(UInt8(ascii: " "))
    return try Timestamp(day: date, time, nanoseconds: 0, offset: scanner.offset(isStrict: false))
  }

  private func parseSyslog(_ scanner: inout TimestampScanner) throws(TimestampFault) -> Timestamp {
    let month = try scanner.shortMonth()
    try scanner.expect(UInt8(ascii: " "))
    let day = try scanner.paddedDay()
    try scanner.expect(UInt8(ascii: " "))
    let time = try scanner.time()
    let nanoseconds = try scanner.fractionIfPresent(allowingComma: false)
    let offset = Int(zone.secondsAhead)
    if let year {
      let date = try TimestampScanner.day(year, month, day)
      return try Timestamp(day: date, time, nanoseconds: nanoseconds, offset: offset)
    }
    let (referenceDay, _) = reference.secondsSinceEpoch.flooredQuotientAndRemainder(dividingBy: 86_400)
    let referenceYear = Int(CivilDay.date(onDay: referenceDay).year)
    // The years next to it have to be tried too. 29 February is in none of them, or in one.
    var nearest: (distance: Duration, time: Timestamp)?
    var fault = TimestampFault.day
    for year in referenceYear - 1...referenceYear + 1 {
      do throws(TimestampFault) {
        let date = try TimestampScanner.day(year, month, day)
        let time = try Timestamp(day: date, time, nanoseconds: nanoseconds, offset: offset)
        let distance =
          time < reference ? reference.sinceEpoch - time.sinceEpoch : time.sinceEpoch - reference.sinceEpoch
        if nearest.map({ distance < $0.distance }) ?? true { nearest = (distance, time) }
      } catch {
        fault = error
      }
    }
    guard let nearest else { throw fault }
    return nearest.time
  }

  private func parseEpoch(_ scanner: inout TimestampScanner) throws(TimestampFault) -> Timestamp {
    let isNegative = scanner.pass(UInt8(ascii: "-"))
    let number = try scanner.number()
    // The fraction is one of the unit: what is under a nanosecond is cut off.
    let fraction = try scanner.fractionIfPresent(allowingComma: false)
    var seconds = number / unitsPerSecond
    var nanoseconds = Int(number % unitsPerSecond * (1_000_000_000 / unitsPerSecond)) + fraction / Int(unitsPerSecond)
    if isNegative {
      seconds = -seconds
      if nanoseconds > 0 {
        seconds -= 1
        nanoseconds = 1_000_000_000 - nanoseconds
      }
    }
    return Timestamp(unchecked: seconds, UInt32(truncatingIfNeeded: nanoseconds))
  }
}

extension Timestamp {
  /// The time stamp that a text is as a whole.
  ///
  /// ```swift
  /// let time = try Timestamp("2026-01-02T03:04:05Z")
  /// let day = try Timestamp("2026-01-02", format: .date(zone: .ahead(hours: 1)))
  /// ```
  ///
  /// - Parameters:
  ///   - text: The time stamp, with nothing before or after it.
  ///   - format: How it is written; by default as RFC 3339 says.
  /// - Throws: ``TimestampError``, which names the text and what is wrong with it.
  public init(_ text: String, format: TimestampFormat = .rfc3339) throws(TimestampError) {
    var utf8 = text
    let result: Result<Timestamp, TimestampFault> = utf8.withUTF8 { bytes in
      Result { () throws(TimestampFault) in try format.parse(bytes) }
    }
    switch result {
    case .success(let time): self = time
    case .failure(let fault): throw TimestampError(text, fault, format)
    }
  }
}
