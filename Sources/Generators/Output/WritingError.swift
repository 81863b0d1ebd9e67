import PlatformC

/// Why records could not be written.
///
/// Its description is a full sentence that names the target, the record, and the way out:
///
/// ```
/// Cannot write "people.csv": no space left on device (errno 28). Free some, and write the records again.
/// Cannot write "people.csv", record 7: it has 3 fields, and 4 are expected. Write as many, or allow ragged records.
/// ```
public struct WritingError: Error, Sendable {
  /// What went wrong, to decide by.
  public struct Code: Hashable, Sendable, CustomStringConvertible {
    private enum Value {
      case notFound, permissionDenied, isDirectory, alreadyExists, openFailed, noSpace, brokenPipe, writeFailed
      case notAppendable, raggedRecord, unrepresentable, unencodable
    }
    private let value: Value

    private init(_ value: Value) { self.value = value }

    /// The name of the code, such as `noSpace`.
    public var description: String { "\(value)" }

    /// The directory of the file does not exist.
    public static let notFound = Code(.notFound)
    /// This user may not write the file.
    public static let permissionDenied = Code(.permissionDenied)
    /// The path names a directory.
    public static let isDirectory = Code(.isDirectory)
    /// The file exists, and a new one was asked for.
    public static let alreadyExists = Code(.alreadyExists)
    /// The file could not be opened for another reason.
    public static let openFailed = Code(.openFailed)
    /// Records cannot be added to the file: it is compressed, or its text is not in UTF-8.
    public static let notAppendable = Code(.notAppendable)
    /// The disk is full, or the quota of the user is used up.
    public static let noSpace = Code(.noSpace)
    /// Nobody reads the pipe or socket any more.
    public static let brokenPipe = Code(.brokenPipe)
    /// The system reported another error while writing.
    public static let writeFailed = Code(.writeFailed)
    /// A record has another number of fields than the header or the first record.
    public static let raggedRecord = Code(.raggedRecord)
    /// The format cannot hold a field of the record, such as one with a tab where there are no quotes.
    public static let unrepresentable = Code(.unrepresentable)
    /// A value could not be encoded. ``WritingError/underlying`` says why.
    public static let unencodable = Code(.unencodable)
  }

  /// What went wrong, to decide by.
  public let code: Code
  /// What was being written: a path, `standard output`, or the name of a ``ByteSink``.
  public let target: String
  /// The number of the record that could not be written, from 1 with the first that the writer was given; nil if the
  /// error is not about a record. The record has left nothing behind, and others can be written after it.
  public let number: Int?
  /// The system's error number, if the system reported one.
  public let systemError: Int32?
  /// The error that the encoding threw.
  public let underlying: (any Error)?

  private let explanation: String

  init(
    _ code: Code,
    target: String,
    number: Int? = nil,
    systemError: Int32? = nil,
    underlying: (any Error)? = nil,
    _ explanation: String
  ) {
    self.code = code
    self.target = target
    self.number = number
    self.systemError = systemError
    self.underlying = underlying
    self.explanation = explanation
  }
}

extension WritingError: CustomStringConvertible {
  /// One line, except for the text of an underlying error.
  public var description: String {
    "Cannot write \(ReadingError.quoted(target))\(number.map { ", record \($0)" } ?? ""): \(explanation)"
  }
}

extension WritingError {
  /// The error for a failed `open` of `path`.
  static func opening(_ path: String, _ number: Int32) -> WritingError {
    let (code, explanation): (Code, String) =
      switch number {
      case ENOENT, ENOTDIR: (.notFound, "there is no such directory. Make it, or check the path.")
      case EACCES, EPERM, EROFS:
        (.permissionDenied, "permission denied. Run as a user who may write it, or change its mode.")
      case EISDIR: (.isDirectory, "it is a directory. Name a file in it.")
      case EEXIST: (.alreadyExists, "there is a file already. Choose another path, or another mode of writing.")
      default: (.openFailed, "it cannot be opened: \(text(number)).")
      }
    return WritingError(code, target: path, systemError: number, explanation)
  }

  /// The error for a path where no file can replace what is there.
  static func notReplaceable(_ path: String) -> WritingError {
    WritingError(
      .openFailed,
      target: path,
      "it is not a regular file, so that no file can replace it. Write it by another mode."
    )
  }

  /// The error for a file to which no text can be added.
  static func notAppendable(_ path: String, _ content: String) -> WritingError {
    WritingError(
      .notAppendable,
      target: path,
      "\(content), so that no records can be added to it. Convert it to text in UTF-8 first, or write another file."
    )
  }

  /// The error for a failed `write`, or for a failed `close` that keeps what was written.
  static func writing(_ target: String, _ number: Int32) -> WritingError {
    let (code, explanation): (Code, String) =
      switch number {
      case ENOSPC, EDQUOT: (.noSpace, "\(text(number)). Free some, and write the records again.")
      case EPIPE: (.brokenPipe, "nobody reads it any more. Stop writing, or open it again.")
      case EBADF: (.writeFailed, "it is closed, or not open for writing. Open it before writing it.")
      default: (.writeFailed, "writing failed: \(text(number)).")
      }
    return WritingError(code, target: target, systemError: number, explanation)
  }

  private static func text(_ number: Int32) -> String {
    let text = String(cString: strerror(number))
    return "\(text.prefix(1).lowercased())\(text.dropFirst()) (errno \(number))"
  }
}
