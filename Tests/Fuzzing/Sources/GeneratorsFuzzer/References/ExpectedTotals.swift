import Generators

/// What a plain search finds in the lines of bytes, as `grep -a -c -F` counts them.
struct ExpectedTotals {
  /// After each line.
  var running: [LineTotals] = []

  init(_ bytes: [UInt8], _ texts: SearchedTexts) {
    var totals = LineTotals()
    var start = 0
    while start < bytes.count {
      var end = start
      while end < bytes.count, bytes[end] != 10 { end += 1 }
      let next = min(end + 1, bytes.count)
      totals.lines += 1
      totals.bytes += next - start
      totals.matches += texts.areFound(in: bytes[start..<end]) ? 1 : 0
      running.append(totals)
      start = next
    }
  }

  /// After every `batch` lines, and at the end.
  func every(_ batch: Int) -> [LineTotals] {
    running.indices.filter { ($0 + 1) % batch == 0 || $0 == running.count - 1 }.map { running[$0] }
  }
}
