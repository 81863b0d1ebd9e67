extension ScopedSequence where Element == CSVRecord {
  /// The records decoded by the names in their header, as they come, up to the first that cannot be.
  ///
  /// ```swift
  /// struct Person: Decodable { var name: String; var age: Int?; var isMember: Bool }
  ///
  /// try withCSVRecords(at: "people.csv", .headed) { records in
  ///   for person in records.decoded(as: Person.self) { … }
  /// }
  /// ```
  ///
  /// A record that cannot be decoded ends the sequence, and the enclosing `withCSVRecords` throws its ``RecordError``
  /// when the closure returns. See ``CSVRecord/decode(as:dates:numbers:)`` for the types.
  ///
  /// - Parameters:
  ///   - type: What to decode.
  ///   - dates: How dates and time stamps are written; by default as RFC 3339 says.
  ///   - numbers: How numbers are written; by default with a point, and finite.
  public func decoded<Value: Decodable>(
    as type: Value.Type,
    dates: TimestampFormat = .rfc3339,
    numbers: NumberFormat = .standard
  ) -> DecodedRecords<Self, Value> {
    DecodedRecords(self) { record throws(RecordError) in try record.decode(as: type, dates: dates, numbers: numbers) }
  }
}

extension Sequence where Element == CSVRecord {
  /// The records decoded by the names in their header, without those that cannot be, which are handed to `onFailure`.
  ///
  /// ```swift
  /// var rejected: [(CSVRecord, RecordError)] = []
  /// for person in records.decoded(as: Person.self, onFailure: { rejected.append(($0, $1)) }) { … }
  /// ```
  ///
  /// - Parameters:
  ///   - type: What to decode. See ``CSVRecord/decode(as:dates:numbers:)`` for the types.
  ///   - dates: How dates and time stamps are written; by default as RFC 3339 says.
  ///   - numbers: How numbers are written; by default with a point, and finite.
  ///   - onFailure: Receives each record that is left out, and its error, before the next record is taken. It can fill
  ///     a dead-letter queue. To count only, pass a ``FailureCount``.
  public func decoded<Value: Decodable>(
    as type: Value.Type,
    dates: TimestampFormat = .rfc3339,
    numbers: NumberFormat = .standard,
    onFailure: @escaping (CSVRecord, RecordError) -> Void
  ) -> TransformedSequence<Self, FailureSkipping<CSVRecord, Value, RecordError>> {
    skippingFailures(
      of: { record throws(RecordError) in try record.decode(as: type, dates: dates, numbers: numbers) },
      onFailure: onFailure
    )
  }

  /// The records decoded by the names in their header, without those that cannot be, which are counted.
  ///
  /// ```swift
  /// let failures = FailureCount()
  /// for person in records.decoded(as: Person.self, countingFailures: failures) { … }
  /// print("\(failures.count) left out, the last because of \(failures.last, default: "nothing")")
  /// ```
  ///
  /// - Parameters:
  ///   - type: What to decode. See ``CSVRecord/decode(as:dates:numbers:)`` for the types.
  ///   - dates: How dates and time stamps are written; by default as RFC 3339 says.
  ///   - numbers: How numbers are written; by default with a point, and finite.
  ///   - count: What counts.
  public func decoded<Value: Decodable>(
    as type: Value.Type,
    dates: TimestampFormat = .rfc3339,
    numbers: NumberFormat = .standard,
    countingFailures count: FailureCount
  ) -> TransformedSequence<Self, FailureSkipping<CSVRecord, Value, RecordError>> {
    decoded(as: type, dates: dates, numbers: numbers, onFailure: { _, error in count.add(error) })
  }
}

extension AsyncSequence where Element == CSVRecord {
  /// The records decoded by the names in their header, as they come, up to the first that cannot be.
  ///
  /// A record that cannot be decoded ends the sequence with its ``RecordError``.
  ///
  /// - Parameters:
  ///   - type: What to decode. See ``CSVRecord/decode(as:dates:numbers:)`` for the types.
  ///   - dates: How dates and time stamps are written; by default as RFC 3339 says.
  ///   - numbers: How numbers are written; by default with a point, and finite.
  public func decoded<Value: Decodable & SendableMetatype>(
    as type: Value.Type,
    dates: TimestampFormat = .rfc3339,
    numbers: NumberFormat = .standard
  ) -> AsyncDecodedRecords<Self, Value> {
    AsyncDecodedRecords(self) { record throws(RecordError) in
      try record.decode(as: type, dates: dates, numbers: numbers)
    }
  }

  /// The records decoded by the names in their header, without those that cannot be, which are handed to `onFailure`.
  ///
  /// ```swift
  /// for try await person in records.decoded(as: Person.self, onFailure: { await deadLetters.add($0, $1) }) { … }
  /// ```
  ///
  /// **Cancellation** is no failure of a record: it ends the sequence with a `CancellationError`, and so does an error
  /// of the records themselves with that error.
  ///
  /// - Parameters:
  ///   - type: What to decode. See ``CSVRecord/decode(as:dates:numbers:)`` for the types.
  ///   - dates: How dates and time stamps are written; by default as RFC 3339 says.
  ///   - numbers: How numbers are written; by default with a point, and finite.
  ///   - onFailure: Receives each record that is left out, and its error, before the next record is taken. It can fill
  ///     a dead-letter queue. To count only, pass a ``FailureCount``.
  public func decoded<Value: Decodable & SendableMetatype>(
    as type: Value.Type,
    dates: TimestampFormat = .rfc3339,
    numbers: NumberFormat = .standard,
    onFailure: nonisolated(nonsending) @escaping @Sendable (CSVRecord, RecordError) async -> Void
  ) -> AsyncSkippingFailures<Self, Value> {
    skippingFailures(
      of: { try $0.decode(as: type, dates: dates, numbers: numbers) },
      onFailure: { record, error in
        // Nothing else is thrown by the decoding.
        if let error = error as? RecordError { await onFailure(record, error) }
      }
    )
  }

  /// The records decoded by the names in their header, without those that cannot be, which are counted.
  ///
  /// - Parameters:
  ///   - type: What to decode. See ``CSVRecord/decode(as:dates:numbers:)`` for the types.
  ///   - dates: How dates and time stamps are written; by default as RFC 3339 says.
  ///   - numbers: How numbers are written; by default with a point, and finite.
  ///   - count: What counts.
  public func decoded<Value: Decodable & SendableMetatype>(
    as type: Value.Type,
    dates: TimestampFormat = .rfc3339,
    numbers: NumberFormat = .standard,
    countingFailures count: FailureCount
  ) -> AsyncSkippingFailures<Self, Value> {
    skippingFailures(of: { try $0.decode(as: type, dates: dates, numbers: numbers) }, countedBy: count)
  }
}

extension CSVRecord {
  /// The record decoded by the names in its header.
  ///
  /// ```swift
  /// let sale = try record.decode(as: Sale.self, dates: .anyOf(.rfc3339, .date()))
  /// ```
  ///
  /// Numbers are decimal (see ``NumberFormat``). `true`, `True`, `TRUE` and `1`, and `false` and so on, are `Bool`s. A
  /// ``Timestamp`` and a `Date` are read by `dates`. Text is a `String`. A field that is null (see
  /// ``CSVFormat/nullTexts``) or missing is nil for an optional type. For other types, an empty field is an error
  /// unless the type is text. A type such as an enumeration with raw values is decoded from one field, as a single
  /// value. Fields that no type asks for are skipped.
  ///
  /// - Parameters:
  ///   - type: What to decode.
  ///   - dates: How dates and time stamps are written; by default as RFC 3339 says.
  ///   - numbers: How numbers are written; by default with a point, and finite.
  /// - Throws: ``RecordError`` of code ``RecordError/Code/undecodable``, which names the record and the field, or of
  ///   ``RecordError/Code/noHeader`` where the format has no names.
  public func decode<Value: Decodable>(
    as type: Value.Type,
    dates: TimestampFormat = .rfc3339,
    numbers: NumberFormat = .standard
  ) throws(RecordError) -> Value {
    guard header != nil else {
      throw RecordError(
        .noHeader,
        source: source,
        number: number,
        line: line,
        offset: offset,
        "its fields have no names to decode it by. Give the format a header."
      )
    }
    do {
      return try TextFieldsDecoder.decode(type, from: self, FieldFormats(dates: dates, numbers: numbers))
    } catch {
      throw .undecodable(source: source, number: number, line: line, offset: offset, error)
    }
  }
}

extension CSVRecord: TextFields {
  /// A field and whether it stands for no value.
  struct Field: TextField {
    let bytes: ByteSlice
    let isNull: Bool

    var string: String { bytes.string }
    var isEmpty: Bool { bytes.isEmpty }

    func withText<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result { bytes.withBytes(body) }
  }

  var names: [String] { header?.names ?? [] }

  func field(named name: String) -> Field? {
    guard let index = header?.index(of: name), let bytes = field(index) else { return nil }
    return Field(bytes: bytes, isNull: isNull(index))
  }
}
