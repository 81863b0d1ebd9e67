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
/// An offset inside a line means the next line. So a position after a line that was truncated, or an offset
/// from anywhere else, begins with a whole line.
///
/// A position that was read from a regular file knows that file: its identity, and a hash of the bytes before the offset.
/// If the file was rotated, renamed or compressed since, reading from the position finds it, as long as it is in the same
/// directory: see ``withLines(at:from:encoding:longLines:_:)`` and ``FollowStart/position(_:)``.
///
/// Two positions are equal if their offset, number and file are.
public struct LinePosition: Sendable {
  /// How many bytes before the offset are compared, unless all of them belong to the head of its file.
  static let precedingSize = 64
  /// More than any file has bytes or lines, and little enough to be added to.
  private static let limit = 1 << 60

  /// How many bytes are before it, after decompression and conversion to UTF-8.
  public let offset: Int
  /// The number of the line that begins there.
  public let number: Int
  /// The file it is a position in, if it was read from a regular file whose bytes are neither compressed nor
  /// converted.
  public let file: FileIdentity?
  /// The bytes before the offset, if the file is known.
  let preceding: Fingerprint?
  /// For a followed file, when it had last been written to at the time of reading, in nanoseconds since 1970.
  let modified: Int64?

  /// - Parameters:
  ///   - offset: How many bytes are before it, after decompression: at least 0.
  ///   - number: The number of the line that begins there, at least 1. It is used only to number the lines that follow.
  public init(offset: Int, number: Int = 1) { self.init(offset: offset, number: number, file: nil) }

  init(offset: Int, number: Int, file: FileIdentity?, preceding: Fingerprint? = nil, modified: Int64? = nil) {
    if let problem = Self.problem(offset: offset, number: number) { fatalError(problem) }
    (self.offset, self.number, self.file) = (offset, number, file)
    (self.preceding, self.modified) = (preceding, modified)
  }

  private static func problem(offset: Int, number: Int) -> String? {
    if !(0...limit).contains(offset) {
      return "A position is 0 to 2^60 bytes from the start of its file, not \(offset)."
    }
    if !(1...limit).contains(number) { return "Lines are numbered from 1 to 2^60, so \(number) is no line's number." }
    return nil
  }

  /// How many bytes before an offset are compared: all of them near the start of a file, so that a copy is recognised
  /// that was made when the file was still shorter than what is known of its head.
  static func precedingCount(at offset: Int) -> Int {
    offset <= FileIdentity.headSize ? offset : precedingSize
  }

  /// Whether all bytes before the offset are known.
  var isKnownFromStart: Bool { offset > 0 && preceding?.count == offset }

  /// Before the first line.
  public static let start = LinePosition(offset: 0)
}

extension LinePosition: Hashable {
  public static func == (left: LinePosition, right: LinePosition) -> Bool {
    left.offset == right.offset && left.number == right.number && left.file == right.file
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(offset)
    hasher.combine(number)
    hasher.combine(file)
  }
}

extension LinePosition: Codable {
  private enum CodingKeys: CodingKey { case offset, number, file, preceding, modified }

  /// - Throws: `DecodingError` if the values are not those of a position: an offset below 0, a number below 1, or more
  ///   known bytes before the offset than there are.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    offset = try values.decode(Int.self, forKey: .offset)
    number = try values.decode(Int.self, forKey: .number)
    file = try values.decodeIfPresent(FileIdentity.self, forKey: .file)
    preceding = try values.decodeIfPresent(Fingerprint.self, forKey: .preceding)
    modified = try values.decodeIfPresent(Int64.self, forKey: .modified)
    var problem = Self.problem(offset: offset, number: number)
    if let preceding, preceding.count > Self.precedingCount(at: offset) {
      problem = "\(preceding.count) bytes before the offset \(offset) cannot be known."
    }
    if let file, file.head.count > FileIdentity.headSize {
      problem = "\(file.head.count) bytes of the start of a file are more than are compared."
    }
    if let problem {
      throw DecodingError.dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: problem))
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(offset, forKey: .offset)
    try values.encode(number, forKey: .number)
    try values.encodeIfPresent(file, forKey: .file)
    try values.encodeIfPresent(preceding, forKey: .preceding)
    try values.encodeIfPresent(modified, forKey: .modified)
  }
}
