/// A rule that joins lines that belong together. What it has joined is open until a further line shows that it is whole.
///
/// ``StreamTransform/finish()`` ends what is open, at the end of the lines and when no line has come for a while. Lines may
/// come after it.
public protocol LineJoining: StreamTransform where Input == Line {
  /// Whether further lines may belong to what has been added.
  var isOpen: Bool { get }

  /// Whether nothing of the lines before has to be remembered.
  var isBlank: Bool { get }

  /// Lets go of the memory that was read into, as far as it holds other lines too.
  mutating func compact()

  /// How long to wait for a further line before ``finishLate()``; nil waits as long as it takes.
  ///
  /// It is called when no line is there, and can end what has waited for long.
  ///
  /// - Parameters:
  ///   - flushTime: For how long what is open may be without a further line.
  ///   - now: The time on some clock.
  mutating func patience(for flushTime: Duration, at now: Duration) -> Duration?

  /// Ends what is open, because no line has come in time.
  mutating func finishLate()
}

extension LineJoining {
  public var isBlank: Bool { !isOpen }

  public mutating func patience(for flushTime: Duration, at now: Duration) -> Duration? { isOpen ? flushTime : nil }

  public mutating func finishLate() { finish() }
}

extension Line {
  /// Whether the line does not come after `previous` in one file: it is in another file, or in the same file read
  /// again.
  func isElsewhere(than previous: Line) -> Bool { number <= previous.number || !isOfSource(of: previous) }
}
