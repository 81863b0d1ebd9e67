/// A rule that joins lines that belong together, and has something open until a further line shows that it is whole.
///
/// ``StreamTransform/finish()`` ends what is open, at the end of the lines and when no line has come for a while. Lines may
/// come after it.
public protocol LineJoining: StreamTransform where Input == Line {
  /// Whether further lines may belong to what has been added.
  var isOpen: Bool { get }
}

/// How lines that are joined come to their end: what is open is delivered before an error, but not when the task is
/// cancelled, so that reading on from the last position reads it again.
@usableFromInline
struct JoiningEnd<Failure: Error> {
  @usableFromInline private(set) var isOver = false
  private var isCancelled = false
  private var failure: Failure?

  @usableFromInline
  init() {}

  /// - Parameter failure: The error that ended the lines, or nil at their end.
  @usableFromInline
  mutating func come(_ failure: Failure?) {
    isOver = true
    isCancelled = failure is CancellationError
    self.failure = failure
  }

  /// Gives what `rule` has left, then throws the error, once, and then gives nil.
  @usableFromInline
  mutating func rest<Rule: LineJoining>(of rule: inout Rule) throws(Failure) -> Rule.Output? {
    if !isCancelled, let output = rule.next() { return output }
    if let failure = failure.take() { throw failure }
    return nil
  }
}

extension Line {
  /// Whether the line does not come after `previous` in one file: it is in another file, or in the same file read
  /// again.
  func isElsewhere(than previous: Line) -> Bool { number <= previous.number || !isOfSource(of: previous) }
}
