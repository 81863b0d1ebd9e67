extension ScopedSequence where Element == Line {
  /// The lines decoded, one value a line, as they come: JSON Lines by default.
  ///
  /// ```swift
  /// struct Event: Decodable { var level: String; var service: String }
  ///
  /// try withLines(at: "events.jsonl") { lines in
  ///   for event in lines.matching("ERROR").decoded(as: Event.self) { … }
  /// }
  /// ```
  ///
  /// Blank lines are no records, and a carriage return before a line feed does not matter (rule G12). The first line that
  /// cannot be decoded ends the values, and the enclosing `withLines` throws its error when the closure returns. A last
  /// line that is torn is such a line. To go on behind them there are ``decoded(as:from:onFailure:)`` and
  /// ``decoded(as:from:countingFailures:)``.
  ///
  /// Filter with ``matching(_:)`` first where you can: it is a hundred times as fast as decoding. Where one field will do,
  /// see ``Line/field(_:)-(String)``.
  ///
  /// - Parameters:
  ///   - type: What to decode.
  ///   - format: How the lines are written; by default as JSON.
  /// - Throws: `withLines` throws a ``RecordError``, which has the line's source, number and offset.
  public func decoded<Value: Decodable>(
    as type: Value.Type,
    from format: LineFormat = .json
  ) -> DecodedRecords<MatchingLines<Self>, Value> {
    DecodedRecords(filled) { line throws(RecordError) in try line.decode(as: type, from: format) }
  }

  /// What `decode` makes of the lines, as they come: for a decoder with settings of its own, or another format.
  ///
  /// ```swift
  /// let decoder = JSONDecoder()
  /// decoder.dateDecodingStrategy = .iso8601
  /// lines.decoded { line in try decoder.decode(Event.self, from: Data(line.bytes)) }
  /// ```
  ///
  /// - Parameter decode: Called for each line that is neither blank nor truncated. What it throws is the
  ///   ``RecordError/underlying`` error of the ``RecordError`` that the enclosing `withLines` throws.
  public func decoded<Value>(
    _ decode: @escaping (Line) throws -> Value
  ) -> DecodedRecords<MatchingLines<Self>, Value> {
    DecodedRecords(filled) { line throws(RecordError) in try line.decoded(decode) }
  }
}

extension Sequence where Element == Line {
  /// The lines decoded, without those that cannot be, which are handed to `onFailure`.
  ///
  /// ```swift
  /// var rejected: [String] = []
  /// for event in lines.decoded(as: Event.self, onFailure: { line, error in rejected.append(line.string) }) { … }
  /// ```
  ///
  /// Blank lines are no records, and no failures (rule G12).
  ///
  /// - Parameters:
  ///   - type: What to decode.
  ///   - format: How the lines are written; by default as JSON.
  ///   - onFailure: A dead-letter queue, say: it is told of each line left out and of its error before the next line is
  ///     read.
  public func decoded<Value: Decodable>(
    as type: Value.Type,
    from format: LineFormat = .json,
    onFailure: @escaping (Line, RecordError) -> Void
  ) -> TransformedSequence<MatchingLines<Self>, FailureSkipping<Line, Value, RecordError>> {
    filled.skippingFailures(
      of: { line throws(RecordError) in try line.decode(as: type, from: format) },
      onFailure: onFailure
    )
  }

  /// The lines decoded, without those that cannot be, which are counted.
  ///
  /// ```swift
  /// let failures = FailureCount()
  /// for event in lines.decoded(as: Event.self, countingFailures: failures) { … }
  /// print("\(failures.count) lines left out")
  /// ```
  ///
  /// - Parameters:
  ///   - type: What to decode.
  ///   - format: How the lines are written; by default as JSON.
  ///   - count: What counts. Its last error has the place of the line.
  public func decoded<Value: Decodable>(
    as type: Value.Type,
    from format: LineFormat = .json,
    countingFailures count: FailureCount
  ) -> TransformedSequence<MatchingLines<Self>, FailureSkipping<Line, Value, RecordError>> {
    decoded(as: type, from: format, onFailure: { _, error in count.add(error) })
  }

  /// What `decode` makes of the lines, without those it throws for, which are handed to `onFailure`.
  ///
  /// - Parameters:
  ///   - onFailure: It is told of each line left out and of its error before the next line is read.
  ///   - decode: Called for each line that is neither blank nor truncated.
  public func decoded<Value>(
    onFailure: @escaping (Line, RecordError) -> Void,
    _ decode: @escaping (Line) throws -> Value
  ) -> TransformedSequence<MatchingLines<Self>, FailureSkipping<Line, Value, RecordError>> {
    filled.skippingFailures(of: { line throws(RecordError) in try line.decoded(decode) }, onFailure: onFailure)
  }

  /// What `decode` makes of the lines, without those it throws for, which are counted.
  ///
  /// - Parameters:
  ///   - count: What counts. Its last error has the place of the line.
  ///   - decode: Called for each line that is neither blank nor truncated.
  public func decoded<Value>(
    countingFailures count: FailureCount,
    _ decode: @escaping (Line) throws -> Value
  ) -> TransformedSequence<MatchingLines<Self>, FailureSkipping<Line, Value, RecordError>> {
    decoded(onFailure: { _, error in count.add(error) }, decode)
  }

  /// The lines that are records (rule G12).
  fileprivate var filled: MatchingLines<Self> { matching { !$0.isBlank } }
}
