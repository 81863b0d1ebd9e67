/// What happens to a line that is longer than a limit, in bytes without its line end.
///
/// Whatever it is, memory stays bounded and the next line is read as ever: the rest of a long line is passed over
/// without being kept, and the line keeps its number.
///
/// ```swift
/// try withLines(at: path, longLines: .skip(over: 64 * 1024)) { lines in … }
/// ```
public struct LongLines: Hashable, Sendable {
  @usableFromInline enum Treatment: Hashable, Sendable { case truncate, skip, fail }

  @usableFromInline let treatment: Treatment
  @usableFromInline let limit: Int

  private init(_ treatment: Treatment, over limit: Int) {
    require(
      (1...1_073_741_824).contains(limit),
      "The limit of a line's length is 1 to 1,073,741,824 bytes, and \(limit) is not."
    )
    self.treatment = treatment
    self.limit = limit
  }

  /// The default: lines over 1 MiB are cut off there, and say so by ``Line/isTruncated``.
  public static let standard = truncate(over: 1_048_576)

  /// The first `limit` bytes are delivered as a line whose ``Line/isTruncated`` is true.
  public static func truncate(over limit: Int) -> LongLines { LongLines(.truncate, over: limit) }

  /// The line is left out and counted in ``Lines/skippedLines``.
  public static func skip(over limit: Int) -> LongLines { LongLines(.skip, over: limit) }

  /// Reading ends with a ``ReadingError`` of code ``ReadingError/Code/lineTooLong``.
  public static func fail(over limit: Int) -> LongLines { LongLines(.fail, over: limit) }
}
