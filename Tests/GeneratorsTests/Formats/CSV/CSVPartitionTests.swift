import DecoratorsTesting
import Testing

@testable import Generators

/// Any partition of the same bytes into reads gives the same records (rule G11).
@Suite("CSV in parts")
struct CSVPartitionTests {
  /// How many random inputs are read. More find no more, unless the code has changed.
  private static let rounds = 30_000

  /// Every choice of what is left out, with one combination of the other options after the other.
  private static let formats: [CSVFormat] = {
    var formats: [CSVFormat] = []
    for header: CSVFormat.Header in [.none, .firstRecord, .names(["x", "y"])] {
      for ragged: CSVFormat.Ragged in [.fail, .skip, .allow] {
        for damaged: CSVFormat.Damaged in [.fail, .skip] {
          for limit in [1, 4, 12, 60, 1_048_576] {
            for escapes in [false, true] {
              for extra in 0..<16 {
                let quote: Character? = extra % 5 == 4 && !escapes ? nil : extra % 5 == 3 ? "'" : "\""
                formats.append(
                  CSVFormat(
                    separator: escapes ? ";" : extra == 9 ? " " : ",",
                    quote: quote,
                    comment: [nil, "#", nil, "\\"][escapes ? extra % 3 : extra % 4],
                    header: header,
                    duplicateNames: [.allow, .suffix, .fail][extra % 3],
                    skippedLines: extra % 7 == 6 ? 2 : 0,
                    detectsSeparator: extra % 6 == 5,
                    trimsFields: extra & 2 == 2,
                    nullTexts: ["", "a", "ab"],
                    strictQuotes: extra & 4 == 4,
                    ragged: ragged,
                    damaged: damaged,
                    limit: limit,
                    backslashEscapes: escapes
                  )
                )
              }
              formats.append(
                CSVFormat(
                  separator: escapes ? ";" : ",",
                  header: header,
                  duplicateNames: .allow,
                  ragged: ragged,
                  damaged: damaged,
                  limit: limit,
                  backslashEscapes: escapes
                )
              )
            }
          }
        }
      }
    }
    return formats
  }()

  @Test(
    "G11: every partition of the same bytes gives the same records",
    arguments: [
      "\u{FEFF}a,\"\"\r\nb,", "\"a\"\"b\"\r\"c\n", "x,\"y\r\n\"z\n\r\n", "\"\"\"\",\"\"\n\r\r", "a,\"b\nc,\"\"d",
      "sep=;\r\n#\r\n \"a\" ", "SEP=;\r\r\n# \n\"a\" ;b", "a\"b\n\r\n#c\r\nd", "\"a\" x,\n #\nb\t",
    ]
  )
  func everyPartition(text: String) {
    let bytes = Array(text.utf8)
    let everything = CSVFormat(
      comment: "#",
      skippedLines: 1,
      detectsSeparator: true,
      trimsFields: true,
      strictQuotes: true,
      ragged: .allow,
      damaged: .skip
    )
    for format in [CSVFormat(ragged: .allow), CSVFormat(ragged: .skip, damaged: .skip, limit: 4), everything] {
      let expected = PlainCSV(bytes, format)
      for chunks in bytes.allPartitions { #expect(PlainCSV(reading: chunks, format) == expected, "\(chunks)") }
    }
    let packed = bytes.gzipped
    for size in [1, 2, 5, 1_000] {
      #expect(PlainCSV(reading: packed.inChunks(of: size), .standard) == PlainCSV(bytes, .standard))
    }
  }

  @Test("G11: random bytes in random reads, in every format, have the records that a plain parser finds")
  func random() {
    var generator = SeededGenerator(seed: 11)
    let alphabets = [
      "\"\",;\r\n\\ab", "\"a,;\n", "\",;abcdefgh\r\n", "ab,;\n", "\"' #,;a\r\n", "\"'\t #a,;\n\\", "  \",;#\n",
    ].map { Array($0.utf8) }
    for round in 0..<Self.rounds {
      let format = Self.formats[round % Self.formats.count]
      let length = Int.random(in: 0...(round % 20 == 0 ? 400 : 60), using: &generator)
      let start = Int.random(in: 0..<4, using: &generator) == 0 ? Array("sep=\(["|", ";", "#"][round % 3])\n".utf8) : []
      let bytes = start + [UInt8].random(length, from: alphabets.randomElement(using: &generator)!, using: &generator)
      let largest = [1, 3, 20, 400].randomElement(using: &generator)!
      let chunks = bytes.inRandomChunks(upTo: largest, using: &generator)
      let read = round.isMultiple(of: 2) ? PlainCSV(reading: chunks, format) : Self.readInSmallBlocks(chunks, format)
      guard read != PlainCSV(bytes, format).shown else { continue }
      Issue.record("\(String(decoding: bytes, as: UTF8.self).debugDescription) in reads of \(largest), \(format)")
      return
    }
  }

  @Test("G11: random bytes longer than blocks and tables have the records that a plain parser finds")
  func longerThanBlocks() {
    var generator = SeededGenerator(seed: 12)
    for round in 0..<16 {
      let format = Self.formats[Int.random(in: 0..<Self.formats.count, using: &generator)]
      let piece = [UInt8].random(5_000, from: Array("\"\"\",,;\n\\abcdefghij".utf8), using: &generator)
      let bytes = Array(repeatElement(piece, count: 20 + round).joined()) + Array("end".utf8)
      let chunks = bytes.inRandomChunks(upTo: [5_000, 300_000].randomElement(using: &generator)!, using: &generator)
      let isSame = PlainCSV(reading: chunks, format) == PlainCSV(bytes, format).shown
      #expect(isSame, "round \(round), \(format)")
    }
  }

  /// As the package reads, but in blocks of 64 bytes, so that unfinished records are moved all the time. Some records
  /// are kept, and have to be the same at the end.
  private static func readInSmallBlocks(_ chunks: [[UInt8]], _ format: CSVFormat) -> PlainCSV {
    let skipped = SkippedLines()
    let blocks = CSVBlocks(DecodedSource(ChunkSource(chunks.makeIterator())), format, skipped: skipped, blockSize: 64)
    let cursor = SharedCSVCursor()
    var (records, kept, header) = ([PlainRecord](), [(Int, CSVRecord)](), [String]?.none)
    var thrown: (any Error)?
    do {
      while true {
        cursor.unload()
        guard let piece = try blocks.next() else { break }
        cursor.load(piece)
        while let record = cursor.next() {
          if record.number % 3 == 0 { kept.append((records.count, record)) }
          records.append(PlainRecord(record))
          header = record.header?.names
        }
      }
    } catch {
      thrown = error
    }
    for (index, record) in kept where PlainRecord(record) != records[index] {
      Issue.record("A record has changed after it was given out: \(records[index]) to \(PlainRecord(record)).")
    }
    return PlainCSV(records: records, header: header, skipped: skipped.count, failure: thrown)
  }
}
