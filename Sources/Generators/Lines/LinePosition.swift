/// A place between two lines of an input, to go on from later: ``Line/nextPosition`` gives it.
///
/// ```swift
/// var position = LinePosition.start
/// try withLines(at: "app.log", from: position) { lines in
///   for line in lines {
///     handle(line)
///     position = line.nextPosition
///   }
/// }
/// // Another day, or another process: the position is `Codable`.
/// try withLines(at: "app.log", from: position) { lines in … }  // the lines after the last one handled
/// ```
///
/// An offset inside a line stands for the line after it. So a position after a line that was truncated, or an offset
/// from anywhere else, begins with a whole line.
public struct LinePosition: Hashable, Sendable, Codable {
  /// How many bytes are before it, after decompression and conversion to UTF-8.
  public let offset: Int
  /// The number of the line that begins there.
  public let number: Int
  /// The file it is a position in, if it was read from a regular file whose bytes are neither compressed
  /// nor converted.
  ///
  /// Following a file tells by it that another one has taken the path; plain reading pays no regard to it.
  public let file: FileIdentity?

  /// - Parameters:
  ///   - offset: How many bytes are before it, after decompression: at least 0.
  ///   - number: The number of the line that begins there, at least 1. It is only for numbering on.
  public init(offset: Int, number: Int = 1) { self.init(offset: offset, number: number, file: nil) }

  init(offset: Int, number: Int, file: FileIdentity?) {
    require(offset >= 0, "A position in a file is 0 or more bytes from its start, not \(offset).")
    require(number >= 1, "Lines are numbered from 1, so that \(number) is no line's number.")
    (self.offset, self.number, self.file) = (offset, number, file)
  }

  /// Before the first line.
  public static let start = LinePosition(offset: 0)
}
