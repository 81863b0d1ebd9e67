import Generators
import Testing

@Suite("Real CSV files", .enabled(if: RealLogs.areThere, RealLogs.absence))
struct RealCSVTests {
  struct Figures: Sendable, CustomTestStringConvertible {
    let file: String
    let records: Int
    let width: Int
    /// FNV-1a, of 64 bits, over all fields as Python's `csv` has them: each followed by 0x1F, each record by 0x1E.
    let digest: UInt64

    var path: String { RealLogs.folder + "/" + file }
    var testDescription: String { file }
  }

  static let all = [
    Figures(file: "castle-solutions.csv", records: 1_350, width: 11, digest: 0xCDDF_5E17_BE4C_9511),
    Figures(file: "food-world-cup.csv", records: 1_374, width: 48, digest: 0x621C_3F77_0BD8_BB2B),
    Figures(file: "cabinet-turnover.csv", records: 380, width: 10, digest: 0xFF9E_59EF_A74D_E14B),
    Figures(file: "cr-only-variables.csv", records: 333, width: 6, digest: 0x71BA_C42B_59A7_43F3),
  ]

  private struct Digest {
    var value: UInt64 = 0xCBF2_9CE4_8422_2325
    var records = 0

    mutating func add(_ byte: UInt8) { value = (value ^ UInt64(byte)) &* 0x100_0000_01B3 }

    mutating func add(_ record: CSVRecord) {
      for field in record {
        for byte in field { add(byte) }
        add(0x1F)
      }
      add(0x1E)
      records += 1
    }
  }

  @Test("Files of all kinds have, byte for byte, the fields that Python's csv finds in them", arguments: all)
  func contents(figures: Figures) async throws {
    let digest = try withCSVRecords(at: figures.path) { records in
      records.reduce(into: Digest()) { digest, record in
        digest.add(record)
        #expect(record.count == figures.width)
      }
    }
    #expect(digest.records == figures.records)
    #expect(digest.value == figures.digest)
    let asynchronous = try await AsyncCSVRecords(at: figures.path).reduce(into: Digest()) { $0.add($1) }
    #expect(asynchronous.value == figures.digest)
  }

  @Test("All of them as one stream, each with its own header")
  func together() throws {
    let numbers = try withCSVRecords(atPaths: Self.all.map(\.path), .headed) { records in
      records.reduce(into: [String: Int]()) { $0[$1.source, default: 1] += $1.count == $1.header?.names.count ? 1 : 0 }
    }
    #expect(numbers == Dictionary(uniqueKeysWithValues: Self.all.map { ($0.path, $0.records) }))
  }

  @Test("Records of a real file are decoded by its names, behind a byte-order mark")
  func decoded() throws {
    struct Departure: Decodable {
      var president: String
      var appointee: String
      var days: Int?
    }
    let departures = try withCSVRecords(at: Self.all[2].path, .headed) { records in
      Array(records.decoded(as: Departure.self))
    }
    #expect(departures.count == 379)
    #expect(departures[0].president == "Carter")
  }
}
