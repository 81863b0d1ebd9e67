extension ScopedSequence where Element == Line {
  /// The JSON documents of the lines as records, cut by their brackets: documents over several lines, several in a
  /// line, and both.
  ///
  /// ```swift
  /// try withLines(at: "pretty.json") { lines in
  ///   for record in lines.jsonRecords() where record.field("level") == "ERROR" { … }
  /// }
  /// for event in lines.jsonRecords().decoded(as: Event.self) { … }
  /// ```
  ///
  /// A record ends with the bracket that closes it, and is delivered as soon as its last line is read. Space, line
  /// ends, byte-order marks and the separators of RFC 7464 between documents belong to none. Other text outside
  /// brackets, up to the next bracket or the end of the line, is a record of its own: a number or a string, or what
  /// cannot be decoded. A string does not go on to the next line, so that one missing quote damages one document. No
  /// record spans two files. A document that the end of the lines cuts off is a record that cannot be decoded (rule
  /// G12).
  ///
  /// - Parameters:
  ///   - limit: How many bytes a document may have, line feeds included; by default 1 MiB, at least 1. It bounds the
  ///     memory, and what a missing bracket can take along. Lines have a limit of their own: see ``LongLines``.
  ///   - damaged: What happens to a document beyond the limit. By default it is an error, which the enclosing
  ///     `withLines` throws.
  /// - Complexity: Each byte is looked at once. Memory is that of one record, and of the blocks that its lines are in.
  public func jsonRecords(limit: Int = 1_048_576, damaged: JSONRecordDamage = .fail) -> JSONRecords<Self> {
    JSONRecords(base: self, builder: JSONRecordBuilder(limit: limit, damaged: damaged))
  }
}

extension AsyncSequence where Element == Line {
  /// The JSON documents of the lines as records, cut by their brackets, as for a ``ScopedSequence``.
  ///
  /// ```swift
  /// for try await record in AsyncLines(of: .standardInput).jsonRecords() { … }
  /// for try await event in FollowedLines(at: path).jsonRecords().decoded(as: Event.self) { … }
  /// ```
  ///
  /// An error of the lines is thrown after the document that was open, except a `CancellationError`, which is thrown at
  /// once.
  ///
  /// - Parameters:
  ///   - limit: How many bytes a document may have, line feeds included; by default 1 MiB, at least 1.
  ///   - damaged: What happens to a document beyond the limit. By default it is an error, which the iteration throws.
  public func jsonRecords(limit: Int = 1_048_576, damaged: JSONRecordDamage = .fail) -> AsyncJSONRecords<Self> {
    AsyncJSONRecords(base: self, builder: JSONRecordBuilder(limit: limit, damaged: damaged))
  }
}

/// What happens to a JSON document over several lines that is longer than the limit, as when a bracket is missing.
public enum JSONRecordDamage: Hashable, Sendable {
  /// Reading ends with a ``RecordError`` of code ``RecordError/Code/recordTooLong``, which has the number of the line
  /// in which the document begins.
  case fail
  /// The document is left out and counted in ``JSONRecords/skippedRecords``. Reading goes on with the next line that
  /// begins with a bracket, as a document does that is printed with indentation. Documents that it had taken along are
  /// delivered.
  case skip
}

/// The JSON documents of lines as records. `jsonRecords(limit:damaged:)` makes it.
public struct JSONRecords<Base: ScopedSequence>: LazySequenceProtocol, ScopedSequence where Base.Element == Line {
  let base: Base
  let builder: JSONRecordBuilder

  public var scope: ReadingScope { base.scope }

  /// How many documents ``JSONRecordDamage/skip`` has left out so far.
  public var skippedRecords: Int { builder.skipped.count }

  public func makeIterator() -> Iterator { Iterator(base: base.makeIterator(), builder: builder, scope: scope) }

  public struct Iterator: IteratorProtocol {
    var base: Base.Iterator
    var builder: JSONRecordBuilder
    let scope: ReadingScope
    private var isFinished = false

    init(base: Base.Iterator, builder: JSONRecordBuilder, scope: ReadingScope) {
      self.base = base
      self.builder = builder
      self.scope = scope
    }

    public mutating func next() -> LineRecord? {
      while true {
        if let record = builder.next() { return record }
        guard !isFinished else { return nil }
        if let failure = builder.failure {
          isFinished = true
          scope.fail(failure)
        } else if let line = base.next() {
          builder.add(line)
        } else {
          isFinished = true
          builder.finish()
        }
      }
    }
  }
}

/// The JSON documents of the lines of an asynchronous sequence as records. `jsonRecords(limit:damaged:)` makes it.
///
/// After the end, an error or cancellation there are no more records (rule G1).
public struct AsyncJSONRecords<Base: AsyncSequence>: AsyncSequence where Base.Element == Line {
  public typealias Element = LineRecord
  public typealias Failure = any Error

  let base: Base
  let builder: JSONRecordBuilder

  /// How many documents ``JSONRecordDamage/skip`` has left out so far, in all iterations.
  public var skippedRecords: Int { builder.skipped.count }

  public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(base: base.makeAsyncIterator(), builder: builder) }

  public struct AsyncIterator: AsyncIteratorProtocol {
    public typealias Failure = any Error

    var base: Base.AsyncIterator
    var builder: JSONRecordBuilder
    private var isFinished = false
    private var failure: (any Error)?

    init(base: Base.AsyncIterator, builder: JSONRecordBuilder) {
      self.base = base
      self.builder = builder
    }

    /// The next record, or nil at the end.
    public mutating func next(isolation actor: isolated (any Actor)? = #isolation) async throws -> LineRecord? {
      while true {
        if let record = builder.next() { return record }
        if let failure = failure.take() { throw failure }
        guard !isFinished else { return nil }
        // Whatever is thrown from here on ends the records.
        isFinished = true
        if let failure = builder.failure { throw failure }
        do {
          if let line = try await base.next(isolation: actor) {
            builder.add(line)
            isFinished = false
          } else {
            builder.finish()
          }
        } catch {
          guard !(error is CancellationError) else { throw error }
          builder.finish()
          failure = error
        }
      }
    }

    /// The next record, or nil at the end.
    public mutating func next() async throws -> LineRecord? { try await next(isolation: nil) }
  }
}

extension AsyncJSONRecords: Sendable where Base: Sendable {}
