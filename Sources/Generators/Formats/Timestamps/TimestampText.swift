/// The text of a time stamp while it is put together.
struct TimestampText {
  private(set) var bytes: [UInt8] = []

  init() { bytes.reserveCapacity(40) }

  var string: String { String(decoding: bytes, as: UTF8.self) }

  mutating func append(_ byte: UInt8) { bytes.append(byte) }

  mutating func append(_ text: StaticString) {
    bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  /// Appends a number that is not negative, with zeros before it.
  mutating func append(_ number: Int, digits width: Int) {
    var unit = 1
    for _ in 1..<width { unit *= 10 }
    while number / unit >= 10 { unit *= 10 }
    while unit > 0 {
      bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number / unit % 10))
      unit /= 10
    }
  }

  /// Appends the digits of a fraction of a second, as many as it needs.
  mutating func append(fraction nanoseconds: Int, atLeast least: Int) {
    let start = bytes.count
    append(nanoseconds, digits: 9)
    while bytes.count > start + least, bytes.last == UInt8(ascii: "0") { bytes.removeLast() }
  }

  /// Appends a point and a fraction, unless it is 0.
  mutating func append(pointAndFraction nanoseconds: Int) {
    guard nanoseconds > 0 else { return }
    append(UInt8(ascii: "."))
    append(fraction: nanoseconds, atLeast: 1)
  }

  /// Appends a name as its first three letters, the first of which is large.
  mutating func append(nameOf number: Int, _ names: [StaticString]) {
    let letters = names[number].utf8Start
    append(letters[0] & ~0x20)
    append(letters[1])
    append(letters[2])
  }

  mutating func append(paddedDay day: Int) {
    if day < 10 { append(UInt8(ascii: " ")) }
    append(day, digits: 1)
  }

  mutating func append(dateOf local: LocalTime) {
    append(abs(local.year), digits: 4)
    append(UInt8(ascii: "-"))
    append(local.month, digits: 2)
    append(UInt8(ascii: "-"))
    append(local.day, digits: 2)
  }

  mutating func append(timeOf local: LocalTime) {
    append(local.hour, digits: 2)
    append(UInt8(ascii: ":"))
    append(local.minute, digits: 2)
    append(UInt8(ascii: ":"))
    append(local.second, digits: 2)
  }

  /// Appends the distance from UTC in hours and minutes.
  mutating func append(offset: Int) {
    append(offset < 0 ? UInt8(ascii: "-") : UInt8(ascii: "+"))
    append(abs(offset) / 3_600, digits: 2)
    append(abs(offset) / 60 % 60, digits: 2)
  }

  /// Appends a time in RFC 3339, in UTC. Years that RFC 3339 does not have get a sign.
  mutating func append(rfc3339 time: Timestamp) {
    let local = LocalTime(unchecked: time)
    if local.year < 0 || local.year > 9_999 { append(local.year < 0 ? UInt8(ascii: "-") : UInt8(ascii: "+")) }
    append(dateOf: local)
    append(UInt8(ascii: "T"))
    append(timeOf: local)
    append(pointAndFraction: time.nanoseconds)
    append(UInt8(ascii: "Z"))
  }

  /// Appends how many units a time is after 1970, with a fraction of a unit unless `isWhole`.
  mutating func append(_ time: Timestamp, unitsPerSecond: Int64, isWhole: Bool = false) {
    var (seconds, nanoseconds) = (time.secondsSinceEpoch.magnitude, UInt64(time.nanoseconds))
    if time.secondsSinceEpoch < 0 {
      append(UInt8(ascii: "-"))
      if nanoseconds > 0 {
        seconds -= 1
        nanoseconds = 1_000_000_000 - nanoseconds
      }
    }
    let length = 1_000_000_000 / UInt64(unitsPerSecond)
    // The product may be larger than any integer.
    let units = UInt128(seconds) * UInt128(unitsPerSecond) + UInt128(nanoseconds / length)
    bytes.append(contentsOf: String(units).utf8)
    let rest = Int(nanoseconds % length * UInt64(unitsPerSecond))
    if !isWhole { append(pointAndFraction: rest) }
  }
}

/// The parts of a time as a clock shows them.
struct LocalTime {
  let year: Int
  let month: Int
  let day: Int
  private let days: Int64
  private let secondOfDay: Int
  /// The seconds that the clock is ahead of UTC.
  let offset: Int

  /// - Throws: If the year has not four digits.
  init(_ time: Timestamp, in zone: TimestampZone) throws(TimestampFault) {
    let seconds = time.secondsSinceEpoch
    // A clock is at most some days from UTC, and the sum must not overflow.
    guard abs(seconds / 2) < 1 << 40 else { throw .year }
    let offset = zone.offset(at: seconds)
    guard CivilDay.secondsOfRFC3339.contains(seconds + Int64(offset)) else { throw .year }
    self.init(seconds + Int64(offset), offset)
  }

  /// In UTC, in any year.
  init(unchecked time: Timestamp) { self.init(time.secondsSinceEpoch, 0) }

  private init(_ seconds: Int64, _ offset: Int) {
    let (days, second) = seconds.flooredQuotientAndRemainder(dividingBy: 86_400)
    let (year, month, day) = CivilDay.date(onDay: days)
    (self.year, self.month, self.day) = (Int(year), Int(month), Int(day))
    self.days = days
    self.offset = offset
    secondOfDay = Int(second)
  }

  var hour: Int { secondOfDay / 3_600 }
  var minute: Int { secondOfDay / 60 % 60 }
  var second: Int { secondOfDay % 60 }
  var dayOfYear: Int { Int(days - CivilDay.day(year: year, month: 1, day: 1)) + 1 }
  /// 0 for a Sunday: 1970-01-01 was a Thursday.
  var weekday: Int { Int((days + 4).flooredQuotientAndRemainder(dividingBy: 7).remainder) }
}
