/// The alternatives of a pattern with braces: `{a,b}.log` is `a.log` and `b.log`.
///
/// Braces may be nested. Braces without a comma, without their counterpart, in brackets, or after a backslash are text,
/// as in a shell.
enum BraceExpansion {
  /// How many alternatives a pattern may have. Ten braces of two alternatives make 1,024.
  static let limit = 1_024

  /// The alternatives in the order of the pattern, or nil if there are more than ``limit``.
  static func alternatives(of pattern: [UInt8]) -> [[UInt8]]? {
    var finished: [[UInt8]] = []
    var open: [(pattern: [UInt8], searched: Int)] = [(pattern, 0)]
    while let (pattern, searched) = open.popLast() {
      guard let group = firstGroup(of: pattern, from: searched) else {
        finished.append(pattern)
        continue
      }
      guard finished.count + open.count + group.items.count <= limit else { return nil }
      for item in group.items.reversed() {
        let alternative = pattern[..<group.range.lowerBound] + pattern[item] + pattern[group.range.upperBound...]
        open.append((Array(alternative), group.range.lowerBound))
      }
    }
    return finished
  }

  private struct Group {
    /// From its opening brace to the end of its closing one.
    var range: Range<Int>
    var items: [Range<Int>]
  }

  private static func firstGroup(of pattern: [UInt8], from start: Int) -> Group? {
    var place = start
    while let opening = next(UInt8(ascii: "{"), in: pattern, from: place) {
      if let group = group(of: pattern, at: opening) { return group }
      place = opening + 1
    }
    return nil
  }

  private static func next(_ byte: UInt8, in pattern: [UInt8], from start: Int) -> Int? {
    var place = start
    while place < pattern.count {
      if pattern[place] == byte { return place }
      place = end(ofUnitIn: pattern, at: place)
    }
    return nil
  }

  /// The group whose opening brace is at `opening`, or nil if that brace is text.
  private static func group(of pattern: [UInt8], at opening: Int) -> Group? {
    var items: [Range<Int>] = []
    var itemStart = opening + 1
    var depth = 0
    var place = opening + 1
    while place < pattern.count {
      switch pattern[place] {
      case UInt8(ascii: "{"): depth += 1
      case UInt8(ascii: "}") where depth > 0: depth -= 1
      case UInt8(ascii: "}"):
        items.append(itemStart..<place)
        return items.count > 1 ? Group(range: opening..<place + 1, items: items) : nil
      case UInt8(ascii: ",") where depth == 0:
        items.append(itemStart..<place)
        itemStart = place + 1
      default: break
      }
      place = end(ofUnitIn: pattern, at: place)
    }
    return nil
  }

  /// Where what begins at `place` ends: an escaped character, a set in brackets, or one byte.
  private static func end(ofUnitIn pattern: [UInt8], at place: Int) -> Int {
    if pattern[place] == UInt8(ascii: "\\") { return min(place + 2, pattern.count) }
    guard pattern[place] == UInt8(ascii: "[") else { return place + 1 }
    var end = place + 1
    if end < pattern.count, pattern[end] == UInt8(ascii: "!") || pattern[end] == UInt8(ascii: "^") { end += 1 }
    let first = end
    while end < pattern.count, pattern[end] != UInt8(ascii: "/") {
      if pattern[end] == UInt8(ascii: "]"), end > first { return end + 1 }
      end += pattern[end] == UInt8(ascii: "\\") ? 2 : 1
    }
    // The bracket is never closed: it is text.
    return place + 1
  }
}
