/// Texts to look for as they are: no pattern and no Unicode equivalence.
///
/// ```swift
/// let failures: Literals = ["ERROR", "FATAL"]
/// try withLines(at: path) { lines in lines.count(matching: failures) }
/// ```
///
/// A line matches if it contains any of the texts, and counts once, however many it contains. As with `grep -F`, an empty
/// text matches every line, and a text with a line feed in it stands for the texts between its line feeds. A value
/// without texts matches nothing. Every other byte is an ordinary byte, including carriage return and NUL.
///
/// A value prepares the search when it is created, so keep it when you use it for many lines. Preparing takes a few
/// microseconds for each text, and a few hundred bytes.
public struct Literals: Sendable {
  let set: LiteralSet
  /// What lines with one of the texts have to match too, where an expression is counted by its literals.
  let expression: LineExpression?

  /// Creates literals from texts, which are searched for as UTF-8.
  ///
  /// ```swift
  /// let levels = Literals(["error", "fatal"], ignoringCase: true, wholeWords: true)
  /// ```
  ///
  /// - Parameters:
  ///   - texts: The texts. There can be thousands.
  ///   - ignoringCase: Whether letters match in both cases. ASCII letters match ASCII letters. Other letters match by
  ///     Unicode's simple case folding, also when the cases have different lengths in UTF-8 (`ß` and `ẞ`). No text is
  ///     matched by one with more or fewer letters (`ß` and `SS`), and no ASCII letter by another (`k` and the Kelvin
  ///     sign). The default is false.
  ///   - wholeWords: Whether a match counts only if no word character precedes or follows it, as with `grep -w`. Word
  ///     characters are letters, digits and the underscore, and also marks and connectors, of all scripts. Bytes that
  ///     are not valid UTF-8 are not word characters. The default is false.
  public init(_ texts: some Sequence<String>, ignoringCase: Bool = false, wholeWords: Bool = false) {
    self.init(bytes: texts.map { Array($0.utf8) }, ignoringCase: ignoringCase, wholeWords: wholeWords)
  }

  /// Creates literals from texts in any encoding, or from bytes that are not text at all.
  ///
  /// - Parameters:
  ///   - texts: The bytes of each text.
  ///   - ignoringCase: As for texts. Bytes that are not valid UTF-8 match only themselves.
  ///   - wholeWords: As for texts.
  public init(bytes texts: some Sequence<[UInt8]>, ignoringCase: Bool = false, wholeWords: Bool = false) {
    set = LiteralSet(texts, ignoringCase: ignoringCase, wholeWords: wholeWords)
    expression = nil
  }

  /// The lines that match an expression, for what counts lines.
  init(_ expression: LineExpression) {
    set = expression.literals.set
    self.expression = expression
  }
}

extension Literals {
  /// Whether `text` contains any of the literals.
  ///
  /// ```swift
  /// let failures: Literals = ["ERROR", "FATAL"]
  /// let failed = messages.filter(failures.matches)
  /// ```
  ///
  /// This is much faster than `text.contains(_:)`, which compares characters. It does not copy the text.
  public func matches(_ text: String) -> Bool {
    if let isMatch = text.utf8.withContiguousStorageIfAvailable({ matches($0) }) { return isMatch }
    var text = text
    return text.withUTF8 { matches($0) }
  }

  @usableFromInline
  func matches(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool { set.isFound(in: bytes) }
}

extension Literals: ExpressibleByStringLiteral {
  public init(stringLiteral value: String) { self.init([value]) }
}

extension Literals: ExpressibleByArrayLiteral {
  public init(arrayLiteral elements: String...) { self.init(elements) }
}
