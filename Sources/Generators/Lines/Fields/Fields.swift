internal import CByteScan

/// The fields of a line, found as they are asked for. Nothing is copied.
///
/// ```swift
/// let fields = line.fields(separatedBy: " ", maxSplits: 3)
/// let level = fields[2].string
/// for field in fields { … }
/// ```
///
/// Every occurrence of the separator separates, so that two in a row have an empty field between them, and the empty
/// line has one empty field. After `maxSplits` separators the rest is the last field, whatever it contains.
///
/// - Complexity: Getting field *i* passes over the ones before it. To use most of them, iterate.
public struct Fields: Sequence, Sendable {
  @usableFromInline let bytes: ByteSlice
  @usableFromInline let separator: FieldSeparator
  @usableFromInline let maxSplits: Int

  @inlinable
  init(_ bytes: ByteSlice, _ separator: FieldSeparator, maxSplits: Int) {
    self.bytes = bytes
    self.separator = separator
    self.maxSplits = maxSplits
  }

  @inlinable
  public func makeIterator() -> Iterator { Iterator(self) }

  /// The field number `index`, from 0; nil where the line has fewer.
  @inlinable
  public func field(_ index: Int) -> ByteSlice? {
    require(index >= 0, "Fields are numbered from 0, so there is none at a negative index.")
    var fields = makeIterator()
    for _ in 0..<index {
      guard fields.next() != nil else { return nil }
    }
    return fields.next()
  }

  /// The field number `index`, from 0, of a line that has it: else the program stops. ``field(_:)`` asks.
  @inlinable
  public subscript(index: Int) -> ByteSlice {
    guard let field = field(index) else {
      fatalError("The line has no such field. Use field(_:), which is nil for a field that is not there.")
    }
    return field
  }

  /// How many fields there are: at least 1.
  @inlinable
  public var count: Int { reduce(0) { count, _ in count + 1 } }

  public struct Iterator: IteratorProtocol {
    @usableFromInline let fields: Fields
    @usableFromInline var start = 0
    @usableFromInline var splits = 0

    @inlinable
    init(_ fields: Fields) { self.fields = fields }

    @inlinable
    public mutating func next() -> ByteSlice? {
      let bytes = fields.bytes
      guard start <= bytes.count else { return nil }
      let separator = splits < fields.maxSplits ? fields.separator.first(in: bytes, from: start) : nil
      let end = separator ?? bytes.count
      let field = bytes.part(from: start, to: end)
      start = separator == nil ? bytes.count + 1 : end + fields.separator.count
      splits += 1
      return field
    }
  }
}

/// What separates fields: one byte or more.
@usableFromInline
struct FieldSeparator: Sendable {
  @usableFromInline let bytes: [UInt8]

  @usableFromInline
  init(_ text: String) {
    require(!text.isEmpty, "The separator of fields is empty: give at least one character.")
    bytes = Array(text.utf8)
  }

  @usableFromInline var count: Int { bytes.count }

  /// Where the separator begins next, counted from the start of `slice`.
  @usableFromInline
  func first(in slice: ByteSlice, from start: Int) -> Int? {
    slice.withBytes { bytes in
      let place = bytes.baseAddress! + start
      let rest = bytes.count - start
      let distance =
        count == 1
        ? byte_scan_first(place, rest, self.bytes[0])
        : self.bytes.withUnsafeBufferPointer { text in
          byte_scan_find(place, rest, byte_scan_needle_make(text.baseAddress, text.count))
        }
      return distance < 0 ? nil : start + distance
    }
  }
}

extension ByteSlice {
  @inlinable
  func part(from start: Int, to end: Int) -> ByteSlice {
    ByteSlice(block: block, start: Int(first) + start, count: end - start)
  }

  /// The fields of these bytes. See ``Fields``.
  ///
  /// - Parameters:
  ///   - separator: What stands between fields, byte for byte: at least one character.
  ///   - maxSplits: How often to split at most; the rest is the last field. All separators count by default.
  @inlinable
  public func fields(separatedBy separator: String, maxSplits: Int = .max) -> Fields {
    require(maxSplits >= 0, "A line can be split 0 or more times, not \(maxSplits) times.")
    return Fields(self, FieldSeparator(separator), maxSplits: maxSplits)
  }
}

extension Line {
  /// The fields of the line. See ``Fields``.
  ///
  /// ```swift
  /// for field in line.fields(separatedBy: "|", maxSplits: 3) { … }
  /// ```
  ///
  /// - Parameters:
  ///   - separator: What stands between fields, byte for byte: at least one character.
  ///   - maxSplits: How often to split at most; the rest is the last field. All separators count by default.
  @inlinable
  public func fields(separatedBy separator: String, maxSplits: Int = .max) -> Fields {
    bytes.fields(separatedBy: separator, maxSplits: maxSplits)
  }

  /// The field number `index` of the line, from 0; nil where it has fewer.
  @inlinable
  public func field(_ index: Int, separatedBy separator: String) -> ByteSlice? {
    fields(separatedBy: separator).field(index)
  }
}
