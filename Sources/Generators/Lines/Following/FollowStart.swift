/// Where following begins.
public enum FollowStart: Hashable, Sendable {
  /// With the first line of the file that is there.
  case beginning
  /// With the first line that begins after what is there already, as `tail -f -n 0` does.
  case end
  /// After a line that was handled before: ``Line/nextPosition``.
  ///
  /// Where another file has come to the path since, the rest of the old one is read first, then the files that came and
  /// were rotated in between, oldest first, then the one at the path from its start. The old file is found under another
  /// name in the same directory, or in the directory that a symbolic link leads to, by its inode; else by its bytes: in
  /// a copy (`copytruncate`), or compressed. If it is found nowhere, ``FollowEvent/positionLost(path:)`` is reported, and
  /// newer files are read from their start.
  case position(LinePosition)
  /// After the lines of each file that were handled before. Files without a position are read from their start.
  case positions(FollowedPositions)

  /// Where one of several files begins.
  func forSource(_ name: String) -> FollowStart {
    guard case .positions(let positions) = self else { return self }
    return positions[name].map(FollowStart.position) ?? .beginning
  }
}
