extension AsyncSequence where Element == Line {
  /// The lines decoded, one value a line, as they come: JSON Lines by default.
  ///
  /// ```swift
  /// for try await event in AsyncLines(at: "events.jsonl").decoded(as: Event.self) { … }
  /// for try await entry in FollowedLines(at: "app.log").decoded(as: Entry.self, from: .logfmt) { … }
  /// ```
  ///
  /// Blank lines are no records, and a carriage return before a line feed does not matter. A last line that is torn
  /// cannot be decoded, but in a file that is followed it waits for its rest (rule G12). The first line that cannot be
  /// decoded ends the values with its error; after that, the end or cancellation there are no more (rule G1).
  ///
  /// - Parameters:
  ///   - type: What to decode.
  ///   - format: How the lines are written; by default as JSON.
  /// - Throws: The iteration throws ``RecordError``, which has the line's source, number and offset, and what the lines
  ///   throw.
  public func decoded<Value: Decodable & SendableMetatype>(
    as type: Value.Type,
    from format: LineFormat = .json
  ) -> AsyncDecodedRecords<AsyncMatchingLines<Self>, Value> {
    AsyncDecodedRecords(filled) { line throws(RecordError) in try line.decode(as: type, from: format) }
  }

  /// What `decode` makes of the lines, as they come: for a decoder with settings of its own, or another format.
  ///
  /// - Parameter decode: Called for each line that is neither blank nor truncated. What it throws is the
  ///   ``RecordError/underlying`` error of the ``RecordError`` that ends the values.
  public func decoded<Value>(
    _ decode: @escaping @Sendable (Line) throws -> Value
  ) -> AsyncDecodedRecords<AsyncMatchingLines<Self>, Value> {
    AsyncDecodedRecords(filled) { line throws(RecordError) in try line.decoded(decode) }
  }

  /// The lines decoded, without those that cannot be, which are handed to `onFailure`.
  ///
  /// ```swift
  /// let events = lines.decoded(as: Event.self, onFailure: { line, error in await deadLetters.add(line, error) })
  /// for try await event in events { … }
  /// ```
  ///
  /// Blank lines are no records, and no failures (rule G12). **Cancellation** and errors of the lines themselves are no
  /// failures of a line: they are thrown to the consumer.
  ///
  /// - Parameters:
  ///   - type: What to decode.
  ///   - format: How the lines are written; by default as JSON.
  ///   - onFailure: A dead-letter queue, say: it is told of each line left out and of its error before the next line is
  ///     read.
  public func decoded<Value: Decodable & SendableMetatype>(
    as type: Value.Type,
    from format: LineFormat = .json,
    onFailure: nonisolated(nonsending) @escaping @Sendable (Line, RecordError) async -> Void
  ) -> AsyncSkippingFailures<AsyncMatchingLines<Self>, Value> {
    decoded({ line throws(RecordError) in try line.decode(as: type, from: format) }, onFailure)
  }

  /// The lines decoded, without those that cannot be, which are counted.
  ///
  /// - Parameters:
  ///   - type: What to decode.
  ///   - format: How the lines are written; by default as JSON.
  ///   - count: What counts. Its last error has the place of the line.
  public func decoded<Value: Decodable & SendableMetatype>(
    as type: Value.Type,
    from format: LineFormat = .json,
    countingFailures count: FailureCount
  ) -> AsyncSkippingFailures<AsyncMatchingLines<Self>, Value> {
    decoded(as: type, from: format, onFailure: { _, error in count.add(error) })
  }

  /// What `decode` makes of the lines, without those it throws for, which are handed to `onFailure`.
  ///
  /// - Parameters:
  ///   - onFailure: It is told of each line left out and of its error before the next line is read.
  ///   - decode: Called for each line that is neither blank nor truncated.
  public func decoded<Value>(
    onFailure: nonisolated(nonsending) @escaping @Sendable (Line, RecordError) async -> Void,
    _ decode: @escaping @Sendable (Line) throws -> Value
  ) -> AsyncSkippingFailures<AsyncMatchingLines<Self>, Value> {
    decoded({ line throws(RecordError) in try line.decoded(decode) }, onFailure)
  }

  /// What `decode` makes of the lines, without those it throws for, which are counted.
  ///
  /// - Parameters:
  ///   - count: What counts. Its last error has the place of the line.
  ///   - decode: Called for each line that is neither blank nor truncated.
  public func decoded<Value>(
    countingFailures count: FailureCount,
    _ decode: @escaping @Sendable (Line) throws -> Value
  ) -> AsyncSkippingFailures<AsyncMatchingLines<Self>, Value> {
    decoded(onFailure: { _, error in count.add(error) }, decode)
  }

  private func decoded<Value>(
    _ decode: @escaping @Sendable (Line) throws(RecordError) -> Value,
    _ onFailure: nonisolated(nonsending) @escaping @Sendable (Line, RecordError) async -> Void
  ) -> AsyncSkippingFailures<AsyncMatchingLines<Self>, Value> {
    filled.skippingFailures(
      of: { line in try decode(line) },
      onFailure: { line, error in
        // Nothing else is thrown by `decode`.
        if let error = error as? RecordError { await onFailure(line, error) }
      }
    )
  }

  /// The lines that are records (rule G12).
  fileprivate var filled: AsyncMatchingLines<Self> { matching { !$0.isBlank } }
}
