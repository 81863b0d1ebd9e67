/// The fields of a line, found as they are asked for. Nothing is copied.
///
/// ```swift
/// let fields = line.fields(separatedBy: " ", maxSplits: 3)
/// let level = fields[2].string
/// for field in fields { … }
/// ```
///
/// Every occurrence of a text separates, so that two in a row have an empty field between them, and the empty line has
/// one empty field. ``FieldSeparator/whitespace`` separates in runs: no field is empty, and a line of white space has
/// none.
///
/// After `maxSplits` separators the rest is the last field, whatever it contains.
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

  /// The field number `index`, from 0, or nil if the line has fewer.
  @inlinable
  public func field(_ index: Int) -> ByteSlice? {
    require(index >= 0, "Fields are numbered from 0, so there is none at a negative index.")
    return separator.field(index, of: bytes, maxSplits: maxSplits)
  }

  /// The field number `index`, from 0, of a line that has it: else the program stops. ``field(_:)`` asks.
  @inlinable
  public subscript(index: Int) -> ByteSlice {
    guard let field = field(index) else {
      fatalError("The line has no such field. Use field(_:), which is nil for a field that is not there.")
    }
    return field
  }

  /// The last field, after `maxSplits` the rest; nil if there is none, as in a line of white space.
  ///
  /// ```swift
  /// let duration = line.fields(separatedBy: " ").last?.double  // at the end of an access log
  /// ```
  ///
  /// - Complexity: It passes over all fields before it.
  @inlinable
  public var last: ByteSlice? { reduce(nil) { _, field in field } }

  /// How many fields there are: at least 1, except for white space.
  @inlinable
  public var count: Int { reduce(0) { count, _ in count + 1 } }

  public struct Iterator: IteratorProtocol {
    @usableFromInline let fields: Fields
    @usableFromInline var start = 0
    @usableFromInline var splits = 0

    @inlinable
    init(_ fields: Fields) {
      self.fields = fields
      if fields.separator.isWhitespace { start = FieldSeparator.endOfWhitespace(in: fields.bytes, from: 0) }
    }

    @inlinable
    public mutating func next() -> ByteSlice? {
      let bytes = fields.bytes
      if fields.separator.isWhitespace, start == bytes.count { return nil }
      guard start <= bytes.count else { return nil }
      let separator = splits < fields.maxSplits ? fields.separator.first(in: bytes, from: start) : nil
      let end = separator ?? bytes.count
      let field = bytes.part(from: start, to: end)
      start = separator == nil ? bytes.count + 1 : end + fields.separator.count
      if fields.separator.isWhitespace { start = FieldSeparator.endOfWhitespace(in: bytes, from: end) }
      splits += 1
      return field
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
  ///   - separator: What is between fields: a text, byte for byte, or `.whitespace`.
  ///   - maxSplits: How often to split at most; the rest is the last field. All separators count by default.
  @inlinable
  public func fields(separatedBy separator: FieldSeparator, maxSplits: Int = .max) -> Fields {
    require(maxSplits >= 0, "A line can be split 0 or more times, not \(maxSplits) times.")
    return Fields(self, separator, maxSplits: maxSplits)
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
  ///   - separator: What is between fields: a text, byte for byte, or `.whitespace`.
  ///   - maxSplits: How often to split at most; the rest is the last field. All separators count by default.
  @inlinable
  public func fields(separatedBy separator: FieldSeparator, maxSplits: Int = .max) -> Fields {
    bytes.fields(separatedBy: separator, maxSplits: maxSplits)
  }

  /// The field number `index` of the line, from 0, or nil if it has fewer.
  ///
  /// - Parameters:
  ///   - index: 0 or more.
  ///   - separator: What is between fields: a text, byte for byte, or `.whitespace`.
  @inlinable
  public func field(_ index: Int, separatedBy separator: FieldSeparator) -> ByteSlice? {
    fields(separatedBy: separator).field(index)
  }
}
