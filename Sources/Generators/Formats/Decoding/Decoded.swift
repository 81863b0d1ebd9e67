// The forms of `decoded`: for synchronous and asynchronous sequences, by a format or a closure, with the policies for what
// cannot be decoded.

extension ScopedSequence where Element: TextRecord {
  /// The lines or records decoded, as they come: as JSON by default.
  ///
  /// ```swift
  /// struct Event: Decodable { var level: String; var service: String }
  ///
  /// try withLines(at: "events.jsonl") { lines in
  ///   for event in lines.matching("ERROR").decoded(as: Event.self) { … }
  /// }
  /// ```
  ///
  /// Blank lines are not records, and a carriage return before a line feed does not matter (rule G12). The first record
  /// that cannot be decoded ends the values, and the enclosing `withLines` throws its error when the closure returns. A
  /// torn last line is such a record. ``decoded(as:from:onFailure:)`` and ``decoded(as:from:countingFailures:)`` continue
  /// after them.
  ///
  /// Filter with ``matching(_:)`` first where you can: it is several times as fast as decoding. Where one field is enough,
  /// see ``TextRecord/field(_:)-(String)``.
  ///
  /// - Parameters:
  ///   - type: What to decode.
  ///   - format: How the text is written; by default as JSON.
  /// - Throws: `withLines` throws a ``RecordError``, which has the source, number and offset of the record.
  public func decoded<Value: Decodable>(
    as type: Value.Type,
    from format: LineFormat = .json
  ) -> DecodedRecords<Self, Value> {
    let decoder = RecordDecoder(type, format)
    return DecodedRecords(self) { record throws(RecordError) in try decoder.decodeUnlessBlank(record) }
  }

  /// What `decode` makes of the lines or records, as they come: for a decoder or a format of your own.
  ///
  /// ```swift
  /// lines.decoded { line in try Event(parsing: line.string) }
  /// ```
  ///
  /// - Parameter decode: Called for each record that is neither blank nor truncated. What it throws is the
  ///   ``RecordError/underlying`` error of the ``RecordError`` that the enclosing `withLines` throws.
  public func decoded<Value>(_ decode: @escaping (Element) throws -> Value) -> DecodedRecords<Self, Value> {
    DecodedRecords(self) { record throws(RecordError) in try record.decodedUnlessBlank(decode) }
  }
}

extension Sequence where Element: TextRecord {
  /// The lines or records decoded, without those that cannot be, which `onFailure` gets.
  ///
  /// ```swift
  /// var rejected: [String] = []
  /// for event in lines.decoded(as: Event.self, onFailure: { line, error in rejected.append(line.string) }) { … }
  /// ```
  ///
  /// Blank lines are neither records nor failures (rule G12).
  ///
  /// - Parameters:
  ///   - type: What to decode.
  ///   - format: How the text is written; by default as JSON.
  ///   - onFailure: A dead-letter queue, for example. It is called with each record that is left out and its error before
  ///     the next record is read.
  public func decoded<Value: Decodable>(
    as type: Value.Type,
    from format: LineFormat = .json,
    onFailure: @escaping (Element, RecordError) -> Void
  ) -> DecodedRecords<Self, Value> {
    let decoder = RecordDecoder(type, format)
    return DecodedRecords(self, .skip(onFailure)) { record throws(RecordError) in
      try decoder.decodeUnlessBlank(record)
    }
  }

  /// The lines or records decoded, without those that cannot be, which are counted.
  ///
  /// ```swift
  /// let failures = FailureCount()
  /// for event in lines.decoded(as: Event.self, countingFailures: failures) { … }
  /// print("\(failures.count) lines left out")
  /// ```
  ///
  /// - Parameters:
  ///   - type: What to decode.
  ///   - format: How the text is written; by default as JSON.
  ///   - count: What counts. Its last error has the place of the record.
  public func decoded<Value: Decodable>(
    as type: Value.Type,
    from format: LineFormat = .json,
    countingFailures count: FailureCount
  ) -> DecodedRecords<Self, Value> {
    decoded(as: type, from: format, onFailure: { _, error in count.add(error) })
  }

  /// What `decode` makes of the lines or records, without those that it throws for, which `onFailure` gets.
  ///
  /// - Parameters:
  ///   - onFailure: It is called with each record that is left out and its error before the next record is read.
  ///   - decode: Called for each record that is neither blank nor truncated.
  public func decoded<Value>(
    onFailure: @escaping (Element, RecordError) -> Void,
    _ decode: @escaping (Element) throws -> Value
  ) -> DecodedRecords<Self, Value> {
    DecodedRecords(self, .skip(onFailure)) { record throws(RecordError) in try record.decodedUnlessBlank(decode) }
  }

  /// What `decode` makes of the lines or records, without those that it throws for, which are counted.
  ///
  /// - Parameters:
  ///   - count: What counts. Its last error has the place of the record.
  ///   - decode: Called for each record that is neither blank nor truncated.
  public func decoded<Value>(
    countingFailures count: FailureCount,
    _ decode: @escaping (Element) throws -> Value
  ) -> DecodedRecords<Self, Value> {
    decoded(onFailure: { _, error in count.add(error) }, decode)
  }
}

extension AsyncSequence where Element: TextRecord {
  /// The lines or records decoded, as they come, as for a ``ScopedSequence``.
  ///
  /// ```swift
  /// for try await event in AsyncLines(at: "events.jsonl").decoded(as: Event.self) { … }
  /// for try await entry in FollowedLines(at: "app.log").decoded(as: Entry.self, from: .logfmt) { … }
  /// ```
  ///
  /// A torn last line cannot be decoded, but in a file that is followed it waits for its rest (rule G12). The first record
  /// that cannot be decoded ends the values with its error. After that, the end or cancellation there are no more (rule
  /// G1).
  ///
  /// - Parameters:
  ///   - type: What to decode.
  ///   - format: How the text is written; by default as JSON.
  /// - Throws: The iteration throws ``RecordError``, which has the source, number and offset of the record, and what the
  ///   lines throw.
  public func decoded<Value: Decodable & SendableMetatype>(
    as type: Value.Type,
    from format: LineFormat = .json
  ) -> AsyncDecodedRecords<Self, Value> {
    let decoder = RecordDecoder(type, format)
    return AsyncDecodedRecords(self) { record throws(RecordError) in try decoder.decodeUnlessBlank(record) }
  }

  /// What `decode` makes of the lines or records, as they come: for a decoder or a format of your own.
  ///
  /// - Parameter decode: Called for each record that is neither blank nor truncated. What it throws is the
  ///   ``RecordError/underlying`` error of the ``RecordError`` that ends the values.
  public func decoded<Value>(
    _ decode: @escaping @Sendable (Element) throws -> Value
  ) -> AsyncDecodedRecords<Self, Value> {
    AsyncDecodedRecords(self) { record throws(RecordError) in try record.decodedUnlessBlank(decode) }
  }

  /// The lines or records decoded, without those that cannot be, which `onFailure` gets.
  ///
  /// ```swift
  /// let events = lines.decoded(as: Event.self, onFailure: { line, error in await deadLetters.add(line, error) })
  /// for try await event in events { … }
  /// ```
  ///
  /// Blank lines are neither records nor failures (rule G12). Cancellation and errors of the lines themselves are not
  /// failures of a record: they are thrown to the consumer.
  ///
  /// - Parameters:
  ///   - type: What to decode.
  ///   - format: How the text is written; by default as JSON.
  ///   - onFailure: A dead-letter queue, for example. It is called with each record that is left out and its error before
  ///     the next record is read.
  public func decoded<Value: Decodable & SendableMetatype>(
    as type: Value.Type,
    from format: LineFormat = .json,
    onFailure: nonisolated(nonsending) @escaping @Sendable (Element, RecordError) async -> Void
  ) -> AsyncDecodedRecords<Self, Value> {
    let decoder = RecordDecoder(type, format)
    return AsyncDecodedRecords(self, onFailure: onFailure) { record throws(RecordError) in
      try decoder.decodeUnlessBlank(record)
    }
  }

  /// The lines or records decoded, without those that cannot be, which are counted.
  ///
  /// - Parameters:
  ///   - type: What to decode.
  ///   - format: How the text is written; by default as JSON.
  ///   - count: What counts. Its last error has the place of the record.
  public func decoded<Value: Decodable & SendableMetatype>(
    as type: Value.Type,
    from format: LineFormat = .json,
    countingFailures count: FailureCount
  ) -> AsyncDecodedRecords<Self, Value> {
    decoded(as: type, from: format, onFailure: { _, error in count.add(error) })
  }

  /// What `decode` makes of the lines or records, without those that it throws for, which `onFailure` gets.
  ///
  /// - Parameters:
  ///   - onFailure: It is called with each record that is left out and its error before the next record is read.
  ///   - decode: Called for each record that is neither blank nor truncated.
  public func decoded<Value>(
    onFailure: nonisolated(nonsending) @escaping @Sendable (Element, RecordError) async -> Void,
    _ decode: @escaping @Sendable (Element) throws -> Value
  ) -> AsyncDecodedRecords<Self, Value> {
    AsyncDecodedRecords(self, onFailure: onFailure) { record throws(RecordError) in
      try record.decodedUnlessBlank(decode)
    }
  }

  /// What `decode` makes of the lines or records, without those that it throws for, which are counted.
  ///
  /// - Parameters:
  ///   - count: What counts. Its last error has the place of the record.
  ///   - decode: Called for each record that is neither blank nor truncated.
  public func decoded<Value>(
    countingFailures count: FailureCount,
    _ decode: @escaping @Sendable (Element) throws -> Value
  ) -> AsyncDecodedRecords<Self, Value> {
    decoded(onFailure: { _, error in count.add(error) }, decode)
  }
}

extension TextRecord {
  /// What `decode` makes of the text; nil where it is not a record (rule G12).
  func decodedUnlessBlank<Value>(_ decode: (Self) throws -> Value) throws(RecordError) -> Value? {
    if isBlank { return nil }
    return try decoded(decode)
  }
}
