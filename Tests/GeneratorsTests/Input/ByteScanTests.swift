import CByteScan
import CZlib
import DecoratorsTesting
import Testing

@Suite("Scanning bytes")
struct ByteScanTests {
  @Test("Wide scans find what plain loops find, at every length around a vector's")
  func scans() {
    var generator = SeededGenerator(seed: 3)
    for length in 0...300 {
      let bytes = [UInt8].random(length, from: Array("ab\nER".utf8), using: &generator)
      let places = bytes.indices.filter { bytes[$0] == 10 }
      #expect(byte_scan_first(bytes, length, 10) == places.first ?? -1)
      #expect(byte_scan_last(bytes, length, 10) == places.last ?? -1)
      for wanted in [0, 1, 2, 7, .max] {
        var found = 0
        let end = byte_scan_skip(bytes, length, 10, wanted, &found)
        #expect(found == min(wanted, places.count))
        #expect(end == (wanted == 0 ? 0 : wanted <= places.count ? places[wanted - 1] + 1 : length))
      }
      var positions = [UInt32](repeating: 0, count: 64)
      var (begin, all) = (0, [Int]())
      while begin < length {
        let count = byte_scan_positions(bytes, begin, length, 10, &positions, positions.count, &begin)
        all += positions[..<count].map(Int.init)
      }
      #expect(all == places)
    }
  }

  @Test("The checksum is zlib's, at every length and in pieces")
  func checksum() {
    var generator = SeededGenerator(seed: 4)
    for length in 0...400 {
      let bytes = [UInt8].random(length, from: Array(0...255), using: &generator)
      let start = UInt32.random(in: 0...(.max), using: &generator)
      var sum = start
      let done = byte_scan_crc32(&sum, bytes, length)
      let rest = Array(bytes[done...])
      #expect(crc32(UInt(sum), rest, UInt32(rest.count)) == crc32(UInt(start), bytes, UInt32(length)))
    }
  }
}
