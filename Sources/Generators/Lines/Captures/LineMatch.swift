/// What a regular expression captured in a line, and the line.
///
/// ```swift
/// for match in lines.captures(of: /\[(?<level>[A-Z]+)\] (?<service>\S+)/) where match.level == "ERROR" {
///   print(match.line.number, match.service)
/// }
/// ```
///
/// Get a capture by its name, or by its number as a member of ``output``. Captures are parts of the string that the line
/// was decoded into. To keep a few for long, make a `String` of each.
@dynamicMemberLookup
public struct LineMatch<Output> {
  /// The line in which the match was found, with its number and offset.
  public let line: Line
  /// The whole match and its captures, with the types of the expression.
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
