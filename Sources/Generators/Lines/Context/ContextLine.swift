/// A line that matches, or one near it.
///
/// `context(around:before:after:)` makes it from lines.
public struct ContextLine: Hashable, Sendable {
  /// The line.
  public let line: Line
  /// Whether the line matches. If not, it is near one that does.
  public let isMatch: Bool
  /// Whether there are lines between this one and the one before it, or it is the first of its file: where `grep`
  /// writes `--`, except before the first of all.
  public let startsGroup: Bool
}

extension ContextLine: CustomStringConvertible {
  /// The line with its number, as `grep -n` writes it: `7:text` for a match, `8-text` for a line near it.
  public var description: String { "\(line.number)\(isMatch ? ":" : "-")\(line.string)" }
}
