/// Something that happened to a followed file, or that following could not do.
///
/// ```swift
/// let lines = FollowedLines(at: path) { event in print(event) }
/// ```
public enum FollowEvent: Sendable, Hashable {
  /// Another file has come to the path. It is read after the one before it.
  case rotated(path: String)
  /// The file was truncated and is read from its start.
  ///
  /// `lostBytes` are those that were seen in the file and could not be read before: 0 if everything was read, or was found
  /// in the copy that `copytruncate` makes. What was written between the copy and the truncation is in neither, and
  /// nobody can count it.
  case truncated(path: String, lostBytes: Int)
  /// The last line of a file that was truncated, replaced or deleted has no line feed. It is delivered with
  /// ``Line/isTorn``.
  case tornLine(path: String, offset: Int)
  /// A hole of NULs at the start of a file was passed over: its writer kept its place when the file was truncated.
  case skippedNULs(path: String, count: Int)
  /// A file cannot be opened or read. It is tried again at the next look; the files that are open are read meanwhile.
  case failed(path: String, error: ReadingError)
  /// The file of a position is gone, and with it the lines that were not read. Newer files are read from their start.
  case positionLost(path: String)
  /// Files came to the path, were rotated, and some of them may have been deleted before they were found: the last file
  /// that was seen there is deleted, and newer rotated files exist. They are read.
  case filesMissed(path: String)
  /// The system does not report changes of a file any more, because a limit is reached. It is looked at every interval.
  case polling(path: String, reason: String)
}

extension FollowEvent: CustomStringConvertible {
  /// One sentence that names the path.
  public var description: String {
    switch self {
    case .rotated(let path): "\(ReadingError.quoted(path)) was rotated."
    case .truncated(let path, let lostBytes):
      "\(ReadingError.quoted(path)) was truncated. \(Self.loss(of: lostBytes))"
    case .tornLine(let path, let offset):
      "The last line of a file at \(ReadingError.quoted(path)), at byte \(offset), has no line feed."
    case .skippedNULs(let path, let count):
      "\(ReadingError.quoted(path)) begins with \(count) NULs, which were skipped."
    case .failed(_, let error): "\(error)"
    case .positionLost(let path):
      "The file of the position in \(ReadingError.quoted(path)) is gone. Newer files are read from their start."
    case .filesMissed(let path):
      "Files that came to \(ReadingError.quoted(path)) may have been rotated and deleted before they were found."
    case .polling(let path, let reason):
      "Changes of \(ReadingError.quoted(path)) are not reported: \(reason). It is polled."
    }
  }

  private static func loss(of bytes: Int) -> String {
    switch bytes {
    case 0: "No bytes that were seen in it are lost."
    case 1: "At least 1 byte was lost."
    default: "At least \(bytes) bytes were lost."
    }
  }
}

/// How often something happened while lines were followed: ``FollowedLines/counts``.
public struct FollowCounts: Sendable, Hashable {
  /// How many files have taken the path of another one.
  public var rotations = 0
  /// How many times a file was truncated.
  public var truncations = 0
  /// How many bytes are known to be lost by truncations.
  public var lostBytes = 0
  /// How many last lines had no line feed.
  public var tornLines = 0
  /// How many NULs were skipped at the start of truncated files.
  public var skippedNULs = 0
  /// How many times a file could not be opened or read, each error counted once while it lasts.
  public var failures = 0
  /// How many positions had lost their file.
  public var lostPositions = 0
  /// How many times files may have been deleted before they were found.
  public var missedFiles = 0

  public init() {}

  mutating func add(_ event: FollowEvent) {
    switch event {
    case .rotated: rotations += 1
    case .truncated(_, let bytes):
      truncations += 1
      lostBytes += bytes
    case .tornLine: tornLines += 1
    case .skippedNULs(_, let count): skippedNULs += count
    case .failed: failures += 1
    case .positionLost: lostPositions += 1
    case .filesMissed: missedFiles += 1
    case .polling: break
    }
  }
}
