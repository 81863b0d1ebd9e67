extension Sequence where Element == Line {
  /// The lines joined to records: each begins with a line that `start` tells and goes on to the next such line.
  ///
  /// ```swift
  /// try withLines(at: "app.log") { lines in
  ///   for record in lines.records(startingWith: "[") where record.contains(anyOf: "ERROR") {
  ///     print(record.number, record.string)  // the message with its stack trace
  ///   }
  /// }
  /// ```
  ///
  /// Lines before the first that begins a record are a record too, whose ``LineRecord/hasStart`` is false. The last record
  /// ends with the lines. No record goes on from one file to another.
  ///
  /// - Parameters:
  ///   - start: Tells which lines begin a record: a text at their start, `.line { … }` or `.regex(…)`.
  ///   - limit: The most bytes that a record holds, line feeds included; by default 1 MiB, at least 1. Lines beyond it are
  ///     counted in ``LineRecord/leftOut``. The first line is always there.
  /// - Complexity: Memory is that of one record, and the blocks that its lines lie in.
  public func records(startingWith start: RecordStart, limit: Int = 1_048_576) -> Records<Self> {
    Records(base: self, builder: RecordBuilder(start, limit: limit))
  }
}

/// The lines of a sequence joined to records. `records(startingWith:limit:)` makes it.
public struct Records<Base: Sequence>: LazySequenceProtocol where Base.Element == Line {
  let base: Base
  let builder: RecordBuilder

  public func makeIterator() -> Iterator { Iterator(base: base.makeIterator(), builder: builder) }

  public struct Iterator: IteratorProtocol {
    var base: Base.Iterator
    var builder: RecordBuilder
    private var isFinished = false

    init(base: Base.Iterator, builder: RecordBuilder) {
      self.base = base
      self.builder = builder
    }

    public mutating func next() -> LineRecord? {
      while !isFinished, let line = base.next() {
        if let record = builder.add(line) { return record }
      }
      isFinished = true
      return builder.finish()
    }
  }
}
