/// Where following a file begins.
public enum FollowStart: Hashable, Sendable {
  /// With the first line of the file that is there.
  case beginning
  /// With the first line that begins after what is there already, as `tail -f -n 0` does.
  case end
  /// After a line that was handled before: ``Line/nextPosition``.
  ///
  /// Where another file has come to the path since, the rest of the old one is read first if it still lies in the same
  /// directory, and then the new one from its start. Where the file has become shorter than the position, or is found
  /// nowhere, what lies at the path is read from its start: the first line's ``Line/offset`` is then less than that of
  /// the position. Its rest is still in the copy that a rotation has made, compressed perhaps, and
  /// ``withLines(at:from:encoding:longLines:_:)`` reads it there with the same position.
  case position(LinePosition)
}
