/// A synchronous sequence that is read in a scope, to which a later stage can report the error that ends it.
///
/// A sequence cannot throw. So `decoded(as:)` ends such a sequence at a record that cannot be decoded, and the enclosing
/// `withLines` or `withCSVRecords` throws the error when its closure returns. ``Lines``, records, and what `matching(_:)` and
/// the operators of this module make of them are such sequences. The standard library's stages, such as `filter`, are not.
public protocol ScopedSequence: Sequence {
  /// The scope in which the sequence is read.
  var scope: ReadingScope { get }
}

/// The scope of a `with…` call, in which an input is read.
public struct ReadingScope {
  private let end: (any Error) -> Void

  init(_ reading: LineReading) { end = reading.fail }

  init<Element>(_ reading: FilesReading<Element>) { end = reading.fail }

  /// Ends the reading with `error`, which is thrown when the closure of the scope returns.
  public func fail(_ error: any Error) { end(error) }
}

extension Lines: ScopedSequence {
  public var scope: ReadingScope { ReadingScope(reading) }
}

extension MatchingLines: ScopedSequence where Base: ScopedSequence {
  public var scope: ReadingScope { base.scope }
}

extension TransformedSequence: ScopedSequence where Base: ScopedSequence {
  public var scope: ReadingScope { base.scope }
}
