/// The comments of a file, and which declaration each belongs to.
///
/// A comment belongs to the declaration that follows it without a blank line between. Where none is there, the comment that
/// follows the declaration without a blank line belongs to it: `zlib.h` is written so.
struct Comments {
  private let bytes: UnsafeRawBufferPointer
  /// Where comments start and end.
  private var ranges: [Range<Int>] = []

  init(in bytes: UnsafeRawBufferPointer) {
    self.bytes = bytes
    find()
  }

  /// The text of the comment that belongs to a declaration, without its markers.
  func comment(of declaration: Range<Int>) -> String {
    if let before = rangeBefore(declaration.lowerBound) { return text(of: before) }
    if let after = rangeAfter(declaration.upperBound) { return text(of: after) }
    return ""
  }

  /// The text of a declaration, up to its semicolon.
  func declaration(_ declaration: Range<Int>) -> String {
    String(decoding: UnsafeRawBufferPointer(rebasing: bytes[range(of: declaration)]), as: UTF8.self)
  }

  /// Whether a declaration, up to its semicolon, has a word in it, in any case of letters.
  ///
  /// - Parameter word: Small letters.
  func declaration(_ declaration: Range<Int>, contains word: StaticString) -> Bool {
    let range = range(of: declaration)
    let word = UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount)
    guard range.count >= word.count else { return false }
    return (range.lowerBound...range.upperBound - word.count).contains { start in
      word.indices.allSatisfy { bytes[start + $0] | 0x20 == word[$0] }
    }
  }

  private func range(of declaration: Range<Int>) -> Range<Int> {
    var end = declaration.upperBound
    while end < bytes.count, bytes[end] != UInt8(ascii: ";"), bytes[end] != UInt8(ascii: "{") { end += 1 }
    return declaration.lowerBound..<max(declaration.lowerBound, min(end, bytes.count))
  }

  private mutating func find() {
    var position = 0
    while position < bytes.count {
      switch bytes[position] {
      case UInt8(ascii: "\""), UInt8(ascii: "'"): position = endOfLiteral(at: position)
      case UInt8(ascii: "/") where position + 1 < bytes.count && bytes[position + 1] == UInt8(ascii: "*"):
        let start = position
        position += 2
        while position + 1 < bytes.count,
          !(bytes[position] == UInt8(ascii: "*") && bytes[position + 1] == UInt8(ascii: "/"))
        {
          position += 1
        }
        position = min(position + 2, bytes.count)
        ranges.append(start..<position)
      case UInt8(ascii: "/") where position + 1 < bytes.count && bytes[position + 1] == UInt8(ascii: "/"):
        let start = position
        while position < bytes.count, bytes[position] != UInt8(ascii: "\n") { position += 1 }
        appendLine(start..<position)
      default: position += 1
      }
    }
  }

  /// Lines of `//` that follow one another are one comment.
  private mutating func appendLine(_ line: Range<Int>) {
    if let last = ranges.last, bytes[last.lowerBound + 1] == UInt8(ascii: "/"),
      newlines(in: last.upperBound..<line.lowerBound) == 1
    {
      ranges[ranges.count - 1] = last.lowerBound..<line.upperBound
    } else {
      ranges.append(line)
    }
  }

  private func endOfLiteral(at start: Int) -> Int {
    var position = start + 1
    while position < bytes.count, bytes[position] != bytes[start], bytes[position] != UInt8(ascii: "\n") {
      position += bytes[position] == UInt8(ascii: "\\") ? 2 : 1
    }
    return min(position + 1, bytes.count)
  }

  private func rangeBefore(_ offset: Int) -> Range<Int>? {
    let index = ranges.partitioningIndex { $0.upperBound > offset }
    guard index > 0 else { return nil }
    let range = ranges[index - 1]
    guard let newlines = newlines(in: range.upperBound..<offset), newlines <= 1 else { return nil }
    // A comment behind other code on its line belongs to that code.
    return isFirstOnLine(range.lowerBound) ? range : nil
  }

  private func rangeAfter(_ offset: Int) -> Range<Int>? {
    var end = offset
    while end < bytes.count, bytes[end] != UInt8(ascii: ";"), bytes[end] != UInt8(ascii: "{") { end += 1 }
    guard end < bytes.count, bytes[end] == UInt8(ascii: ";") else { return nil }
    let index = ranges.partitioningIndex { $0.lowerBound > end }
    guard index < ranges.count, let newlines = newlines(in: end + 1..<ranges[index].lowerBound), newlines <= 1 else {
      return nil
    }
    // One on a line of its own, directly before something else, belongs to that.
    return newlines == 1 && isBeforeCode(ranges[index].upperBound) ? nil : ranges[index]
  }

  private func isBeforeCode(_ offset: Int) -> Bool {
    var lines = 0
    for byte in bytes[offset...] {
      switch byte {
      case UInt8(ascii: "\n"): lines += 1
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): break
      default: return lines <= 1
      }
    }
    return false
  }

  private func isFirstOnLine(_ offset: Int) -> Bool {
    var position = offset - 1
    while position >= 0, bytes[position] != UInt8(ascii: "\n") {
      guard bytes[position] == UInt8(ascii: " ") || bytes[position] == UInt8(ascii: "\t") else { return false }
      position -= 1
    }
    return true
  }

  /// How many newlines there are, or nil where there is anything but blanks.
  private func newlines(in range: Range<Int>) -> Int? {
    guard range.lowerBound <= range.upperBound else { return nil }
    var count = 0
    for position in range {
      switch bytes[position] {
      case UInt8(ascii: "\n"): count += 1
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): break
      default: return nil
      }
    }
    return count
  }

  /// The words of a comment: no markers, no empty lines at its ends, no common indentation.
  private func text(of range: Range<Int>) -> String {
    let raw = String(decoding: UnsafeRawBufferPointer(rebasing: bytes[range]), as: UTF8.self)
    var lines = raw.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" || $0 == "\r" }
      .map(Substring.init)
    for index in lines.indices { lines[index] = Self.withoutMarker(lines[index], isFirst: index == lines.startIndex) }
    // The words behind the marker that opens the comment start anywhere.
    let isFirstBlank = lines.first?.isBlank ?? true
    while let last = lines.last, last.isBlank { lines.removeLast() }
    while let first = lines.first, first.isBlank { lines.removeFirst() }
    let indentation =
      lines.dropFirst(isFirstBlank ? 0 : 1).filter { !$0.isBlank }.map { $0.prefix { $0 == " " }.count }.min() ?? 0
    if let first = lines.indices.first { lines[first] = lines[first].trimmingPrefix { $0 == " " } }
    for index in lines.indices.dropFirst() { lines[index] = lines[index].dropFirst(indentation) }
    return lines.map { $0.trimmed }.joined(separator: "\n")
  }

  private static func withoutMarker(_ line: Substring, isFirst: Bool) -> Substring {
    var content = line.drop { $0 == " " || $0 == "\t" }
    let markers = isFirst ? ["/**<", "/*!<", "/**", "/*!", "/*"] : []
    if let marker = (markers + ["///<", "///", "//!", "//"]).first(where: content.hasPrefix) {
      content = content.dropFirst(marker.count)
      if content.hasSuffix("*/") { content = content.dropLast(2) }
      while content.last == "*" { content = content.dropLast() }
      return content
    }
    if content.hasSuffix("*/") { content = content.dropLast(2) }
    while content.last == "*", content.count > 1 { content = content.dropLast() }
    if content.hasPrefix("**") { return content.dropFirst(2) }
    if content.hasPrefix("*") { return content.dropFirst() }
    let indentation = line.prefix { $0 == " " || $0 == "\t" }
    return Substring(indentation.map { $0 == "\t" ? "        " : " " }.joined() + content)
  }
}

extension Substring {
  fileprivate var isBlank: Bool { allSatisfy { $0 == " " || $0 == "\t" } }
  /// Without blanks at its end.
  fileprivate var trimmed: Substring {
    var text = self
    while let last = text.last, last == " " || last == "\t" { text = text.dropLast() }
    return text
  }
}

extension Array {
  /// The index of the first element that a condition holds for, where it holds for all that follow.
  func partitioningIndex(where condition: (Element) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if condition(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
