/// In which order ``paths(matching:order:)`` gives its paths.
public enum PathOrder: Hashable, Sendable {
  /// In the order of their bytes: `app.log`, `app.log.1`, `app.log.10`, `app.log.2`.
  case byName
  /// By the time of the last change, the oldest first, and in the order of their bytes where the times are equal.
  ///
  /// It is the order in which a rotated log was written: `app.log.2.gz`, `app.log.1`, `app.log`. (`gzip` and its relatives
  /// give a compressed file the time of the original.) A file that is removed before its time can be read comes last.
  case oldestFirst
}
