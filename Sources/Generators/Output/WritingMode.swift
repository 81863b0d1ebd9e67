/// What a writer does with a file that exists already.
public enum WritingMode: Hashable, Sendable {
  /// Its content is replaced, from the first record on.
  case overwrite
  /// Records are added to its end. If it ends in the middle of a line, that line is ended first. If it is compressed, or
  /// its text is in UTF-16 or UTF-32, it is an error of code ``WritingError/Code/notAppendable``.
  case append
  /// It is an error of code ``WritingError/Code/alreadyExists``.
  case new
  /// It is replaced as a whole when the closure has returned, and stays as it is if the closure throws.
  ///
  /// Until then the records go to a file beside it, whose name begins with a dot. It is written to the disk (`fsync`)
  /// before it is renamed, keeps the mode of the file that it replaces, and goes where a symbolic link at the path
  /// points, also if there is no file yet.
  case atomic
}
