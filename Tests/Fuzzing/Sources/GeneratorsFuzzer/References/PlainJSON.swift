/// JSON passed over a byte at a time, as `JSONField` says it is read: whole strings, brackets that close, commas and
/// colons, and nothing validated beyond them.
struct PlainJSON {
  let bytes: [UInt8]

  /// Where the document may begin: behind a byte-order mark.
  var start: Int { bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0 }

  private func isSpace(_ byte: UInt8) -> Bool { byte == 32 || byte == 9 || byte == 10 || byte == 13 }

  /// Whether a word or a number ends before the byte.
  private func endsWord(_ byte: UInt8) -> Bool {
    byte <= 32 || byte == UInt8(ascii: ",") || byte == UInt8(ascii: "]") || byte == UInt8(ascii: "}")
  }

  private func skipSpace(_ place: Int) -> Int {
    var place = place
    while place < bytes.count, isSpace(bytes[place]) { place += 1 }
    return place
  }

  /// Where the string that starts with a quote at `start` ends, behind its quote.
  private func endOfString(_ start: Int) -> Int? {
    var place = start + 1
    while place < bytes.count {
      if bytes[place] == UInt8(ascii: "\"") { return place + 1 }
      place += bytes[place] == UInt8(ascii: "\\") ? 2 : 1
    }
    return nil
  }

  /// The value at or behind `start`.
  func value(at start: Int) -> Range<Int>? {
    let start = skipSpace(start)
    guard start < bytes.count else { return nil }
    switch bytes[start] {
    case UInt8(ascii: "\""):
      return endOfString(start).map { start..<$0 }
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      var (place, depth) = (start, 0)
      while place < bytes.count {
        switch bytes[place] {
        case UInt8(ascii: "\""):
          guard let end = endOfString(place) else { return nil }
          place = end
          continue
        case UInt8(ascii: "\\"):
          // Outside strings too it takes the meaning of a quote or a backslash behind it.
          place += place + 1 < bytes.count && "\"\\".utf8.contains(bytes[place + 1]) ? 1 : 0
        case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
        case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
        default: break
        }
        place += 1
        if depth == 0 { return start..<place }
      }
      return nil
    default:
      var end = start
      while end < bytes.count, !endsWord(bytes[end]) { end += 1 }
      return end > start ? start..<end : nil
    }
  }

  /// A value that is known to be whole.
  private func innerValue(at start: Int) -> Range<Int>? {
    guard let value = value(at: start) else { return nil }
    return value.upperBound < bytes.count || "\"}]".utf8.contains(bytes[value.upperBound - 1]) ? value : nil
  }

  /// The members of the object at `start`, as far as they can be read: key, value, and where the value may begin.
  private func members(_ start: Int, until isEnough: (Range<Int>, Int) -> Bool) {
    var place = start
    while true {
      place = skipSpace(place + 1)
      guard place < bytes.count, bytes[place] == UInt8(ascii: "\""), let end = endOfString(place) else { return }
      let colon = skipSpace(end)
      guard colon < bytes.count, bytes[colon] == UInt8(ascii: ":") else { return }
      if isEnough(place..<end, colon + 1) { return }
      guard let value = value(at: colon + 1) else { return }
      place = skipSpace(value.upperBound)
      guard place < bytes.count, bytes[place] == UInt8(ascii: ",") else { return }
    }
  }

  func find(_ path: [[UInt8]]) -> Range<Int>? {
    guard !path.isEmpty else { return value(at: start) }
    var place = start
    for step in path {
      place = skipSpace(place)
      guard place < bytes.count else { return nil }
      var next: Int?
      if bytes[place] == UInt8(ascii: "{") {
        members(place) { key, start in
          let isFound = unescaped(key.lowerBound + 1..<key.upperBound - 1) == step
          if isFound { next = start }
          return isFound
        }
      } else if bytes[place] == UInt8(ascii: "["), let index = index(step) {
        next = place + 1
        for _ in 0..<index {
          guard let start = next, let value = value(at: start) else { return nil }
          let comma = skipSpace(value.upperBound)
          guard comma < bytes.count, bytes[comma] == UInt8(ascii: ",") else { return nil }
          next = comma + 1
        }
      }
      guard let start = next else { return nil }
      place = start
    }
    return innerValue(at: place)
  }

  private func index(_ step: [UInt8]) -> Int? {
    guard (1...18).contains(step.count), step.allSatisfy({ (48...57).contains($0) }) else { return nil }
    guard step.count == 1 || step[0] != 48 else { return nil }
    return Int(String(decoding: step, as: UTF8.self))
  }

  /// The values in the array or object that is the document.
  func children() -> [(key: Range<Int>?, value: Range<Int>)] {
    var children: [(key: Range<Int>?, value: Range<Int>)] = []
    guard let document = value(at: start) else { return [] }
    let inner = PlainJSON(bytes: Array(bytes[document]))
    let shift = document.lowerBound
    func shifted(_ range: Range<Int>) -> Range<Int> { range.lowerBound + shift..<range.upperBound + shift }
    switch bytes[document.lowerBound] {
    case UInt8(ascii: "{"):
      inner.members(0) { key, start in
        guard let value = inner.innerValue(at: start) else { return true }
        children.append((shifted(key), shifted(value)))
        return false
      }
    case UInt8(ascii: "["):
      var place = 0
      while place < inner.bytes.count, let value = inner.innerValue(at: place + 1) {
        children.append((nil, shifted(value)))
        place = inner.skipSpace(value.upperBound)
        guard place < inner.bytes.count, inner.bytes[place] == UInt8(ascii: ",") else { break }
      }
    default: break
    }
    // They end before what is no value.
    let end = children.firstIndex { !isValue($0.value) } ?? children.count
    return Array(children[..<end])
  }

  /// Whether the bytes are a word or a number, or begin like another value.
  func isValue(_ range: Range<Int>) -> Bool {
    let text = bytes[range]
    switch text.first! {
    case UInt8(ascii: "\""), UInt8(ascii: "{"), UInt8(ascii: "["): return true
    case UInt8(ascii: "-"), 48...57: return StrictJSON.isNumber(text)
    default: return ["true", "false", "null"].contains { text.elementsEqual($0.utf8) }
    }
  }

  /// The text between quotes, without its escapes.
  func unescaped(_ range: Range<Int>) -> [UInt8] {
    var text: [UInt8] = []
    var rest = bytes[range]
    func unit(_ rest: ArraySlice<UInt8>) -> UInt32? {
      let digits = rest.dropFirst(2).prefix(4)
      guard rest.starts(with: "\\u".utf8), digits.count == 4 else { return nil }
      guard digits.allSatisfy({ Character(UnicodeScalar($0)).isHexDigit && $0 < 128 }) else { return nil }
      return UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
    }
    let simple: [UInt8: UInt8] = [
      0x22: 0x22, 0x5C: 0x5C, 0x2F: 0x2F, 0x62: 8, 0x66: 12, 0x6E: 10, 0x72: 13, 0x74: 9,
    ]
    while let byte = rest.first {
      if byte == UInt8(ascii: "\\"), let second = rest.dropFirst().first, let plain = simple[second] {
        text.append(plain)
        rest = rest.dropFirst(2)
      } else if let high = unit(rest) {
        rest = rest.dropFirst(6)
        var scalar = UnicodeScalar(high)
        if (0xD800..<0xDC00).contains(high), let low = unit(rest), (0xDC00..<0xE000).contains(low) {
          rest = rest.dropFirst(6)
          scalar = UnicodeScalar(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00))
        }
        text += Array(String(scalar.map(Character.init) ?? "\u{FFFD}").utf8)
      } else {
        text.append(byte)
        rest = rest.dropFirst()
      }
    }
    return text
  }
}
