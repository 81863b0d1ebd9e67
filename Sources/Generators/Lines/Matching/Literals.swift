internal import CByteScan

/// Texts to look for as they stand, byte for byte: no pattern, no case folding, no Unicode equivalence.
///
/// ```swift
/// let failures: Literals = ["ERROR", "FATAL"]
/// try withLines(at: path) { lines in lines.count(matching: failures) }
/// ```
///
/// A line matches if it contains any of them; it counts once, however many it contains. As for `grep -F`, an empty text
/// matches every line, and a text with a line feed in it stands for the texts between its line feeds. No texts at all
/// match nothing. Everything else, a carriage return and NUL too, is an ordinary byte.
///
/// Making a value prepares the search, so keep it where it is used for many lines.
public struct Literals: Sendable {
  @usableFromInline let needles: Needles

  /// The texts as UTF-8.
  public init(_ texts: some Sequence<String>) {
    self.init(bytes: texts.map { Array($0.utf8) })
  }

  /// Texts in any encoding, or no text at all.
  public init(bytes texts: some Sequence<[UInt8]>) {
    needles = Needles(texts)
  }
}

extension Literals {
  /// Whether any of them stands in `text`, byte for byte.
  ///
  /// Much quicker than `text.contains(_:)`, which compares characters. It does not copy the text.
  ///
  /// ```swift
  /// let failures: Literals = ["ERROR", "FATAL"]
  /// let failed = messages.filter(failures.match)
  /// ```
  @inlinable
  public func match(_ text: String) -> Bool {
    var text = text
    return text.withUTF8 { needles.areFound(in: $0) }
  }
}

extension Literals: ExpressibleByStringLiteral {
  public init(stringLiteral value: String) { self.init([value]) }
}

extension Literals: ExpressibleByArrayLiteral {
  public init(arrayLiteral elements: String...) { self.init(elements) }
}

/// The prepared search for any of some texts.
@usableFromInline
final class Needles: @unchecked Sendable {
  /// Whether one of the texts is empty, which is found everywhere.
  let matchesAll: Bool
  let all: [byte_scan_needle]
  let longest: Int
  private let storage: UnsafeMutableBufferPointer<UInt8>

  init(_ texts: some Sequence<[UInt8]>) {
    let parts = texts.flatMap { $0.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) }
    matchesAll = parts.contains(where: \.isEmpty)
    longest = parts.map(\.count).max() ?? 0
    storage = .allocate(capacity: parts.reduce(0) { $0 + $1.count })
    _ = storage.initialize(from: parts.joined())
    var needles: [byte_scan_needle] = []
    if !matchesAll {
      var offset = 0
      for part in parts {
        needles.append(byte_scan_needle_make(storage.baseAddress! + offset, part.count))
        offset += part.count
      }
    }
    all = needles
  }

  deinit { storage.deallocate() }

  /// Whether any of the texts stands in the bytes.
  @usableFromInline
  func areFound(in bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    matchesAll || all.contains { byte_scan_find(bytes.baseAddress, bytes.count, $0) >= 0 }
  }
}
