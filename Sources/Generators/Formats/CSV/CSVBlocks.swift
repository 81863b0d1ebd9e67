internal import CByteScan

/// Reads a stream into blocks and finds the records in them, so that a piece never ends inside a record that fits.
///
/// Each byte is scanned once, wherever reads end: an unfinished record is moved to the start of the next block together
/// with what is known of it.
final class CSVBlocks: BlockPieces {
  private let stream: ByteStream
  private let format: CSVFormat
  private let skipped: SkippedLines
  private var pool: BlockPool
  private var scanner: CSVScanner
  private var current: Block?
  /// How far the current block has been filled.
  private var filled = 0
  private var header: CSVHeader?
  /// How many fields each record has to have, once that is known.
  private var width: Int?
  /// The number of the record whose ordinal is 0.
  private var firstNumber = 1
  private var isAtStart = true
  /// Whether the rest of a line is passed over.
  private var isDiscarding = false
  private var isStreamOver = false
  private var isFinished = false
  private var failure: (any Error)?

  init(
    _ stream: ByteStream,
    _ format: CSVFormat,
    skipped: SkippedLines,
    blockSize: Int = BlockPool.standardSize
  ) {
    self.stream = stream
    self.format = format
    self.skipped = skipped
    pool = BlockPool(blockSize: blockSize)
    scanner = CSVScanner(format)
    if case .names(let names) = format.header { use(CSVHeader(names)) }
  }

  /// The next records, or nil at the end. What was read whole before an error is given out before it.
  func next() throws -> BlockPiece? {
    while !isFinished {
      if let piece = scanned() { return piece }
      if let failure {
        isFinished = true
        throw failure
      }
      if !isStreamOver {
        try readMore()
      } else if let piece = lastRecord() {
        return piece
      }
    }
    current = nil
    return nil
  }

  // MARK: Scanning

  /// Scans what has been read. Nil where more has to be read.
  private func scanned() -> BlockPiece? {
    while failure == nil, let block = current, scanner.position < filled, !isAtStart {
      if isDiscarding, !skipToNextLine(in: block) { return nil }
      scanner.run(in: block, to: filled)
      let piece = scanner.records.isEmpty ? nil : wholeRecords(of: block)
      if failure == nil, !isDiscarding, scanner.unfinishedLength > format.limit {
        leaveOut(start: scanner.unfinishedStart, tooLong(scanner.unfinishedStart, scanner.ordinal))
      }
      if let piece { return piece }
    }
    return nil
  }

  /// The record that ends with the stream, if there is one.
  private func lastRecord() -> BlockPiece? {
    guard !isDiscarding, let block = current else {
      isFinished = true
      return nil
    }
    guard scanner.finish() else {
      leaveOut(start: scanner.unfinishedStart, unterminated())
      return nil
    }
    let piece = scanner.records.isEmpty ? nil : wholeRecords(of: block)
    isFinished = failure == nil
    return piece
  }

  /// The whole records that keep to the rules, if there are any.
  private func wholeRecords(of block: Block) -> BlockPiece? {
    let records = scanner.records
    var kept = 0
    for index in records.indices {
      let record = records[index]
      if Int(record.end - record.start) > format.limit {
        scanner.forget(from: index)
        leaveOut(start: Int(record.start), tooLong(Int(record.start), record.ordinal))
        break
      }
      if isHeaderAwaited {
        use(CSVHeader(scanner.textsOfFirstRecord(in: block)))
      } else if isAllowed(record) {
        records[kept] = record
        kept += 1
      } else if failure != nil {
        break
      }
    }
    let number = firstNumber
    firstNumber += Int(scanner.ordinal)
    let table = scanner.takeTable(of: kept, in: block, header: header, firstNumber: number)
    return table.map { BlockPiece(block: block, range: 0..<filled, records: $0) }
  }

  private var isHeaderAwaited: Bool { header == nil && format.header == .firstRecord }

  private func use(_ header: CSVHeader) {
    self.header = header
    width = header.names.count
  }

  /// Whether a record is given out. One with a wrong number of fields may be left out, or the end.
  private func isAllowed(_ record: csv_record) -> Bool {
    let fields = Int(record.last - record.first)
    let width = self.width ?? fields
    self.width = width
    guard fields != width, format.ragged != .allow else { return true }
    if format.ragged == .skip {
      skipped.increment()
    } else {
      failure = ragged(record, fields, width)
    }
    return false
  }

  // MARK: Damage

  /// Leaves the line at `start` out, or fails.
  private func leaveOut(start: Int, _ error: RecordError) {
    scanner.forgetUnfinished()
    guard format.damaged == .skip, !isHeaderAwaited else {
      failure = error
      return
    }
    skipped.increment()
    scanner.countSkipped()
    scanner.start(at: start)
    isDiscarding = true
  }

  /// Says whether the line ends in what has been read; scanning goes on behind it.
  private func skipToNextLine(in block: Block) -> Bool {
    let rest = block.bytes(scanner.position..<filled)
    let end = rest.firstIndex { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }
    isDiscarding = end == nil
    scanner.start(at: end.map { scanner.position + $0 + 1 } ?? filled)
    return !isDiscarding
  }

  private func ragged(_ record: csv_record, _ fields: Int, _ width: Int) -> RecordError {
    error(
      .raggedRecord,
      Int(record.start),
      record.ordinal,
      "it has \(fields) \(fields == 1 ? "field" : "fields"), and \(width) \(width == 1 ? "is" : "are") expected. "
        + "Mend it, or allow or skip ragged records."
    )
  }

  private func tooLong(_ start: Int, _ ordinal: UInt32) -> RecordError {
    error(
      .recordTooLong,
      start,
      ordinal,
      "it is longer than the limit of \(format.limit) bytes. Look for a quote too many in it\(wayOut(or: "raise the limit"))."
    )
  }

  private func unterminated() -> RecordError {
    error(
      .unterminatedQuote,
      scanner.unfinishedStart,
      scanner.ordinal,
      "its quotes are never closed. Look for a quote too many in it\(wayOut())."
    )
  }

  /// What else can be done. A header that is damaged is never skipped: the next record is none.
  private func wayOut(or other: String? = nil) -> String {
    let ways = (other.map { [$0] } ?? []) + (isHeaderAwaited ? [] : ["skip damaged records"])
    guard let last = ways.last else { return "" }
    return ways.dropLast().map { ", \($0)" }.joined() + ", or \(last)"
  }

  private func error(_ code: RecordError.Code, _ start: Int, _ ordinal: UInt32, _ explanation: String) -> RecordError {
    RecordError(
      code,
      source: stream.name,
      number: firstNumber + Int(ordinal),
      offset: (current?.offset ?? 0) + start,
      explanation
    )
  }

  // MARK: Reading

  private func readMore() throws {
    scanner.releaseBlocks()
    let start = isDiscarding ? filled : scanner.unfinishedStart
    let (block, distance) = pool.makeRoom(in: &current, keeping: start..<filled, of: stream)
    if distance > 0 {
      filled -= distance
      scanner.move(by: distance)
    }
    var count = 0
    do {
      count = try stream.read(into: block.room(from: filled))
    } catch let starved as Starved {
      throw starved
    } catch {
      failure = error
    }
    // Nothing refers to a block before its first bytes have been read.
    if block.origin == nil { block.origin = stream.origin }
    filled += count
    isStreamOver = count == 0
    if isAtStart { skipByteOrderMark(in: block) }
  }

  private func skipByteOrderMark(in block: Block) {
    let start = block.bytes(0..<filled)
    guard start.count >= ByteOrderMark.bytes.count || !ByteOrderMark.mayBegin(start) || isStreamOver else { return }
    isAtStart = false
    if ByteOrderMark.begins(start) { scanner.start(at: ByteOrderMark.bytes.count) }
  }
}
