/// Why bytes or lines could not be read.
///
/// Its description is a full sentence that names the input, says what is wrong with it and what to do:
///
/// ```swift
/// do {
///   try withLines(at: "app.log") { lines in … }
/// } catch let error as ReadingError where error.code == .notFound {
///   print(error)  // Cannot read "app.log": there is no such file. Check the path.
/// }
/// ```
public struct ReadingError: Error, Hashable, Sendable {
  /// What went wrong, to decide by.
  public struct Code: Hashable, Sendable, CustomStringConvertible {
    private enum Value {
      case notFound, permissionDenied, isDirectory, invalidPath, openFailed, readFailed
      case truncatedData, corruptData, missingLibrary, unsupportedFormat, unknownEncoding, lineTooLong, alreadyRead,
        positionLost
    }
    private let value: Value

    private init(_ value: Value) { self.value = value }

    /// The name of the code, such as `notFound`.
    public var description: String { "\(value)" }

    /// There is no file at the path.
    public static let notFound = Code(.notFound)
    /// The file may not be read by this user.
    public static let permissionDenied = Code(.permissionDenied)
    /// The path names a directory.
    public static let isDirectory = Code(.isDirectory)
    /// The path contains a NUL, or the pattern of paths has too many alternatives.
    public static let invalidPath = Code(.invalidPath)
    /// The file could not be opened for another reason.
    public static let openFailed = Code(.openFailed)
    /// The system reported an error while reading.
    public static let readFailed = Code(.readFailed)
    /// The compressed data ends in the middle. Everything before the cut has been delivered.
    public static let truncatedData = Code(.truncatedData)
    /// The compressed data is damaged, needs too much memory, or is followed by something that is neither compressed
    /// data nor text. Everything decoded before has been delivered.
    public static let corruptData = Code(.corruptData)
    /// The data is compressed, and the system has no library to decompress it.
    public static let missingLibrary = Code(.missingLibrary)
    /// The data is in a compressed format that is recognised but not read, such as a zip archive.
    public static let unsupportedFormat = Code(.unsupportedFormat)
    /// The system cannot convert from the encoding of that name.
    public static let unknownEncoding = Code(.unknownEncoding)
    /// A line is longer than ``LongLines/fail(over:)`` allows.
    public static let lineTooLong = Code(.lineTooLong)
    /// An input that can be read only once was asked for its lines or records a second time.
    public static let alreadyRead = Code(.alreadyRead)
    /// The file of a ``LinePosition`` was rotated, truncated or deleted, and neither it nor a copy is found.
    public static let positionLost = Code(.positionLost)
  }

  /// What went wrong, to decide by.
  public let code: Code
  /// What was being read: a path, `standard input`, `file descriptor 3`, or the name of a ``ByteSource``.
  public let source: String
  /// The system's error number, where the system reported one.
  public let systemError: Int32?

  private let explanation: String

  init(_ code: Code, source: String, systemError: Int32? = nil, _ explanation: String) {
    self.code = code
    self.source = source
    self.systemError = systemError
    self.explanation = explanation
  }
}

extension ReadingError: CustomStringConvertible {
  /// One line: control characters in the name of the source are escaped, as `\n` or `\u{1B}`.
  public var description: String { "Cannot read \(Self.quoted(source)): \(explanation)" }

  /// The name of a source in quotes and on one line.
  static func quoted(_ source: String) -> String {
    let printable = source.unicodeScalars.map { scalar in
      switch scalar.properties.generalCategory {
      case .control, .lineSeparator, .paragraphSeparator: scalar.escaped(asASCII: true)
      default: String(scalar)
      }
    }
    return "\"\(printable.joined())\""
  }
}

extension ReadingError {
  /// The error for a line over the limit, by its number and offset.
  static func tooLong(_ line: (source: String, number: Int, offset: Int), limit: Int) -> ReadingError {
    ReadingError(
      .lineTooLong,
      source: line.source,
      "line \(line.number), at byte \(line.offset), is longer than the limit of \(limit) bytes. "
        + "Raise the limit, or truncate or skip long lines."
    )
  }
}
