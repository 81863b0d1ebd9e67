/// What a file of the time zone database says (RFC 9636, "TZif").
struct TimeZoneFile {
  private(set) var changes: [Int64] = []
  /// The seconds ahead of UTC: before the first change and after each.
  private(set) var offsets: [Int32] = []
  /// The rule for the time after the last change.
  private(set) var rule: DaylightSavingRule?

  /// Nil if the bytes are no such file, or count leap seconds.
  init?(_ bytes: [UInt8]) {
    var reader = Reader(bytes: bytes)
    guard var header = reader.header(), header.leapSeconds == 0 else { return nil }
    let width = header.version == 0 ? 4 : 8
    if width == 8 {
      // The same in 32 bits comes first.
      guard reader.take(header.size(width: 4)) != nil, let second = reader.header(), second.leapSeconds == 0 else {
        return nil
      }
      header = second
    }
    guard let times = reader.take(header.changes * width), let kinds = reader.take(header.changes),
      let types = reader.take(header.types * 6), header.types > 0,
      reader.take(header.size(width: width) - header.changes * (width + 1) - header.types * 6) != nil
    else { return nil }
    let seconds = (0..<header.types).map { Int32(truncatingIfNeeded: Reader.number(types.dropFirst($0 * 6).prefix(4))) }
    offsets.append(seconds[0])
    for index in 0..<header.changes {
      let time = Reader.number(times.dropFirst(index * width).prefix(width))
      let kind = Int(kinds[kinds.startIndex + index])
      guard kind < seconds.count, time > changes.last ?? .min else { return nil }
      changes.append(time)
      offsets.append(seconds[kind])
    }
    guard offsets.allSatisfy({ abs(Int($0)) < 26 * 3_600 }) else { return nil }
    guard width == 8 else { return }
    guard let footer = reader.footer() else { return nil }
    // Without commas, clocks are not changed any more.
    guard footer.contains(UInt8(ascii: ",")) else { return }
    guard let rule = DaylightSavingRule(footer) else { return nil }
    self.rule = rule
  }

  private struct Header {
    let version: UInt8
    let leapSeconds: Int
    let changes: Int
    let types: Int
    let others: Int

    /// The size of what follows the header.
    func size(width: Int) -> Int { changes * (width + 1) + types * 6 + others }
  }

  private struct Reader {
    let bytes: [UInt8]
    var place = 0

    mutating func take(_ count: Int) -> ArraySlice<UInt8>? {
      guard count <= bytes.count - place else { return nil }
      defer { place += count }
      return bytes[place..<place + count]
    }

    /// A number with a sign, the largest byte first.
    static func number(_ bytes: ArraySlice<UInt8>) -> Int64 {
      var number = Int64(Int8(bitPattern: bytes.first!))
      for byte in bytes.dropFirst() { number = number << 8 | Int64(byte) }
      return number
    }

    mutating func header() -> Header? {
      guard let header = take(44), header.prefix(4).elementsEqual("TZif".utf8) else { return nil }
      let counts = (0..<6).map { Int(Self.number(header.dropFirst(20 + $0 * 4).prefix(4))) }
      guard counts.allSatisfy({ (0...100_000).contains($0) }) else { return nil }
      return Header(
        version: header[header.startIndex + 4],
        leapSeconds: counts[2],
        changes: counts[3],
        types: counts[4],
        others: counts[0] + counts[1] + counts[5]
      )
    }

    /// The text between two line feeds.
    mutating func footer() -> ArraySlice<UInt8>? {
      let rest = bytes[place...]
      guard rest.first == 10, let end = rest.dropFirst().firstIndex(of: 10) else { return nil }
      return rest[(place + 1)..<end]
    }
  }
}
