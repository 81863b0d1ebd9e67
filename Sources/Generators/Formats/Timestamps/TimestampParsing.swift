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
    case .dateTime, .log4j: try parseDateTime(&scanner)
    case .date: try Timestamp(unchecked: zone.start(ofDay: scanner.date()), 0)
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
    return try Timestamp(day: day, time, nanoseconds: nanoseconds, in: zone)
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
    if let year {
      let date = try TimestampScanner.day(year, month, day)
      return try Timestamp(day: date, time, nanoseconds: nanoseconds, in: zone)
    }
    let (referenceDay, _) = reference.secondsSinceEpoch.flooredQuotientAndRemainder(dividingBy: 86_400)
    let referenceYear = Int(CivilDay.date(onDay: referenceDay).year)
    // The years next to it have to be tried too. 29 February is in none of them, or in one.
    var nearest: (distance: Duration, time: Timestamp)?
    var fault = TimestampFault.day
    for year in referenceYear - 1...referenceYear + 1 {
      do throws(TimestampFault) {
        let date = try TimestampScanner.day(year, month, day)
        let time = try Timestamp(day: date, time, nanoseconds: nanoseconds, in: zone)
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
