import Generators

/// What a plain search finds in the lines of bytes, without their line ends and the byte-order mark.
struct ExpectedTotals {
  /// After each line.
  var running: [LineTotals] = []

  init(_ bytes: [UInt8], _ texts: SearchedTexts) {
    var totals = LineTotals()
    var start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    totals.bytes = start
    while start < bytes.count {
      var end = start
      while end < bytes.count, bytes[end] != 10 { end += 1 }
      let next = min(end + 1, bytes.count)
      totals.lines += 1
      totals.bytes += next - start
      totals.matches += texts.areFound(in: bytes[start..<(end > start && bytes[end - 1] == 13 ? end - 1 : end)]) ? 1 : 0
      running.append(totals)
      start = next
    }
    if running.isEmpty, totals.bytes > 0 { running.append(totals) }
  }

  /// After every `batch` lines, and at the end.
  func every(_ batch: Int) -> [LineTotals] {
    running.indices.filter { ($0 + 1) % batch == 0 || $0 == running.count - 1 }.map { running[$0] }
  }
}
