internal import CByteScan

/// Reads a source into blocks and finds the records in them. A slice never ends inside a record that fits.
///
/// Each byte is scanned once, also when reads end inside records: an unfinished record moves to the start of the next
/// block, and what is known about it is kept.
final class CSVBlocks: BlockReader {
  private let source: DecodedSource
  private let format: CSVFormat
  private let skipped: SkippedLines
  private var pool: BlockPool
  private var scanner: CSVScanner
  private var current: Block?
  /// How far the current block has been filled.
  private var filled = 0
  /// How many fields each record has to have, once that is known.
  private var width: Int?
  /// What the records of the next table have in common.
  private var context = CSVTable.Context()
  private var prologue = CSVPrologue.byteOrderMark
  /// Whether the rest of a line is skipped.
  private var isDiscarding = false
  private var isStreamOver = false
  private var isFinished = false
  private var failure: (any Error)?

  init(
    _ source: DecodedSource,
    _ format: CSVFormat,
    skipped: SkippedLines,
    blockSize: Int = BlockPool.standardSize
  ) {
    self.source = source
    self.format = format
    self.skipped = skipped
    pool = BlockPool(blockSize: blockSize)
    scanner = CSVScanner(format)
    context.nulls = CSVNulls(format)
    // The format has looked for equal names.
    if case .names(let names) = format.header, let header = try? CSVHeader(names, format.duplicateNames) { use(header) }
  }

  /// The next records, or nil at the end. The whole records before an error come before it.
  func next() throws -> BlockSlice? {
    while !isFinished {
      if let slice = scanned() { return slice }
      if let failure {
        isFinished = true
        throw failure
      }
      if !isStreamOver {
        try readMore()
      } else if let slice = lastRecord() {
        return slice
      }
    }
    current = nil
    return nil
  }

  // MARK: Scanning

  /// Scans what has been read. Nil where more has to be read.
  private func scanned() -> BlockSlice? {
    guard failure == nil, let block = current, hasPassedPrologue(of: block) else { return nil }
    while failure == nil, scanner.position < filled {
      if isDiscarding {
        guard skipToNextLine(in: block) else { return nil }
        isDiscarding = false
      }
      scanner.run(in: block, to: filled)
      let slice = scanner.records.isEmpty ? nil : wholeRecords(of: block)
      if failure == nil, !isDiscarding {
        if scanner.unfinishedLength > format.limit {
          leaveOut(start: scanner.unfinishedStart, tooLong(scanner.unfinished))
        } else if scanner.isAtStrayQuote {
          leaveOut(start: scanner.unfinishedStart, strayQuote())
        }
      }
      if let slice { return slice }
    }
    return nil
  }

  /// The record that ends with the source, if there is one.
  private func lastRecord() -> BlockSlice? {
    guard !isDiscarding, let block = current else {
      isFinished = true
      return nil
    }
    guard scanner.finish(in: block) else {
      leaveOut(start: scanner.unfinishedStart, unterminated())
      return nil
    }
    let slice = scanner.records.isEmpty ? nil : wholeRecords(of: block)
    isFinished = failure == nil
    return slice
  }

  /// The whole records that follow the rules, if there are any.
  private func wholeRecords(of block: Block) -> BlockSlice? {
    let records = scanner.records
    var kept = 0
    for index in records.indices {
      let record = records[index]
      if Int(record.end - record.start) > format.limit {
        scanner.forget(from: index)
        leaveOut(start: Int(record.start), tooLong(record))
        break
      }
      if isHeaderAwaited {
        guard useHeader(record, in: block) else { break }
      } else if isAllowed(record) {
        records[kept] = record
        kept += 1
      } else if failure != nil {
        break
      }
    }
    let (ordinal, line) = (Int(scanner.ordinal), Int(scanner.line))
    let table = scanner.takeTable(of: kept, in: block, context)
    context.firstNumber += ordinal
    context.firstLine += line
    return table.map { BlockSlice(block: block, range: 0..<filled, records: $0) }
  }

  private var isHeaderAwaited: Bool { context.header == nil && format.header == .firstRecord }

  private func use(_ header: CSVHeader) {
    context.header = header
    width = header.names.count
  }

  /// Takes the names from the first record, and says whether they can be used.
  private func useHeader(_ record: csv_record, in block: Block) -> Bool {
    do {
      use(try CSVHeader(scanner.textsOfFirstRecord(in: block), format.duplicateNames))
      return true
    } catch {
      failure = self.error(
        .duplicateName,
        record,
        "\(error.sentence). Change one, or choose what becomes of equal names by duplicateNames."
      )
      return false
    }
  }

  /// Whether a record is delivered. One with a wrong number of fields can be skipped, or end the records.
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

  /// Skips the line at `start`, or fails.
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
    guard let end = rest.firstIndex(where: { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }) else {
      scanner.start(at: filled)
      return false
    }
    let isReturn = rest[end] == UInt8(ascii: "\r")
    scanner.start(at: scanner.position + end + 1, newlines: 1, isAfterReturn: isReturn)
    return true
  }

  private func ragged(_ record: csv_record, _ fields: Int, _ width: Int) -> RecordError {
    error(
      .raggedRecord,
      record,
      "it has \(fields) \(fields == 1 ? "field" : "fields"), and \(width) \(width == 1 ? "is" : "are") expected. "
        + "Mend it, or allow or skip ragged records."
    )
  }

  private func tooLong(_ record: csv_record) -> RecordError {
    error(
      .recordTooLong,
      record,
      "it is longer than the limit of \(format.limit) bytes. Look for a quote too many in it\(wayOut(or: "raise the limit"))."
    )
  }

  private func unterminated() -> RecordError {
    error(
      .unterminatedQuote,
      scanner.unfinished,
      "its quotes are never closed. Look for a quote too many in it\(wayOut())."
    )
  }

  private func strayQuote() -> RecordError {
    let quote = format.quote.map(String.init) ?? ""
    return error(
      .strayQuote,
      scanner.unfinished,
      "field \(scanner.fieldNumber) has a quote inside it that is not doubled. Put the field in quotes and write "
        + "\(quote)\(quote) for each quote in it\(wayOut(or: "turn strictQuotes off"))."
    )
  }

  /// Another way out for the message. A damaged header is never skipped, because the next record is no header.
  private func wayOut(or other: String? = nil) -> String {
    let ways = (other.map { [$0] } ?? []) + (isHeaderAwaited ? [] : ["skip damaged records"])
    guard let last = ways.last else { return "" }
    return ways.dropLast().map { ", \($0)" }.joined() + ", or \(last)"
  }

  private func error(_ code: RecordError.Code, _ record: csv_record, _ explanation: String) -> RecordError {
    RecordError(
      code,
      source: source.name,
      number: context.firstNumber + Int(record.ordinal),
      line: context.firstLine + Int(record.line),
      offset: (current?.offset ?? 0) + Int(record.start),
      explanation
    )
  }

  // MARK: Reading

  private func readMore() throws {
    let start = isDiscarding ? filled : scanner.unfinishedStart
    let (block, distance) = pool.makeRoom(in: &current, keeping: start..<filled, of: source)
    if distance > 0 {
      filled -= distance
      scanner.move(by: distance)
    }
    var count = 0
    do {
      count = try source.read(into: block.room(from: filled))
    } catch let starved as Starved {
      throw starved
    } catch {
      failure = error
    }
    // Nothing refers to a block before its first bytes have been read.
    if block.origin == nil { block.origin = source.origin }
    filled += count
    isStreamOver = count == 0
  }
}

// MARK: Before the first record

/// What comes before the first record of an input, in this order.
private enum CSVPrologue {
  case byteOrderMark
  case separatorHint
  case skippedLines(left: Int)
  case over
}

extension CSVBlocks {
  /// Skips what comes before the first record, and says whether all of it has been read.
  private func hasPassedPrologue(of block: Block) -> Bool {
    while true {
      switch prologue {
      case .over: return true
      case .byteOrderMark:
        let start = block.bytes(scanner.position..<filled)
        guard start.count >= ByteOrderMark.bytes.count || !ByteOrderMark.mayBegin(start) || isStreamOver else {
          return false
        }
        if ByteOrderMark.begins(start) { scanner.start(at: ByteOrderMark.bytes.count) }
        prologue = format.detectsSeparator ? .separatorHint : .skippedLines(left: format.skippedLines)
      case .separatorHint:
        guard let hint = SeparatorHint(block.bytes(scanner.position..<filled), isAll: isStreamOver, format) else {
          return false
        }
        if let separator = hint.separator {
          scanner.separate(by: separator)
          scanner.start(at: scanner.position + SeparatorHint.count)
          _ = skipToNextLine(in: block)
        }
        prologue = .skippedLines(left: format.skippedLines)
      case .skippedLines(left: 0): prologue = .over
      case .skippedLines(let left):
        if scanner.isAfterReturn {
          guard scanner.position < filled || isStreamOver else { return false }
          let isPair = block.bytes(scanner.position..<filled).first == UInt8(ascii: "\n")
          scanner.start(at: scanner.position + (isPair ? 1 : 0))
        }
        if skipToNextLine(in: block) {
          prologue = .skippedLines(left: left - 1)
        } else if isStreamOver {
          prologue = .over
        } else {
          return false
        }
      }
    }
  }
}

/// What a first line such as `sep=;` says.
private struct SeparatorHint {
  /// How many bytes a hint has without its newline.
  static let count = 5

  /// The separator, or nil where the line is no hint.
  let separator: UInt8?

  /// The hint at the start of an input; nil where more of it has to be read.
  init?(_ start: UnsafeBufferPointer<UInt8>, isAll: Bool, _ format: CSVFormat) {
    // In ASCII, this bit makes letters small, and leaves the equals sign as it is.
    let mayBegin = zip(start, "sep=".utf8).allSatisfy { $0 | 0x20 == $1 | 0x20 }
    guard start.count > Self.count || isAll || !mayBegin else { return nil }
    let isLine = start.count == Self.count || start.count > Self.count && "\r\n".utf8.contains(start[Self.count])
    guard mayBegin, isLine, format.canSeparate(Character(Unicode.Scalar(start[Self.count - 1]))) else {
      separator = nil
      return
    }
    separator = start[Self.count - 1]
  }
}
