/// A format for time stamps that is made of the directives of `strftime`.
struct TimestampPattern: Hashable, Sendable {
  private enum Step: Hashable, Sendable {
    case byte(UInt8)
    case year, yearOfCentury, month, monthName, day, paddedDay, dayOfYear
    case hour, hourOfHalf, half, minute, second, fraction, milliseconds, weekday
    case offset, zoneName, epoch

    /// What a step gives. No two steps give the same.
    var part: String? {
      switch self {
      case .byte, .weekday: nil
      case .year, .yearOfCentury: "the year"
      case .month, .monthName: "the month"
      case .day, .paddedDay: "the day"
      case .dayOfYear: "the day of the year"
      case .hour, .hourOfHalf: "the hour"
      case .half: "AM or PM"
      case .minute: "the minute"
      case .second: "the second"
      case .fraction, .milliseconds: "the fraction"
      case .offset, .zoneName: "the zone"
      case .epoch: "the seconds since 1970"
      }
    }
  }

  private let steps: [Step]
  /// A time stamp as the pattern writes it.
  let example: String

  /// - Throws: ``TimestampPatternError`` if it is not a pattern, or has no day.
  init(_ text: String) throws(TimestampPatternError) {
    var steps: [Step] = []
    var scalars = text.unicodeScalars.makeIterator()
    while let scalar = scalars.next() {
      guard scalar == "%" else {
        steps += UTF8.encode(scalar)!.map(Step.byte)
        continue
      }
      guard let directive = scalars.next() else { throw TimestampPatternError(text, "it ends with a %") }
      guard let found = Self.steps(of: directive) else {
        throw TimestampPatternError(text, "there is no directive %\(directive)")
      }
      steps += found
    }
    var parts: Set<String> = []
    for part in steps.compactMap(\.part) {
      guard parts.insert(part).inserted else { throw TimestampPatternError(text, "it has \(part) twice") }
    }
    if parts.contains("the seconds since 1970") {
      guard parts.isSubset(of: ["the seconds since 1970", "the fraction"]) else {
        throw TimestampPatternError(text, "the seconds since 1970 tell the time alone")
      }
    } else {
      guard parts.contains("the year") else { throw TimestampPatternError(text, "it has no year") }
      let hasDay = parts.isSuperset(of: ["the month", "the day"]) != parts.contains("the day of the year")
      guard hasDay, parts.contains("the day of the year") == parts.isDisjoint(with: ["the month", "the day"]) else {
        throw TimestampPatternError(text, "it needs a month and a day, or a day of the year")
      }
      guard steps.contains(.hourOfHalf) == steps.contains(.half) else {
        throw TimestampPatternError(text, "an hour of 1 to 12 and AM or PM belong together")
      }
    }
    self.steps = steps
    example = String(decoding: steps.flatMap(Self.example(of:)), as: UTF8.self)
  }

  private static func steps(of directive: Unicode.Scalar) -> [Step]? {
    let colon = Step.byte(UInt8(ascii: ":"))
    let dash = Step.byte(UInt8(ascii: "-"))
    switch directive {
    case "Y": return [.year]
    case "y": return [.yearOfCentury]
    case "m": return [.month]
    case "b", "B", "h": return [.monthName]
    case "d": return [.day]
    case "e": return [.paddedDay]
    case "j": return [.dayOfYear]
    case "H": return [.hour]
    case "I": return [.hourOfHalf]
    case "p": return [.half]
    case "M": return [.minute]
    case "S": return [.second]
    case "f": return [.fraction]
    case "L": return [.milliseconds]
    case "a", "A": return [.weekday]
    case "z": return [.offset]
    case "Z": return [.zoneName]
    case "s": return [.epoch]
    case "F": return [.year, dash, .month, dash, .day]
    case "T": return [.hour, colon, .minute, colon, .second]
    case "R": return [.hour, colon, .minute]
    case "%": return [.byte(UInt8(ascii: "%"))]
    default: return nil
    }
  }

  /// Each step of 2026-01-02T03:04:05.678Z.
  private static func example(of step: Step) -> [UInt8] {
    if case .byte(let byte) = step { return [byte] }
    return Array(example(ofDirective: step).utf8)
  }

  private static func example(ofDirective step: Step) -> String {
    switch step {
    case .byte: ""
    case .year: "2026"
    case .yearOfCentury: "26"
    case .month: "01"
    case .monthName: "Jan"
    case .day: "02"
    case .paddedDay: " 2"
    case .dayOfYear: "002"
    case .hour, .hourOfHalf: "03"
    case .half: "AM"
    case .minute: "04"
    case .second: "05"
    case .fraction, .milliseconds: "678"
    case .weekday: "Fri"
    case .offset: "+0000"
    case .zoneName: "UTC"
    case .epoch: "1767323045"
    }
  }

  func parse(_ scanner: inout TimestampScanner, _ zone: TimestampZone) throws(TimestampFault) -> Timestamp {
    var (year, month, day, dayOfYear) = (0, 1, 1, 0)
    var (hour, minute, second, nanoseconds) = (0, 0, 0, 0)
    var isAfternoon = false
    var offset: Int?
    var epoch: Int64?
    for step in steps {
      switch step {
      case .byte(let byte): try scanner.expect(byte)
      case .year: year = try scanner.digits(4)
      case .yearOfCentury:
        let number = try scanner.digits(2)
        year = number < 69 ? 2000 + number : 1900 + number
      case .month: month = try scanner.oneOrTwoDigits()
      case .monthName: month = try scanner.name(of: TimestampScanner.months) + 1
      case .day: day = try scanner.oneOrTwoDigits()
      case .paddedDay: day = try scanner.paddedDay()
      case .dayOfYear: dayOfYear = try scanner.digits(3)
      case .hour: hour = try scanner.oneOrTwoDigits()
      case .hourOfHalf:
        hour = try scanner.oneOrTwoDigits()
        guard (1...12).contains(hour) else { throw .hour }
      case .half: isAfternoon = try scanner.half()
      case .minute: minute = try scanner.oneOrTwoDigits()
      case .second: second = try scanner.oneOrTwoDigits()
      case .fraction: nanoseconds = try scanner.fraction()
      case .milliseconds: nanoseconds = try scanner.milliseconds() * 1_000_000
      case .weekday: _ = try scanner.name(of: TimestampScanner.weekdays)
      case .offset: offset = try scanner.offset(isStrict: false)
      case .zoneName:
        try scanner.zoneName()
        offset = 0
      case .epoch: epoch = try scanner.number()
      }
    }
    if let epoch { return Timestamp(secondsSinceEpoch: epoch, nanoseconds: nanoseconds) }
    if steps.contains(.half) { hour = hour % 12 + (isAfternoon ? 12 : 0) }
    let time = try TimestampScanner.secondOfDay(hour, minute, second)
    var date: Int64
    if dayOfYear > 0 || steps.contains(.dayOfYear) {
      guard dayOfYear >= 1, dayOfYear <= (CivilDay.isLeap(year) ? 366 : 365) else { throw .day }
      date = CivilDay.day(year: year, month: 1, day: 1) + Int64(dayOfYear - 1)
    } else {
      date = try TimestampScanner.day(year, month, day)
    }
    guard let offset else { return try Timestamp(day: date, time, nanoseconds: nanoseconds, in: zone) }
    return try Timestamp(day: date, time, nanoseconds: nanoseconds, offset: offset)
  }

  /// Appends a time as it is in `zone`, or in UTC if the pattern has the name of the zone.
  func write(_ time: Timestamp, _ zone: TimestampZone, to text: inout TimestampText) throws(TimestampFault) {
    let zone = steps.contains(.zoneName) ? .utc : zone
    let local = try LocalTime(time, in: zone)
    for step in steps {
      switch step {
      case .byte(let byte): text.append(byte)
      case .year: text.append(local.year, digits: 4)
      case .yearOfCentury: text.append(local.year % 100, digits: 2)
      case .month: text.append(local.month, digits: 2)
      case .monthName: text.append(nameOf: local.month - 1, TimestampScanner.months)
      case .day: text.append(local.day, digits: 2)
      case .paddedDay: text.append(paddedDay: local.day)
      case .dayOfYear: text.append(local.dayOfYear, digits: 3)
      case .hour: text.append(local.hour, digits: 2)
      case .hourOfHalf: text.append((local.hour + 11) % 12 + 1, digits: 2)
      case .half: text.append(local.hour < 12 ? "AM" : "PM")
      case .minute: text.append(local.minute, digits: 2)
      case .second: text.append(local.second, digits: 2)
      case .fraction: text.append(fraction: time.nanoseconds, atLeast: 3)
      case .milliseconds: text.append(time.nanoseconds / 1_000_000, digits: 3)
      case .weekday: text.append(nameOf: local.weekday, TimestampScanner.weekdays)
      case .offset: text.append(offset: local.offset)
      case .zoneName: text.append("UTC")
      case .epoch: text.append(time, unitsPerSecond: 1, isWhole: true)
      }
    }
  }
}

extension TimestampScanner {
  /// A day of one or two digits, the first of which may be a space.
  @inline(__always)
  mutating func paddedDay() throws(TimestampFault) -> Int {
    if pass(UInt8(ascii: " ")) { return try digits(1) }
    return try oneOrTwoDigits()
  }

  @inline(__always)
  fileprivate mutating func oneOrTwoDigits() throws(TimestampFault) -> Int {
    try digits(left >= 2 && Self.digit(place[1]) <= 9 ? 2 : 1)
  }

  /// One to three digits.
  fileprivate mutating func milliseconds() throws(TimestampFault) -> Int {
    let number = try oneOrTwoDigits()
    guard let next, Self.digit(next) <= 9 else { return number }
    return number * 10 + (try digits(1))
  }

  /// `AM` or `PM`: whether it is PM.
  fileprivate mutating func half() throws(TimestampFault) -> Bool {
    guard left >= 2, place[1] | 0x20 == UInt8(ascii: "m") else { throw .form }
    let letter = place[0] | 0x20
    guard letter == UInt8(ascii: "a") || letter == UInt8(ascii: "p") else { throw .form }
    advance(2)
    return letter == UInt8(ascii: "p")
  }

  /// `UTC`, `GMT` or `Z`. Other abbreviations stand for several zones.
  fileprivate mutating func zoneName() throws(TimestampFault) {
    if pass(UInt8(ascii: "Z")) { return }
    let names: [StaticString] = ["utc", "gmt"]
    _ = try name(of: names)
  }
}

/// Why a text is no pattern of time stamps. Its description names the pattern and the directives there are.
public struct TimestampPatternError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The pattern.
  public let pattern: String
  private let reason: String

  init(_ pattern: String, _ reason: String) {
    self.pattern = pattern
    self.reason = reason
  }

  public var description: String {
    "\"\(pattern)\" is no pattern of time stamps: \(reason). The directives are %Y %y %m %b %d %e %j %H %I %p %M %S %f %L %a "
      + "%z %Z %s %F %T %R and %%."
  }
}
