internal import CByteScan

/// The prepared search for any of some texts.
final class LiteralSet: @unchecked Sendable {
  /// A way to look for one literal, or for many at once.
  enum Searcher {
    case needle(byte_scan_needle)
    case windows(LiteralWindows)
  }

  /// Up to this many literals of one width are searched for one after the other, which is faster than at once.
  private static let fewLiterals = 3

  /// Whether one of the texts is empty, which is found everywhere.
  let matchesAll: Bool
  /// Whether the last byte of one of the texts is a carriage return, which may be part of a line end.
  let mayEndInReturn: Bool
  /// The ways that together find all literals.
  let searchers: [Searcher]
  /// The only way, if it is a needle that matches inside words as well: most sets are one text.
  private let onlyNeedle: UnsafeMutablePointer<byte_scan_needle>?
  /// The number of bytes of an unfinished line that the search needs to see again together with those that follow.
  let reach: Int
  /// Whether a scalar belongs to words; nil where literals match inside words as well.
  let isWord: literal_is_word?

  private let storage: UnsafeMutableBufferPointer<UInt8>

  /// - Parameter way: How to search for many texts, for tests. By default it is the fastest way of the processor.
  init(
    _ texts: some Sequence<[UInt8]>,
    ignoringCase: Bool,
    wholeWords: Bool,
    way: literal_way = literal_fastest_way()
  ) {
    let parts = texts.flatMap { $0.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) }
    matchesAll = parts.contains(where: \.isEmpty)
    mayEndInReturn = parts.contains { $0.last == UInt8(ascii: "\r") }
    isWord = wholeWords ? { LiteralSet.isWordScalar($0) } : nil
    var literals: [PreparedLiteral] = []
    if !matchesAll {
      var known: Set<ArraySlice<UInt8>> = []
      for part in parts where known.insert(part).inserted {
        literals.append(PreparedLiteral(part, ignoringCase: ignoringCase))
      }
    }
    literals.sort { $0.shortest < $1.shortest }
    let longest = literals.map(\.longest).max() ?? 0
    // A word is decided by a character on each side of it, each of up to four bytes.
    reach = wholeWords ? longest + 8 : max(0, longest - 1)
    storage = .allocate(capacity: literals.reduce(0) { $0 + $1.bytes.count })
    _ = storage.initialize(from: literals.lazy.map(\.bytes).joined())
    var offset = 0
    var groups: [Int: [(PreparedLiteral, literal)]] = [:]
    for prepared in literals {
      let bytes = UnsafePointer(storage.baseAddress! + offset)
      offset += prepared.bytes.count
      groups[min(prepared.shortest, 4), default: []].append(
        (prepared, literal(bytes: bytes, count: prepared.count, kind: prepared.kind))
      )
    }
    let searchers = groups.sorted { $0.key > $1.key }.flatMap { width, group -> [Searcher] in
      guard group.count > Self.fewLiterals || group.contains(where: { $0.0.kind == literal_alternatives }) else {
        return group.map { _, literal in
          .needle(
            literal.kind == literal_folded
              ? byte_scan_needle_make_folded(literal.bytes, literal.count)
              : byte_scan_needle_make(literal.bytes, literal.count)
          )
        }
      }
      return [.windows(LiteralWindows(group, width: width, ignoringCase: ignoringCase, way: way))]
    }
    self.searchers = searchers
    if !wholeWords, searchers.count == 1, case .needle(let needle) = searchers[0] {
      onlyNeedle = .allocate(capacity: 1)
      onlyNeedle?.initialize(to: needle)
    } else {
      onlyNeedle = nil
    }
  }

  deinit {
    storage.deallocate()
    onlyNeedle?.deallocate()
  }

  /// Whether one of the texts is in the bytes, which are a whole line or a part of one.
  func isFound(in bytes: UnsafeBufferPointer<UInt8>, isOpenAtStart: Bool = false, isOpenAtEnd: Bool = false) -> Bool {
    if let onlyNeedle { return byte_scan_is_found(bytes.baseAddress, bytes.count, onlyNeedle) }
    if matchesAll { return true }
    let text = literal_text(
      bytes: bytes.baseAddress,
      count: bytes.count,
      is_open_at_start: isOpenAtStart,
      is_open_at_end: isOpenAtEnd
    )
    return searchers.contains { find($0, in: text) >= 0 }
  }

  /// Whether `firstPlace` can be asked for: only needles are found from left to right.
  var findsFirst: Bool {
    searchers.allSatisfy { searcher in
      if case .needle = searcher { true } else { false }
    }
  }

  /// Where the first match in a line begins, at or after `start`.
  func firstPlace(in line: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
    let rest = UnsafeBufferPointer(rebasing: line[start...])
    let text = literal_text(bytes: rest.baseAddress, count: rest.count, is_open_at_start: false, is_open_at_end: false)
    var first = Int.max
    for index in searchers.indices {
      let place = find(searchers[index], in: text)
      if place >= 0, place < first { first = place }
    }
    return first == .max ? nil : start + first
  }

  /// The offset of a match that `searcher` finds, or -1. No line that ends before it has a match.
  func find(_ searcher: Searcher, in text: literal_text) -> Int {
    switch searcher {
    case .needle(let needle):
      guard let isWord else { return byte_scan_find(text.bytes, text.count, needle) }
      return literal_find_word(needle, text, isWord)
    case .windows(let windows):
      return windows.find(in: text, isWord: isWord)
    }
  }

  /// Whether a scalar belongs to words: `\w` of UTS #18, which `grep -w` and `rg -w` use too.
  private static func isWordScalar(_ value: UInt32) -> Bool {
    guard let properties = Unicode.Scalar(value)?.properties else { return false }
    if properties.isAlphabetic || properties.isJoinControl { return true }
    return switch properties.generalCategory {
    case .decimalNumber, .connectorPunctuation, .nonspacingMark, .spacingMark, .enclosingMark: true
    default: false
    }
  }
}
