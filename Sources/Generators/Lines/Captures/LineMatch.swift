/// What a regular expression has captured in a line, and the line.
///
/// ```swift
/// for match in lines.captures(of: /\[(?<level>[A-Z]+)\] (?<service>\S+)/) where match.level == "ERROR" {
///   print(match.line.number, match.service)
/// }
/// ```
///
/// Captures are had by their names, or by their numbers as members of ``output``. They are parts of a string that the
/// line was decoded into: to keep a few for long, make a `String` of each.
@dynamicMemberLookup
public struct LineMatch<Output> {
  /// The line in which the match was found, with its number and offset.
  public let line: Line
  /// The whole match and its captures, typed as the expression says.
  public let output: Output

  @inlinable
  init(line: Line, output: Output) {
    self.line = line
    self.output = output
  }

  /// A capture by its name.
  @inlinable
  public subscript<Capture>(dynamicMember capture: KeyPath<Output, Capture>) -> Capture { output[keyPath: capture] }
}

extension LineMatch: Sendable where Output: Sendable {}
