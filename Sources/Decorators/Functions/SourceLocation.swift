/// A place in the user's source, taken by default arguments where a function is wrapped or run.
public struct SourceLocation: Sendable, Hashable {
  /// The module and file, as `#fileID` gives them: `Shop/Cart.swift`.
  public var fileID: String

  /// The line, counted from 1.
  public var line: UInt

  /// Names a place; the defaults are the place of the call.
  @inlinable
  public init(fileID: String = #fileID, line: UInt = #line) {
    self.fileID = fileID
    self.line = line
  }
}

extension SourceLocation: CustomStringConvertible {
  /// Module, file and line: `Shop/Cart.swift:12`.
  public var description: String { "\(fileID):\(line)" }
}
