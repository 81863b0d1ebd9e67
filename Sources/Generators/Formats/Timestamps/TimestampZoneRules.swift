/// When the clocks of a zone are put forward and back.
final class TimestampZoneRules: Sendable {
  private let name: String
  /// The times of the changes, and the seconds ahead of UTC: before the first change and after each.
  private let changes: [Int64]
  private let offsets: [Int32]
  /// From here on, every 400 years are like those before: the calendar and its weekdays repeat.
  private let horizon: Int64

  private static let cycle = Int64(146_097 * 86_400)
  /// No clock is further from UTC than this.
  private static let largestOffset = Int64(26 * 3_600)

  private static let directories = ["/usr/share/zoneinfo", "/var/db/timezone/zoneinfo", "/usr/lib/zoneinfo"]

  convenience init(named name: String) throws(TimestampZoneError) {
    let isName = name.split(separator: "/", omittingEmptySubsequences: false).allSatisfy { part in
      !part.isEmpty
        && part.utf8.allSatisfy { byte in
          let character = Character(UnicodeScalar(byte))
          return byte < 0x80 && (character.isLetter || character.isNumber || "_+-".contains(character))
        }
    }
    guard isName else { throw TimestampZoneError(name, "a name is one such as Europe/Berlin.") }
    for directory in Self.directories {
      guard let bytes = Self.content(ofFile: "\(directory)/\(name)") else { continue }
      guard let file = TimeZoneFile(bytes) else {
        throw TimestampZoneError(name, "\(directory)/\(name) is no file of a time zone without leap seconds.")
      }
      self.init(name, file)
      return
    }
    throw TimestampZoneError(
      name,
      "it is not in \(Self.directories[0]). Check the name, or install the time zone database (the package tzdata)."
    )
  }

  /// Nil if it is no regular file, or cannot be read.
  private static func content(ofFile path: String) -> [UInt8]? {
    guard let source = try? FileSource(path: path), source.isRegular, source.sizeAtOpening < 1 << 20 else { return nil }
    var bytes = [UInt8](repeating: 0, count: source.sizeAtOpening)
    let read = try? bytes.withUnsafeMutableBytes { try source.plain.fill($0, at: 0).count }
    return read == bytes.count ? bytes : nil
  }

  private init(_ name: String, _ file: TimeZoneFile) {
    self.name = name
    var (changes, offsets) = (file.changes, file.offsets)
    guard let rule = file.rule else {
      (self.changes, self.offsets, horizon) = (changes, offsets, .max)
      return
    }
    let last = changes.last ?? Int64.min
    let first = max(1_970, changes.last.map { LocalTime(unchecked: Timestamp(secondsSinceEpoch: $0)).year } ?? 0)
    for year in first...first + 401 {
      for (time, offset) in rule.changes(in: year) where time > last {
        changes.append(time)
        offsets.append(offset)
      }
    }
    (self.changes, self.offsets) = (changes, offsets)
    horizon = CivilDay.day(year: first + 401, month: 1, day: 1) * 86_400
  }

  /// How many cycles a time is after the last change that is known.
  @inline(__always)
  private func cycles(_ seconds: Int64) -> Int64 {
    seconds < horizon ? 0 : (seconds - horizon) / Self.cycle + 1
  }

  /// How many changes there are up to a time.
  private func count(upTo seconds: Int64) -> Int {
    var (low, high) = (0, changes.count)
    while low < high {
      let middle = (low + high) / 2
      if changes[middle] <= seconds { low = middle + 1 } else { high = middle }
    }
    return low
  }

  func offset(at seconds: Int64) -> Int {
    Int(offsets[count(upTo: seconds - cycles(seconds) * Self.cycle)])
  }

  /// The first time at which clocks show `local` or more, and how far they are ahead of UTC then.
  func first(fromLocal local: Int64) -> (time: Int64, offset: Int) {
    let distance = cycles(local) * Self.cycle
    let local = local - distance
    var index = count(upTo: local - Self.largestOffset)
    while true {
      let offset = Int64(offsets[index])
      let time = max(local - offset, index > 0 ? changes[index - 1] : .min)
      if index == changes.count || time < changes[index] { return (time + distance, Int(offset)) }
      index += 1
    }
  }
}

extension TimestampZoneRules: Hashable {
  static func == (left: TimestampZoneRules, right: TimestampZoneRules) -> Bool {
    left === right || left.name == right.name && left.changes == right.changes && left.offsets == right.offsets
  }

  func hash(into hasher: inout Hasher) { hasher.combine(name) }
}
