/// Reads the parts of a time stamp from bytes, one after the other.
struct TimestampScanner {
  private(set) var place: UnsafePointer<UInt8>
  private let end: UnsafePointer<UInt8>

  /// The bytes stay where they are as long as the scanner is used.
  init(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int = 0) {
    // There is always an address to start from, also for no bytes.
    let base = bytes.baseAddress ?? Self.nowhere
    place = base + start
    end = base + bytes.count
  }

  private static var nowhere: UnsafePointer<UInt8> { UnsafePointer(bitPattern: 1)! }

  var left: Int { end - place }

  @inline(__always)
  var next: UInt8? { place < end ? place.pointee : nil }

  @inline(__always)
  mutating func advance(_ count: Int) { place += count }

  /// Moves past `byte` if it is next, and says whether it was.
  @inline(__always)
  mutating func pass(_ byte: UInt8) -> Bool {
    guard place < end, place.pointee == byte else { return false }
    place += 1
    return true
  }

  @inline(__always)
  mutating func expect(_ byte: UInt8) throws(TimestampFault) {
    guard pass(byte) else { throw .form }
  }

  // MARK: Numbers

  /// A number of exactly `count` digits.
  @inline(__always)
  mutating func digits(_ count: Int) throws(TimestampFault) -> Int {
    guard left >= count else { throw .form }
    var number = 0
    for index in 0..<count {
      let digit = Self.digit(place[index])
      guard digit <= 9 else { throw .form }
      number = number * 10 + digit
    }
    place += count
    return number
  }

  /// The nanoseconds of the digits after a point, of which there is at least one. Digits after the ninth are
  /// skipped.
  mutating func fraction() throws(TimestampFault) -> Int {
    let start = place
    var nanoseconds = 0
    var unit = 100_000_000
    while place < end {
      let digit = Self.digit(place.pointee)
      guard digit <= 9 else { break }
      nanoseconds += digit * unit
      unit /= 10
      place += 1
    }
    guard place > start else { throw .form }
    return nanoseconds
  }

  /// The nanoseconds of a fraction, if a point and a digit are next; else 0.
  @inline(__always)
  mutating func fractionIfPresent(allowingComma: Bool) throws(TimestampFault) -> Int {
    guard left >= 2, Self.digit(place[1]) <= 9 else { return 0 }
    let byte = place.pointee
    guard byte == UInt8(ascii: ".") || allowingComma && byte == UInt8(ascii: ",") else { return 0 }
    place += 1
    return try fraction()
  }

  /// A number of any length that fits.
  mutating func number() throws(TimestampFault) -> Int64 {
    let start = place
    var number: Int64 = 0
    while place < end {
      let digit = Self.digit(place.pointee)
      guard digit <= 9 else { break }
      let (tens, isTooLarge) = number.multipliedReportingOverflow(by: 10)
      let (sum, overflows) = tens.addingReportingOverflow(Int64(digit))
      guard !isTooLarge, !overflows else { throw .range }
      number = sum
      place += 1
    }
    guard place > start else { throw .form }
    return number
  }

  /// The value of a digit: over 9 if the byte is not one.
  @inline(__always)
  static func digit(_ byte: UInt8) -> Int { Int(byte &- UInt8(ascii: "0")) }

  // MARK: Names

  /// The number of the name that comes next, whole or as its first three letters, in either case.
  mutating func name(of names: [StaticString]) throws(TimestampFault) -> Int {
    for (number, name) in names.enumerated() {
      if passName(name.utf8Start, name.utf8CodeUnitCount) || passName(name.utf8Start, 3) { return number }
    }
    throw .form
  }

  private mutating func passName(_ name: UnsafePointer<UInt8>, _ count: Int) -> Bool {
    guard left >= count, (0..<count).allSatisfy({ place[$0] | 0x20 == name[$0] }) else { return false }
    // "Mar" is no name in "Mare".
    guard left == count || !(UInt8(ascii: "a")...UInt8(ascii: "z")).contains(place[count] | 0x20) else { return false }
    place += count
    return true
  }

  /// The month of three letters, as English writes it, from 1.
  @inline(__always)
  mutating func shortMonth() throws(TimestampFault) -> Int {
    guard left >= 3 else { throw .form }
    let letters = UInt32(place[0]) << 16 | UInt32(place[1]) << 8 | UInt32(place[2]) | 0x20_20_20
    let month: Int
    switch letters {
    case 0x6A616E: month = 1
    case 0x666562: month = 2
    case 0x6D6172: month = 3
    case 0x617072: month = 4
    case 0x6D6179: month = 5
    case 0x6A756E: month = 6
    case 0x6A756C: month = 7
    case 0x617567: month = 8
    case 0x736570: month = 9
    case 0x6F6374: month = 10
    case 0x6E6F76: month = 11
    case 0x646563: month = 12
    default: throw .form
    }
    place += 3
    return month
  }

  static let months: [StaticString] = [
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
  ]

  static let weekdays: [StaticString] = [
    "sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday",
  ]

  // MARK: Dates and times

  /// `03:04:05`: the second of the day, and whether it is a second 60.
  @inline(__always)
  mutating func time() throws(TimestampFault) -> (second: Int, isLeap: Bool) {
    guard left >= 8, place[2] == UInt8(ascii: ":"), place[5] == UInt8(ascii: ":") else { throw .form }
    var worst = 0
    let hour = pair(at: 0, &worst)
    let minute = pair(at: 3, &worst)
    let second = pair(at: 6, &worst)
    guard worst <= 9 else { throw .form }
    place += 8
    return try Self.secondOfDay(hour, minute, second)
  }

  @inline(__always)
  static func secondOfDay(_ hour: Int, _ minute: Int, _ second: Int) throws(TimestampFault) -> (
    second: Int, isLeap: Bool
  ) {
    guard hour <= 23 else { throw .hour }
    guard minute <= 59 else { throw .minute }
    guard second <= 60 else { throw .second }
    return (hour * 3_600 + minute * 60 + second, second == 60)
  }

  /// `2026-01-02`: its day.
  @inline(__always)
  mutating func date() throws(TimestampFault) -> Int64 {
    guard left >= 10, place[4] == UInt8(ascii: "-"), place[7] == UInt8(ascii: "-") else { throw .form }
    var worst = 0
    let century = pair(at: 0, &worst)
    let year = pair(at: 2, &worst)
    let month = pair(at: 5, &worst)
    let day = pair(at: 8, &worst)
    guard worst <= 9 else { throw .form }
    place += 10
    return try Self.day(century * 100 + year, month, day)
  }

  @inline(__always)
  static func day(_ year: Int, _ month: Int, _ day: Int) throws(TimestampFault) -> Int64 {
    guard (1...12).contains(month) else { throw .month }
    guard day >= 1, day <= CivilDay.days(inMonth: month, of: year) else { throw .day }
    return CivilDay.day(year: year, month: month, day: day)
  }

  /// The number of two digits at an offset. `worst` becomes more than 9 if they are not digits.
  @inline(__always)
  private func pair(at offset: Int, _ worst: inout Int) -> Int {
    let (tens, ones) = (Self.digit(place[offset]), Self.digit(place[offset + 1]))
    worst = max(worst, tens, ones)
    return tens * 10 + ones
  }

  /// `Z`, `+01:00`: the seconds ahead of UTC.
  ///
  /// - Parameter isStrict: Whether there has to be a colon between hours and minutes, which have to be there. Else
  ///   `+0100` and `+01` are accepted too.
  @inline(__always)
  mutating func offset(isStrict: Bool = true) throws(TimestampFault) -> Int {
    guard let sign = next else { throw .form }
    if sign | 0x20 == UInt8(ascii: "z") {
      place += 1
      return 0
    }
    guard sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") else { throw .form }
    place += 1
    let hours = try digits(2)
    var minutes = 0
    if isStrict {
      try expect(UInt8(ascii: ":"))
      minutes = try digits(2)
    } else if pass(UInt8(ascii: ":")) || left >= 1 && Self.digit(place.pointee) <= 9 {
      minutes = try digits(2)
    }
    guard hours <= 23, minutes <= 59 else { throw .offset }
    let distance = hours * 3_600 + minutes * 60
    return sign == UInt8(ascii: "-") ? -distance : distance
  }
}

extension Timestamp {
  /// - Parameters:
  ///   - day: The day in local time, and `time` the second of it.
  ///   - offset: The seconds that local time is ahead of UTC.
  @inline(__always)
  init(
    day: Int64,
    _ time: (second: Int, isLeap: Bool),
    nanoseconds: Int,
    offset: Int
  ) throws(TimestampFault) {
    let seconds = day * 86_400 + Int64(time.second - offset)
    if time.isLeap {
      // It counts as the first second of the first day of a month, in UTC.
      let (day, second) = seconds.flooredQuotientAndRemainder(dividingBy: 86_400)
      guard second == 0, CivilDay.date(onDay: day).day == 1 else { throw .leapSecond }
    }
    self.init(unchecked: seconds, UInt32(truncatingIfNeeded: nanoseconds))
  }

  /// The same in the local time of a zone.
  @inline(__always)
  init(
    day: Int64,
    _ time: (second: Int, isLeap: Bool),
    nanoseconds: Int,
    in zone: TimestampZone
  ) throws(TimestampFault) {
    // A leap second belongs to the second before it.
    let offset = try zone.offset(ofLocal: day * 86_400 + Int64(time.isLeap ? time.second - 1 : time.second))
    try self.init(day: day, time, nanoseconds: nanoseconds, offset: offset)
  }
}
