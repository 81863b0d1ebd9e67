import CByteScan
import DecoratorsTesting
import Testing

@Suite("Scanning CSV")
struct CSVScanTests {
  /// What a scan has found.
  private struct Found: Equatable {
    var fields: [[UInt32]] = []
    var records: [[UInt32]] = []
    var isWhole = false
  }

  /// Scans `bytes` up to each of `stops`, with room that may be too little at first, and to the end.
  private func scan(
    _ bytes: [UInt8],
    _ way: csv_way,
    stops: [Int] = [],
    escape: Character = "\"",
    extras: Int = 0,
    room: Int = 1_024
  ) -> Found? {
    var (fields, records) = ([csv_field](repeating: csv_field(), count: room), [csv_record]())
    records = [csv_record](repeating: csv_record(), count: room)
    var scan = csv_scan()
    scan.separator = UInt8(ascii: ",")
    scan.quote = UInt8(ascii: "\"")
    scan.quoting = extras == 5 ? 0 : .max
    scan.escape = escape.asciiValue!
    scan.trims = extras & 1 == 1
    scan.is_strict = extras & 2 == 2
    scan.has_comments = extras & 4 == 4
    scan.comment = UInt8(ascii: "#")
    (scan.field_capacity, scan.record_capacity) = (room, room)
    for stop in stops + [bytes.count] {
      while scan.at < stop {
        let isThere = fields.withUnsafeMutableBufferPointer { fields in
          records.withUnsafeMutableBufferPointer { records in
            (scan.fields, scan.records) = (fields.baseAddress, records.baseAddress)
            return csv_scan_run_in_way(way, &scan, bytes, stop)
          }
        }
        guard isThere else { return nil }
        guard scan.at < stop, scan.mode != csv_at_stray_quote else { break }
        fields += [csv_field](repeating: csv_field(), count: room)
        records += [csv_record](repeating: csv_record(), count: room)
        scan.field_capacity += room
        scan.record_capacity += room
      }
    }
    fields.append(csv_field())
    records.append(csv_record())
    let isWhole = fields.withUnsafeMutableBufferPointer { fields in
      records.withUnsafeMutableBufferPointer { records in
        (scan.fields, scan.records) = (fields.baseAddress, records.baseAddress)
        return csv_scan_finish(&scan, bytes)
      }
    }
    return Found(
      fields: fields[..<scan.field_count].map { [$0.start, $0.end] },
      records: records[..<scan.record_count].map { [$0.start, $0.end, $0.first, $0.last, $0.ordinal, $0.line] },
      isWhole: isWhole
    )
  }

  @Test("Wide scans find what portable ones find, wherever they stop, at every length around a window's")
  func ways() {
    var generator = SeededGenerator(seed: 5)
    let alphabets = ["a,b\n", "\"a,\r\n", "\"\"\\,\r\nab", "abcdefghijk,\n\"", "\"ab ,#\r\n", "abcdefg ,#\n"].map {
      Array($0.utf8)
    }
    for length in 0...300 {
      for alphabet in alphabets {
        let bytes = [UInt8].random(length, from: alphabet, using: &generator)
        let escape: Character = length.isMultiple(of: 2) ? "\"" : "\\"
        let extras = Int.random(in: 0..<8, using: &generator)
        let expected = scan(bytes, csv_portably, escape: escape, extras: extras)
        var stops = (0..<5).map { _ in Int.random(in: 0...length, using: &generator) }.sorted()
        if length % 10 == 0 { stops = Array(0...length) }
        for way in [csv_portably, csv_with_sse2, csv_with_avx2] {
          // A processor need not have all ways.
          guard let found = scan(bytes, way, stops: stops, escape: escape, extras: extras, room: 64) else { continue }
          #expect(found == expected, "\(way) of \(bytes) stopping at \(stops)")
        }
      }
    }
    #if arch(x86_64)
      #expect(scan([97], csv_with_sse2) != nil)
    #endif
  }
}
