internal import CByteScan
internal import PlatformC

/// Some bytes of a line, without a copy: a random-access collection of `UInt8`.
///
/// ```swift
/// let level = line.field(2, separatedBy: " ")
/// if level == "ERROR" { … }
/// ```
///
/// It keeps the block of memory alive that the line was read into, 256 KiB as a rule. To keep a few out of many for
/// long, copy them: `Array(slice)` or ``string``.
public struct ByteSlice: RandomAccessCollection, Sendable {
  @usableFromInline let block: Block
  @usableFromInline let first: UInt32
  @usableFromInline let length: UInt32

  @inlinable
  init(block: Block, start: Int, count: Int) {
    self.block = block
    first = UInt32(truncatingIfNeeded: start)
    length = UInt32(truncatingIfNeeded: count)
  }

  @inlinable public var startIndex: Int { 0 }
  @inlinable public var endIndex: Int { Int(length) }

  @inlinable
  public subscript(position: Int) -> UInt8 {
    require(position >= 0 && position < Int(length), "The index is out of the bounds of the bytes.")
    return withExtendedLifetime(block) { $0.base[Int(first) &+ position] }
  }

  /// Calls `body` with the bytes where they are. The buffer is valid during the call only.
  @inlinable
  public func withBytes<Result, Failure: Error>(
    _ body: (UnsafeBufferPointer<UInt8>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    defer { withExtendedLifetime(block) {} }
    return try body(UnsafeBufferPointer(start: block.base + Int(first), count: Int(length)))
  }

  @inlinable
  public func withContiguousStorageIfAvailable<Result>(
    _ body: (UnsafeBufferPointer<UInt8>) throws -> Result
  ) rethrows -> Result? {
    try withBytes(body)
  }

  /// The bytes decoded as UTF-8; what is not valid becomes U+FFFD, one for each maximal part of a sequence.
  @inlinable
  public var string: String {
    withBytes { String(decoding: $0, as: UTF8.self) }
  }

  /// Whether these bytes contain `text` as UTF-8. All bytes contain the empty text.
  @inlinable
  public func contains(_ text: String) -> Bool {
    var text = text
    return text.withUTF8 { contains($0) }
  }

  /// Whether these bytes contain any of `literals`.
  @inlinable
  public func contains(anyOf literals: Literals) -> Bool {
    withBytes { bytes in
      literals.matches(bytes)
    }
  }

  @usableFromInline
  func contains(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    byte_scan_contains(block.base + Int(first), Int(length), text.baseAddress, text.count)
  }
}

extension ByteSlice: Hashable {
  @inlinable
  public static func == (left: ByteSlice, right: ByteSlice) -> Bool {
    left.length == right.length && right.withBytes { left.isEqual(to: $0) }
  }

  /// Whether these are the bytes of `other`, which are as many.
  @usableFromInline
  func isEqual(to other: UnsafeBufferPointer<UInt8>) -> Bool {
    withBytes { $0.isEmpty || memcmp($0.baseAddress!, other.baseAddress!, $0.count) == 0 }
  }

  @inlinable
  public func hash(into hasher: inout Hasher) {
    hasher.combine(Int(length))
    withBytes { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
  }
}

extension ByteSlice: TextComparable {
  /// Whether these are the bytes of the text as UTF-8.
  @inlinable
  public func isText(_ text: String) -> Bool {
    guard text.utf8.count == count else { return false }
    return text.utf8.withContiguousStorageIfAvailable { isEqual(to: $0) } ?? elementsEqual(text.utf8)
  }
}

extension ByteSlice: CustomStringConvertible {
  public var description: String { string }
}
