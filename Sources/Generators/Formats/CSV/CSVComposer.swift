internal import CByteScan
import DecoratorPrimitives

/// Makes the bytes of CSV records, so that a reader of the same format finds the same fields in them.
struct CSVComposer {
  let format: CSVFormat
  private let target: String
  private let style: csv_style
  private let nullText: [UInt8]
  /// The texts other than the empty one that stand for no value without quotes.
  private let nulls: [[UInt8]]
  private let encoder: CSVValueEncoder
  /// Whether only the bytes of a field decide whether it needs quotes, except at the start.
  private let needsNoLook: Bool

  /// How many records have been made, the header among them.
  private(set) var recordCount = 0
  private var width: Int?
  /// Whether the next record is the header.
  private var isHeaderAwaited: Bool
  /// Whether something comes before the next record.
  private var hasContent: Bool
  // Of the record that is being made:
  private var start = 0
  private var fieldCount = 0
  private var names: [String] = []

  /// - Parameters:
  ///   - target: What errors call the output.
  ///   - existing: What is in the output already.
  init(_ format: CSVFormat, target: String, dates: TimestampFormat, existing: ExistingRecords) {
    let quote = format.quote?.asciiValue ?? 0
    self.format = format
    self.target = target
    style = csv_style(
      separator: format.separator.asciiValue!,
      quote: quote,
      escape: format.backslashEscapes ? UInt8(ascii: "\\") : quote
    )
    let nullText = Array((format.nullTexts.first ?? "").utf8)
    self.nullText = nullText
    let nulls = format.nullTexts.filter { !$0.isEmpty }.map { Array($0.utf8) }
    self.nulls = nulls
    let separator = format.separator.asciiValue!
    let canStandBare = nullText.withUnsafeBufferPointer { text in
      !text.contains(quote) && !csv_has_ends(text.baseAddress, text.count, separator)
    }
    require(
      canStandBare || format.quote == nil,
      "The first of the texts for null is written without quotes, so it has no separator, newline or quote in it; it was "
        + "\(format.nullTexts.first.debugDescription)."
    )
    hasContent = existing.hasContent
    isHeaderAwaited = format.header == .firstRecord && existing.names == nil
    encoder = CSVValueEncoder(dates: dates)
    needsNoLook =
      format.quote != nil && format.quoting == .asNeeded && !format.escapesFormulas && !format.trimsFields
      && format.comment == nil && nulls.isEmpty
    var names = existing.names
    if case .names(let given) = format.header { names = given }
    if let names { use(names) }
  }

  private mutating func use(_ names: [String]) {
    width = names.count
    encoder.use(names)
  }

  // MARK: Records

  /// Makes the record of the fields that `putFields` appends. If it throws, nothing is left of the record.
  @inline(__always)
  private mutating func makeRecord(
    in buffer: OutputBuffer,
    _ putFields: (inout CSVComposer) throws -> Void
  ) throws {
    (start, fieldCount) = (buffer.count, 0)
    do {
      try putFields(&self)
      try endRecord(in: buffer)
    } catch {
      buffer.truncate(to: start)
      names = []
      throw error
    }
    recordCount += 1
    hasContent = true
    guard isHeaderAwaited else { return }
    isHeaderAwaited = false
    use(names)
    names = []
  }

  // A caller in another module cannot have these specialized, so the usual types are looked for here.

  mutating func write<Fields: Sequence>(
    _ fields: Fields,
    to buffer: OutputBuffer
  ) throws where Fields.Element: StringProtocol {
    if Fields.self == [String].self {
      try makeRecord(of: fields as! [String], in: buffer) { try $0.put(text: $1, to: buffer) }
    } else {
      try makeRecord(of: fields, in: buffer) { try $0.put(text: String($1), to: buffer) }
    }
  }

  mutating func write<Fields: Sequence>(
    _ fields: Fields,
    to buffer: OutputBuffer
  ) throws where Fields.Element: Collection<UInt8> {
    if Fields.self == CSVRecord.self {
      let record = fields as! CSVRecord
      if needsNoLook, !isHeaderAwaited, hasContent {
        try makeRecord(in: buffer) { $0.putAll(record, to: buffer) }
      } else {
        try makeRecord(of: record, in: buffer) { try $0.put($1, to: buffer) }
      }
    } else if Fields.self == [ByteSlice].self {
      try makeRecord(of: fields as! [ByteSlice], in: buffer) { try $0.put($1, to: buffer) }
    } else if Fields.self == [[UInt8]].self {
      try makeRecord(of: fields as! [[UInt8]], in: buffer) { try $0.put($1, to: buffer) }
    } else {
      try makeRecord(of: fields, in: buffer) { try $0.put($1, to: buffer) }
    }
  }

  mutating func write<Fields: Sequence<String?>>(_ fields: Fields, to buffer: OutputBuffer) throws {
    if Fields.self == [String?].self {
      try makeRecord(of: fields as! [String?], in: buffer) { try $0.put(text: $1, to: buffer) }
    } else {
      try makeRecord(of: fields, in: buffer) { try $0.put(text: $1, to: buffer) }
    }
  }

  mutating func write<Fields: Sequence<ByteSlice?>>(_ fields: Fields, to buffer: OutputBuffer) throws {
    if Fields.self == [ByteSlice?].self {
      try makeRecord(of: fields as! [ByteSlice?], in: buffer) { try $0.put($1, to: buffer) }
    } else {
      try makeRecord(of: fields, in: buffer) { try $0.put($1, to: buffer) }
    }
  }

  @inline(__always)
  private mutating func makeRecord<Fields: Sequence>(
    of fields: Fields,
    in buffer: OutputBuffer,
    _ put: (inout CSVComposer, Fields.Element) throws -> Void
  ) throws {
    try makeRecord(in: buffer) { composer in
      for field in fields { try put(&composer, field) }
    }
  }

  /// Makes the record of a value, and before the first one the header where the format has it in the output.
  mutating func encode(_ value: some Encodable, to buffer: OutputBuffer) throws {
    guard isHeaderAwaited || width == nil else {
      let areNamesKnown = encoder.areNamesKnown
      do {
        try encoder.encode(value)
        return try makeEncodedRecord(in: buffer)
      } catch {
        encoder.forget(areNamesKnown: areNamesKnown)
        throw failure(error, number: recordCount + 1)
      }
    }
    // After an error, everything is as it was before.
    let before = (self, buffer.count)
    do {
      try encoder.encode(value)
      width = encoder.names.count
      if isHeaderAwaited { try write(encoder.names, to: buffer) }
      try makeEncodedRecord(in: buffer)
    } catch {
      encoder.forget(areNamesKnown: false)
      self = before.0
      buffer.truncate(to: before.1)
      throw failure(error, number: recordCount + (isHeaderAwaited ? 2 : 1))
    }
  }

  private mutating func makeEncodedRecord(in buffer: OutputBuffer) throws {
    try makeRecord(in: buffer) { composer in
      try composer.encoder.forEachField { text in
        if let text { try composer.put(text, to: buffer) } else { try composer.putNull(to: buffer) }
      }
    }
  }

  private mutating func endRecord(in buffer: OutputBuffer) throws {
    if let width, width != fieldCount, format.ragged != .allow {
      throw failure(
        .raggedRecord,
        "it has \(fieldCount) \(fieldCount == 1 ? "field" : "fields"), and \(width) \(width == 1 ? "is" : "are") expected. "
          + "Write as many, or allow ragged records."
      )
    }
    guard fieldCount > 0 else { throw failure(.unrepresentable, "it has no fields. Give it one at least.") }
    if buffer.count == start {
      // An empty line would be no record.
      guard format.quote != nil else { throw unquotable("is empty and the only one of its record") }
      buffer.append(style.quote)
      buffer.append(style.quote)
    }
    if isHeaderAwaited, format.duplicateNames == .fail {
      do {
        _ = try CSVHeader(names, .fail)
      } catch {
        throw failure(.unrepresentable, "\(error.sentence). Change one, or choose duplicateNames.")
      }
    }
    if format.lineEnd == .crlf { buffer.append(UInt8(ascii: "\r")) }
    buffer.append(UInt8(ascii: "\n"))
    width = width ?? fieldCount
  }

  // MARK: Fields

  /// Appends the fields of a record that was read, if only the bytes of a field decide whether it needs quotes.
  private mutating func putAll(_ record: CSVRecord, to buffer: OutputBuffer) {
    fieldCount = record.count
    let style = style
    record.withPlaces { bytes, places, size in
      _ = buffer.append(atMost: 2 * size + 3 * record.count + 16) { out in
        csv_put_fields(out, bytes, places, record.count, style)
      }
    }
  }

  private mutating func put(text: String?, to buffer: OutputBuffer) throws {
    guard var text else { return try putNull(to: buffer) }
    try text.withUTF8 { try put($0, to: buffer) }
  }

  private mutating func put(_ bytes: ByteSlice?, to buffer: OutputBuffer) throws {
    guard let bytes else { return try putNull(to: buffer) }
    try bytes.withBytes { try put($0, to: buffer) }
  }

  private mutating func put(_ bytes: some Collection<UInt8>, to buffer: OutputBuffer) throws {
    let isDone: Void? = try bytes.withContiguousStorageIfAvailable { try put($0, to: buffer) }
    guard isDone == nil else { return }
    try Array(bytes).withUnsafeBufferPointer { try put($0, to: buffer) }
  }

  private mutating func put(_ bytes: UnsafeBufferPointer<UInt8>, to buffer: OutputBuffer) throws {
    beginField(in: buffer)
    if isHeaderAwaited { names.append(String(decoding: bytes, as: UTF8.self)) }
    guard format.escapesFormulas, CSVFormula.isBegun(by: bytes) else { return try putText(bytes, to: buffer) }
    let escaped = [UInt8(ascii: "'")] + bytes
    try escaped.withUnsafeBufferPointer { try putText($0, to: buffer) }
  }

  private mutating func putNull(to buffer: OutputBuffer) throws {
    beginField(in: buffer)
    if isHeaderAwaited { names.append("") }
    try nullText.withUnsafeBufferPointer { text in
      if !text.isEmpty, mustBeQuoted(text, isText: false) || format.quote == nil && hasEnds(text) {
        throw unquotable("is null, and its text \(quoted(text)) would be read as something else")
      }
      buffer.append(text)
    }
  }

  private mutating func beginField(in buffer: OutputBuffer) {
    if fieldCount > 0 { buffer.append(style.separator) }
    fieldCount += 1
  }

  private func putText(_ bytes: UnsafeBufferPointer<UInt8>, to buffer: OutputBuffer) throws {
    let style = style
    guard format.quote != nil else {
      if hasEnds(bytes) { throw unquotable("has a separator or a newline in it") }
      if mustBeQuoted(bytes, isText: false) { throw unquotable("would be read as something else: \(quoted(bytes))") }
      return buffer.append(bytes)
    }
    if format.quoting == .asNeeded, !mustBeQuoted(bytes, isText: true) {
      let isPut = buffer.append(atMost: bytes.count + 16) { place in
        let count = csv_put_plain(place, bytes.baseAddress, bytes.count, style)
        return count == csv_needs_quotes ? nil : count
      }
      if isPut { return }
    }
    _ = buffer.append(atMost: 2 * bytes.count + 2) { place in
      csv_put_quoted(place, bytes.baseAddress, bytes.count, style)
    }
  }

  /// Whether a reader would take a field without quotes for something else, though there is no special byte in it.
  ///
  /// - Parameter isText: Whether it must not be taken for null.
  @inline(__always)
  private func mustBeQuoted(_ bytes: UnsafeBufferPointer<UInt8>, isText: Bool) -> Bool {
    if !hasContent, fieldCount == 1, isSpecialStart(bytes) { return true }
    guard format.trimsFields || format.comment != nil || !nulls.isEmpty, let first = bytes.first else { return false }
    if format.trimsFields, isBlank(first) || isBlank(bytes[bytes.count - 1]) { return true }
    if fieldCount == 1, first == format.comment?.asciiValue { return true }
    return isText && nulls.contains { $0.elementsEqual(bytes) }
  }

  private func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }

  private func hasEnds(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    csv_has_ends(bytes.baseAddress, bytes.count, style.separator)
  }

  /// Whether a file that begins with these bytes could be taken for compressed data, for text in another encoding, or
  /// for one that names its separator.
  private func isSpecialStart(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    // Together with the separator, fields of many texts could be such a line.
    if format.detectsSeparator, format.quote != nil { return true }
    guard let first = bytes.first else { return false }
    if format.detectsSeparator, bytes.count > 3, zip(bytes, "sep=".utf8).allSatisfy({ $0 | 0x20 == $1 | 0x20 }) {
      return true
    }
    // Byte-order marks of UTF-8, UTF-16 and UTF-32.
    if [0x00, 0xEF, 0xFE, 0xFF].contains(first) { return true }
    let start = bytes.prefix(CompressedFormat.recognitionLength) + [style.separator]
    if case .neither = CompressedFormat.recognise(start, isWhole: false) { return false }
    return true
  }

  // MARK: Errors

  private func failure(_ error: any Error, number: Int) -> any Error {
    error is WritingError ? error : WritingError.unencodable(target: target, number: number, error)
  }

  private func failure(_ code: WritingError.Code, _ explanation: String) -> WritingError {
    WritingError(code, target: target, number: recordCount + 1, explanation)
  }

  private func unquotable(_ reason: String) -> WritingError {
    failure(
      .unrepresentable,
      "field \(fieldCount) \(reason). "
        + (format.quote == nil ? "Give the format a quote, or change the field." : "Change the field, or the format.")
    )
  }

  private func quoted(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
    ReadingError.quoted(String(decoding: bytes.prefix(40), as: UTF8.self))
  }
}
