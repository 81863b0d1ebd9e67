/// What a writer does with a file that exists already.
public enum WritingMode: Hashable, Sendable {
  /// Its content is replaced, from the first record on.
  case overwrite
  /// Records are added to its end. If it ends in the middle of a line, that line is ended first.
  case append
  /// It is an error of code ``WritingError/Code/alreadyExists``.
  case new
  /// It is replaced as a whole when the closure has returned, and stays as it is if the closure throws.
  ///
  /// Until then the records go to a file beside it, whose name begins with a dot. It is written to the disk (`fsync`)
  /// before it is renamed, keeps the mode of the file that it replaces, and goes where a symbolic link at the path
  /// points.
  case atomic
}
