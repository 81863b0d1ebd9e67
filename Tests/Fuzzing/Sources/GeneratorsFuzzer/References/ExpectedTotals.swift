import Generators

/// What a plain search finds in the lines of bytes, as `grep -a -c -F` counts them.
struct ExpectedTotals {
  /// After each line.
  var running: [LineTotals] = []

  init(_ bytes: [UInt8], _ texts: [[UInt8]]) {
    let parts = parts(of: texts)
    var totals = LineTotals()
    var start = 0
    while start < bytes.count {
      var end = start
      while end < bytes.count, bytes[end] != 10 { end += 1 }
      let next = min(end + 1, bytes.count)
      totals.lines += 1
      totals.bytes += next - start
      totals.matches += contains(bytes[start..<end], anyOf: parts) ? 1 : 0
      running.append(totals)
      start = next
    }
  }

  /// After every `batch` lines, and at the end.
  func every(_ batch: Int) -> [LineTotals] {
    running.indices.filter { ($0 + 1) % batch == 0 || $0 == running.count - 1 }.map { running[$0] }
  }
}

/// The texts between line feeds.
func parts(of texts: [[UInt8]]) -> [[UInt8]] {
  texts.flatMap { text in text.split(separator: 10, omittingEmptySubsequences: false).map(Array.init) }
}

/// Whether one of the parts stands somewhere in the bytes.
func contains(_ bytes: ArraySlice<UInt8>, anyOf parts: [[UInt8]]) -> Bool {
  parts.contains { part in
    guard let first = part.first else { return true }
    guard part.count <= bytes.count else { return false }
    for place in bytes.startIndex...bytes.endIndex - part.count where bytes[place] == first {
      if bytes[place..<place + part.count].elementsEqual(part) { return true }
    }
    return false
  }
}
