import Generators

/// Time stamps at the start of lines and as whole fields, valid ones and ones that are damaged; and back from the text that
/// their format and every other format writes.
struct TimestampsReader: FuzzedReader {
  static let name = "timestamps"
  static let share = 6

  enum Settings: CaseIterable { case rfc3339, dateTime, date, commonLog, syslog, seconds, milliseconds }

  struct Found: Equatable {
    var atStart: ExpectedTime?
    var whole: ExpectedTime?
  }

  func makeInput(_ random: inout Randomness) -> Input {
    var bytes: [UInt8] = []
    for _ in 0..<random.number(1...6) {
      var line = Array(Self.text(&random).utf8)
      if random.oneIn(2) { random.damage(&line) }
      if random.oneIn(4) { line = Array(random.element(of: ["[", "(", "<34>", "<34>1 ", "<", "x"]).utf8) + line }
      if random.oneIn(3) { line += Array(random.element(of: ["]", " x", "Z", "+01", ".5", "1", ":", "-"]).utf8) }
      bytes += line + [10]
    }
    return random.padded(bytes)
  }

  func makeSettings(_ random: inout Randomness) -> Settings { random.element(of: Settings.allCases) }

  /// A time stamp in any of the formats, whose parts may not exist.
  private static func text(_ random: inout Randomness) -> String {
    func padded(_ number: Int, _ width: Int, with pad: String = "0") -> String {
      String(repeating: pad, count: max(0, width - "\(number)".count)) + "\(number)"
    }
    let year = random.oneIn(3) ? random.number(0...9_999) : random.number(1_995...2_030)
    let date = "\(padded(year, 4))-\(padded(random.number(0...13), 2))-\(padded(random.number(0...32), 2))"
    let isLeap = random.oneIn(4)
    let time =
      isLeap
      ? "23:59:60"
      : "\(padded(random.number(0...24), 2)):\(padded(random.number(0...60), 2)):\(padded(random.number(0...61), 2))"
    let fraction = random.element(of: ["", "", ".5", ".000000001", ".1234567899", ",678", "."])
    let zone = random.element(of: ["Z", "z", "+00:00", "-08:00", "+23:59", "+24:00", "+0100", "-1", ""])
    let month = random.element(of: ["Jan", "Feb", "Jun", "Dec", "dec", "Foo"])
    switch random.below(6) {
    case 0, 1: return "\(date)\(random.element(of: ["T", "T", "t", " "]))\(time)\(fraction)\(zone)"
    case 2: return random.oneIn(2) ? "\(date) \(time)\(fraction)" : date
    case 3: return "\(padded(random.number(0...32), 2))/\(month)/\(padded(year, 4)):\(time) \(zone)"
    case 4: return "\(month) \(padded(random.number(0...32), 2, with: " ")) \(time)\(fraction)"
    default: return "\(random.element(of: ["", "-"]))\(random.next() >> UInt64(random.below(64)))\(fraction)"
    }
  }

  func expectation(for input: Input, _ settings: Settings) -> [Found] {
    ExpectedLines(input.bytes).lines.map { line in
      let line = Array(input.bytes[line.range])
      var found = Found()
      if let (time, end) = ExpectedTime.parse(line[...], settings), end == line.count { found.whole = time }
      let start = Self.start(of: line)
      if let (time, end) = ExpectedTime.parse(line[start...], settings) {
        let next = end < line.count ? Character(UnicodeScalar(line[end])) : " "
        if !next.isASCII || !(next.isLetter || next.isNumber || next == "+" || next == "-") { found.atStart = time }
      }
      return found
    }
  }

  private static func start(of line: [UInt8]) -> Int {
    let text = line.map { Character(UnicodeScalar($0)) }
    if text.first == "[" || text.first == "(" { return 1 }
    guard text.first == "<", let end = text.firstIndex(of: ">"), (2...4).contains(end) else { return 0 }
    guard text[1..<end].allSatisfy({ $0.isASCII && $0.isNumber }) else { return 0 }
    let hasVersion = text.count > end + 2 && text[end + 1].isASCII && text[end + 1].isNumber && text[end + 2] == " "
    return hasVersion ? end + 3 : end + 1
  }

  func check(_ reads: Reads, _ settings: Settings, against expected: [Found]) async throws(Mismatch) {
    guard isPlain(reads.bytes) else { return }
    let format: TimestampFormat =
      switch settings {
      case .rfc3339: .rfc3339
      case .dateTime: .dateTime(zone: .ahead(hours: 5, minutes: 30))
      case .date: .date()
      case .commonLog: .commonLog
      case .syslog: .syslog(year: 2024)
      case .seconds: .epochSeconds
      case .milliseconds: .epochMilliseconds
      }
    do {
      try withLines(of: reads) { lines in
        for line in lines {
          let found = Found(
            atStart: line.timestamp(format).map(ExpectedTime.init),
            whole: line.bytes.timestamp(format).map(ExpectedTime.init)
          )
          let wanted = expected[line.number - 1]
          try Mismatch.unless(
            found == wanted,
            "\(settings): \(quoted(Array(line.bytes)[...])) is \(found), not \(wanted)"
          )
          if let time = line.timestamp(format) { try check(time, format) }
        }
      }
    } catch let mismatch as Mismatch {
      throw mismatch
    } catch {
      throw Mismatch("an error: \(error)")
    }
  }

  /// Every format reads what it writes as the same time. One that read the time, and RFC 3339, can write it.
  private func check(_ time: Timestamp, _ format: TimestampFormat) throws {
    let isCommon = (0..<253_402_214_400).contains(time.secondsSinceEpoch)
    if isCommon {
      _ = try time.text(format)
      _ = try time.text(.rfc3339)
    }
    for format in Self.written + [format] {
      guard let text = try? time.text(format) else { continue }
      try Mismatch.unless(try Timestamp(text, format: format) == time, "\(time) does not come back from \(text)")
    }
  }

  private static let written: [TimestampFormat] = [
    .rfc3339, .dateTime(zone: .behind(hours: 11)), .kafka(zone: .ahead(hours: 14)), .date(), .commonLog,
    .syslog(year: 2024),
    .syslog(near: Timestamp(secondsSinceEpoch: 1_767_323_045)), .epochSeconds, .epochMilliseconds, .epochNanoseconds,
    .pattern("%y%j %I%p%M%S%f", zone: .ahead(hours: 1)), .pattern("%A %e %b %Y %T.%L %z"),
    .anyOf(.date(), .pattern("%s"), .rfc3339),
  ]
}
