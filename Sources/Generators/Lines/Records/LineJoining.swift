/// A rule that joins lines that belong together. What it has joined is open until a further line shows that it is whole.
///
/// ``StreamTransform/finish()`` ends what is open, at the end of the lines and when no line has come for a while. Lines may
/// come after it.
public protocol LineJoining: StreamTransform where Input == Line {
  /// Whether further lines may belong to what has been added.
  var isOpen: Bool { get }
}

extension Line {
  /// Whether the line does not come after `previous` in one file: it is in another file, or in the same file read
  /// again.
  func isElsewhere(than previous: Line) -> Bool { number <= previous.number || !isOfSource(of: previous) }
}
