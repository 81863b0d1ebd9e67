/// How many lines and bytes have been read, and how many of the lines matched.
public struct LineTotals: Hashable, Sendable {
  /// The lines: texts ended by a line feed, and a last text without one. As `grep -c ''` counts.
  public var lines: Int
  /// The lines that contain any of the literals. As `grep -c -F` counts.
  public var matches: Int
  /// The bytes of the lines and their line ends, after decompression.
  public var bytes: Int

  public init(lines: Int = 0, matches: Int = 0, bytes: Int = 0) {
    self.lines = lines
    self.matches = matches
    self.bytes = bytes
  }
}

extension LineTotals {
  public static func + (left: LineTotals, right: LineTotals) -> LineTotals {
    LineTotals(
      lines: left.lines + right.lines,
      matches: left.matches + right.matches,
      bytes: left.bytes + right.bytes
    )
  }

  public static func += (left: inout LineTotals, right: LineTotals) {
    left = left + right
  }

  /// What was counted from `right` on.
  static func - (left: LineTotals, right: LineTotals) -> LineTotals {
    LineTotals(
      lines: left.lines - right.lines,
      matches: left.matches - right.matches,
      bytes: left.bytes - right.bytes
    )
  }
}
