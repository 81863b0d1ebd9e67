internal import CByteScan

/// What separates the fields of a line: a text, or runs of white space.
///
/// ```swift
/// line.fields(separatedBy: "|")                  // a text, byte for byte
/// line.fields(separatedBy: .text(separator))     // a text that is not a literal
/// line.fields(separatedBy: .whitespace)          // runs of spaces and tabs, as awk splits
/// ```
public struct FieldSeparator: Hashable, Sendable {
  /// How many bytes the text has; 0 for white space.
  @usableFromInline let count: Int
  private let first: UInt8
  /// The text, if it has several bytes: for one byte there is nothing to allocate.
  private let bytes: [UInt8]

  private init(bytesOf text: String) {
    count = text.utf8.count
    first = text.utf8.first ?? 0
    bytes = count > 1 ? Array(text.utf8) : []
  }

  /// Runs of spaces and tabs, as awk splits: white space at the start and at the end of a line separates nothing, no
  /// field is empty, and a line of white space has no fields.
  ///
  /// ```swift
  /// // Jan  2 03:04:05 host sshd[1]: …
  /// let host = line.field(3, separatedBy: .whitespace)
  /// ```
  public static let whitespace = FieldSeparator(bytesOf: "")

  /// A text, byte for byte. Two in a row have an empty field between them.
  ///
  /// - Parameter text: At least one character.
  public static func text(_ text: String) -> FieldSeparator {
    require(
      !text.isEmpty,
      "The separator of fields is empty: give at least one character, or .whitespace for runs of spaces and tabs."
    )
    return FieldSeparator(bytesOf: text)
  }

  @inlinable var isWhitespace: Bool { count == 0 }

  /// Where the separator begins next, counted from the start of `slice`.
  @usableFromInline
  func first(in slice: ByteSlice, from start: Int) -> Int? { slice.withBytes { first(in: $0, from: start) } }

  private func first(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
    let place = bytes.baseAddress! + start
    let rest = bytes.count - start
    let distance =
      switch count {
      case 0: byte_scan_blank(place, rest)
      case 1: byte_scan_first(place, rest, first)
      default:
        self.bytes.withUnsafeBufferPointer { text in
          byte_scan_find(place, rest, byte_scan_needle_make(text.baseAddress, text.count))
        }
      }
    return distance < 0 ? nil : start + distance
  }

  /// Where the white space ends that begins at `start`, if any does.
  @usableFromInline
  static func endOfWhitespace(in slice: ByteSlice, from start: Int) -> Int {
    slice.withBytes { endOfWhitespace(in: $0, from: start) }
  }

  private static func endOfWhitespace(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
    var place = start
    while place < bytes.count, bytes[place] == UInt8(ascii: " ") || bytes[place] == UInt8(ascii: "\t") { place += 1 }
    return place
  }

  /// The field number `index` of `slice`, or nil if it has fewer: what an iterator of ``Fields`` gives, found without one.
  @usableFromInline
  func field(_ index: Int, of slice: ByteSlice, maxSplits: Int) -> ByteSlice? {
    guard let range = slice.withBytes({ range(ofField: index, in: $0, maxSplits: maxSplits) }) else { return nil }
    return slice.part(from: range.lowerBound, to: range.upperBound)
  }

  private func range(ofField index: Int, in bytes: UnsafeBufferPointer<UInt8>, maxSplits: Int) -> Range<Int>? {
    guard index <= maxSplits else { return nil }
    var start = isWhitespace ? Self.endOfWhitespace(in: bytes, from: 0) : 0
    for _ in 0..<index {
      guard let end = first(in: bytes, from: start) else { return nil }
      start = isWhitespace ? Self.endOfWhitespace(in: bytes, from: end) : end + count
    }
    if isWhitespace, start == bytes.count { return nil }
    let end = index < maxSplits ? first(in: bytes, from: start) : nil
    return start..<(end ?? bytes.count)
  }
}

extension FieldSeparator: ExpressibleByStringLiteral {
  public init(stringLiteral text: String) { self = .text(text) }
}
