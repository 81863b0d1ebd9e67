extension Timestamp {
  /// The text of the time in a format: the one that is read as this time again.
  ///
  /// ```swift
  /// try time.text(.kafka())              // 2026-01-02 03:04:05,678
  /// try time.text(.epochMilliseconds)    // 1767323045678
  /// ```
  ///
  /// - Parameter format: How the text is written.
  /// - Throws: ``TimestampWritingError`` for a time that the format cannot hold: a fraction where it has none, a year that
  ///   is not in 0000 to 9999, or the second of two hours that clocks show twice.
  public func text(_ format: TimestampFormat) throws(TimestampWritingError) -> String {
    try format.write(self).text.string
  }
}

/// Why a time cannot be written in a format.
///
/// Its description names the time, what would be left of it and the way out:
///
/// ```
/// 2026-01-02T03:04:05.678Z cannot be written as a time stamp: 02/Jan/2026:03:04:05 +0000 would be read as 2026-01-02T03:04:05Z. Round the time, or choose another format.
/// ```
public struct TimestampWritingError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The time that was to be written.
  public let time: Timestamp
  private let reason: String

  init(_ time: Timestamp, _ reason: String) { (self.time, self.reason) = (time, reason) }

  public var description: String { "\(explanation). Round the time, or choose another format." }

  var explanation: String { "\(time) cannot be written as a time stamp: \(reason)" }
}

extension TimestampFormat {
  /// The text of a time, and whether it is a number of units since 1970.
  func write(_ time: Timestamp) throws(TimestampWritingError) -> (text: TimestampText, isNumber: Bool) {
    guard kind == .anyOf else { return (try writeAlone(time), kind == .epoch) }
    for format in alternatives {
      // What an earlier format reads in another way does not come back.
      guard let (text, isNumber) = try? format.write(time), time == read(text) else { continue }
      return (text, isNumber)
    }
    // It names what is wrong with the first.
    let (text, _) = try alternatives[0].write(time)
    throw TimestampWritingError(time, Self.loss(text, read(text)))
  }

  private func writeAlone(_ time: Timestamp) throws(TimestampWritingError) -> TimestampText {
    var text = TimestampText()
    do throws(TimestampFault) {
      try write(time, to: &text)
    } catch {
      throw TimestampWritingError(time, error.reason)
    }
    // RFC 3339 holds every time of its years.
    guard kind != .rfc3339 else { return text }
    let found = read(text)
    guard found == time else { throw TimestampWritingError(time, Self.loss(text, found)) }
    return text
  }

  private func read(_ text: TimestampText) -> Timestamp? {
    text.bytes.withUnsafeBufferPointer { bytes in
      do throws(TimestampFault) { return try parse(bytes) } catch { return nil }
    }
  }

  private static func loss(_ text: TimestampText, _ time: Timestamp?) -> String {
    time.map { "\(text.string) would be read as \($0)" } ?? "\(text.string) could not be read again"
  }

  private func write(_ time: Timestamp, to text: inout TimestampText) throws(TimestampFault) {
    switch kind {
    case .rfc3339:
      guard CivilDay.secondsOfRFC3339.contains(time.secondsSinceEpoch) else { throw .year }
      text.append(rfc3339: time)
    case .dateTime:
      let local = try LocalTime(time, in: zone)
      text.append(dateOf: local)
      text.append(UInt8(ascii: "T"))
      text.append(timeOf: local)
      text.append(pointAndFraction: time.nanoseconds)
    case .log4j:
      let local = try LocalTime(time, in: zone)
      text.append(dateOf: local)
      text.append(UInt8(ascii: " "))
      text.append(timeOf: local)
      text.append(UInt8(ascii: ","))
      text.append(fraction: time.nanoseconds, atLeast: 3)
    case .date:
      text.append(dateOf: try LocalTime(time, in: zone))
    case .syslog:
      let local = try LocalTime(time, in: zone)
      text.append(nameOf: local.month - 1, TimestampScanner.months)
      text.append(UInt8(ascii: " "))
      text.append(paddedDay: local.day)
      text.append(UInt8(ascii: " "))
      text.append(timeOf: local)
      text.append(pointAndFraction: time.nanoseconds)
    case .commonLog:
      let local = try LocalTime(time, in: .utc)
      text.append(local.day, digits: 2)
      text.append(UInt8(ascii: "/"))
      text.append(nameOf: local.month - 1, TimestampScanner.months)
      text.append(UInt8(ascii: "/"))
      text.append(local.year, digits: 4)
      text.append(UInt8(ascii: ":"))
      text.append(timeOf: local)
      text.append(" +0000")
    case .epoch: text.append(time, unitsPerSecond: unitsPerSecond)
    case .pattern: try pattern!.write(time, zone, to: &text)
    // The caller tries each format.
    case .anyOf: throw .form
    }
  }
}
