/// How a container runtime writes what programs print.
public struct ContainerFormat: Hashable, Sendable {
  enum Kind: Hashable, Sendable { case cri, docker }

  let kind: Kind

  /// The files of containerd and CRI-O under `/var/log/pods`: a time, the stream, whether the line goes on (`P`) or is
  /// whole (`F`), and the text.
  ///
  /// ```
  /// 2026-01-02T03:04:05.678901234Z stdout P the first part of a line of over 16 KiB …
  /// 2026-01-02T03:04:05.678901235Z stdout F and its last part
  /// ```
  public static let cri = ContainerFormat(kind: .cri)

  /// The files of Docker's `json-file` driver: a JSON object, whose `log` ends with a line feed where the line is
  /// whole.
  ///
  /// ```
  /// {"log":"the first part of a line of over 16 KiB …","stream":"stdout","time":"2026-01-02T03:04:05.678901234Z"}
  /// {"log":"and its last part\n","stream":"stdout","time":"2026-01-02T03:04:05.678901235Z"}
  /// ```
  public static let docker = ContainerFormat(kind: .docker)
}

/// Where a program in a container printed a line.
public enum ContainerStream: String, Hashable, Sendable, Codable {
  case stdout
  case stderr
}

/// A line that a program in a container printed, with what its runtime wrote about it.
///
/// `containerEntries(in:limit:)` makes it from the lines of a runtime's file.
public struct ContainerEntry: Hashable, Sendable {
  /// The line as the program printed it, its parts joined.
  ///
  /// ``Line/number`` and ``Line/offset`` are those of its first part in the file. ``Line/nextPosition`` is where to go
  /// on without losing a line: where a line of the other stream begins, if that is not whole yet. Lines after that
  /// place then come again. ``Line/isTruncated`` says that it was longer than the limit.
  public let line: Line
  /// Where the program printed it; nil for a line that is not written in the format.
  public let stream: ContainerStream?
  /// When its first part was printed; nil for a line that is not written in the format.
  public let timestamp: Timestamp?
  /// Whether it begins with its first part. Not so for parts that come after the others were delivered, because nothing
  /// had come for the flush time.
  public let hasStart: Bool
  /// Whether it ends with its last part. Not so for a line that the end of the file, or the flush time, cut off.
  public let hasEnd: Bool
}
