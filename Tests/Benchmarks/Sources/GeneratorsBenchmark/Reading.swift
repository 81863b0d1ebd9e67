import Generators

let reading: [String: @Sendable (String) async throws -> Int] = [
  "count": { try count($0) },
  "count-batches": { try countInBatches($0) },
  "count-two": { try count($0, matching: ["ERROR", "FATAL"]) },
  "async-count-batches": { try await countInBatchesAsync($0) },
  "bytes": { try filterByteLines($0) },
  "strings": { try filterStringLines($0) },
  "async-bytes": { try await filterByteLinesAsync($0) },
  "lines": { try walkLines($0) },
  "matching": { try matchLines($0) },
  "fields": { try splitLines($0, " ") },
  "fields-whitespace": { try splitLines($0, .whitespace) },
  "timestamps": { try readTimestamps($0, .kafka()) },
  "timestamps-common-log": { try readTimestamps($0, .commonLog, after: "[") },
  "timestamps-alone": { try parseTimestamps($0) },
  "context": { try contextLines($0) },
  "async-context": { try await contextLinesAsync($0) },
  "containers": { try containerLines($0) },
  "async-containers": { try await containerLinesAsync($0) },
  "records": { try joinLines($0) },
  "async-records": { try await joinLinesAsync($0) },
  "follow": { try await followLines($0) },
  "count-one-thread": { try countOnOneThread($0) },
  "count-files": { try countFiles($0) },
  "async-count-files": { try await countFilesAsync($0) },
  "lines-files": { try walkFiles($0) },
  "map-files": { try mapAndCount($0) },
  "async-map-files": { try await mapAndCountAsync($0) },
  "concurrent-lines-files": { try walkFilesConcurrently($0, ordered: false) },
  "ordered-lines-files": { try walkFilesConcurrently($0, ordered: true) },
  "async-lines-files": { try await walkFilesAsync($0) },
  "async-concurrent-lines-files": { try await walkFilesConcurrentlyAsync($0) },
  "concurrent-fields-files": { try splitFilesConcurrently($0) },
  "fields-files": { try splitFiles($0) },
]

private func countOnOneThread(_ path: String) throws -> Int {
  try withLines(at: path) { lines in lines.count(matching: "ERROR", concurrently: 1).matches }
}

private func countFiles(_ pattern: String) throws -> Int {
  try withLines(atPaths: paths(matching: pattern)) { lines in lines.count(matching: "ERROR").matches }
}

private func countFilesAsync(_ pattern: String) async throws -> Int {
  try await AsyncLines(atPaths: paths(matching: pattern)).count(matching: "ERROR").matches
}

private func walkFiles(_ pattern: String) throws -> Int {
  try withLines(atPaths: paths(matching: pattern)) { lines in lines.reduce(0) { count, _ in count + 1 } }
}

private func mapAndCount(_ pattern: String) throws -> Int {
  let totals = try mapFiles(atPaths: paths(matching: pattern)) { lines in lines.count(matching: "ERROR") }
  return totals.reduce(LineTotals(), +).matches
}

private func mapAndCountAsync(_ pattern: String) async throws -> Int {
  let totals = try await mapFiles(atPaths: paths(matching: pattern)) { lines in lines.count(matching: "ERROR") }
  return totals.reduce(LineTotals(), +).matches
}

private func walkFilesConcurrently(_ pattern: String, ordered: Bool) throws -> Int {
  try withLines(atPaths: paths(matching: pattern), concurrently: Processors.available, ordered: ordered) { lines in
    lines.reduce(0) { count, _ in count + 1 }
  }
}

private func walkFilesAsync(_ pattern: String) async throws -> Int {
  try await AsyncLines(atPaths: paths(matching: pattern)).reduce(0) { count, _ in count + 1 }
}

private func walkFilesConcurrentlyAsync(_ pattern: String) async throws -> Int {
  try await withLines(atPaths: paths(matching: pattern), concurrently: Processors.available, ordered: false) { lines in
    try await lines.reduce(0) { count, _ in count + 1 }
  }
}

private func splitFiles(_ pattern: String) throws -> Int {
  try withLines(atPaths: paths(matching: pattern)) { lines in
    lines.fields(separatedBy: " ", maxSplits: 3).reduce(0) { $0 + ($1.field(2) == "ERROR" ? 1 : 0) }
  }
}

private func splitFilesConcurrently(_ pattern: String) throws -> Int {
  let counts = try mapFiles(atPaths: paths(matching: pattern)) { lines in
    lines.fields(separatedBy: " ", maxSplits: 3).reduce(0) { $0 + ($1.field(2) == "ERROR" ? 1 : 0) }
  }
  return counts.reduce(0, +)
}

private func count(_ path: String, matching literals: Literals = "ERROR") throws -> Int {
  try withLines(at: path) { lines in lines.count(matching: literals).matches }
}

private func countInBatches(_ path: String) throws -> Int {
  try withLines(at: path) { lines in
    var matches = 0
    for totals in lines.counted(matching: "ERROR", every: 1_000) { matches = totals.matches }
    return matches
  }
}

private func countInBatchesAsync(_ path: String) async throws -> Int {
  var matches = 0
  for try await totals in AsyncLines(at: path).counted(matching: "ERROR", every: 1_000) { matches = totals.matches }
  return matches
}

private func filterByteLines(_ path: String) throws -> Int {
  try withLines(at: path) { lines in
    var errors = 0
    for batch in lines.chunks(of: 1_000) {
      errors += batch.filter { $0.contains("ERROR") }.count
    }
    return errors
  }
}

private func filterByteLinesAsync(_ path: String) async throws -> Int {
  var errors = 0
  for try await batch in AsyncLines(at: path).chunks(of: 1_000) {
    errors += batch.filter { $0.contains("ERROR") }.count
  }
  return errors
}

private func filterStringLines(_ path: String) throws -> Int {
  let literals: Literals = "ERROR"
  return try withLines(at: path) { lines in
    var errors = 0
    for batch in lines.map(\.string).chunks(of: 1_000) {
      errors += batch.filter { literals.matches($0) }.count
    }
    return errors
  }
}

private func walkLines(_ path: String) throws -> Int {
  try withLines(at: path) { lines in
    var bytes = 0
    for line in lines { bytes += line.bytes.count }
    return bytes
  }
}

private func matchLines(_ path: String) throws -> Int {
  try withLines(at: path) { lines in
    var errors = 0
    for line in lines.matching("ERROR") { errors += line.number > 0 ? 1 : 0 }
    return errors
  }
}

private func splitLines(_ path: String, _ separator: FieldSeparator) throws -> Int {
  try withLines(at: path) { lines in
    var errors = 0
    for level in lines.fields(separatedBy: separator, maxSplits: 3).compactMap({ $0.field(2) }) {
      errors += level == "ERROR" ? 1 : 0
    }
    return errors
  }
}

private func readTimestamps(_ path: String, _ format: TimestampFormat, after text: String? = nil) throws -> Int {
  try withLines(at: path) { lines in
    var sum = 0
    for line in lines {
      let time = text.map { line.timestamp(format, after: $0) } ?? line.timestamp(format)
      sum &+= Int(time?.secondsSinceEpoch ?? 0)
    }
    return sum
  }
}

/// Ten million time stamps of each format, each of which is a field as a whole.
private func parseTimestamps(_ path: String) throws -> Int {
  let formats: [(name: String, text: String, format: TimestampFormat)] = [
    ("rfc3339", "2026-01-02T03:04:05.678Z", .rfc3339), ("kafka", "2026-01-02 03:04:05,678", .kafka()),
    ("syslog", "Jan  2 03:04:05", .syslog(year: 2026)), ("common log", "02/Jan/2026:03:04:05 +0000", .commonLog),
    ("epoch", "1767323045", .epochSeconds), ("pattern", "2026-01-02 03:04:05,678", .pattern("%Y-%m-%d %H:%M:%S,%f")),
  ]
  var sum = 0
  for (name, text, format) in formats {
    let fields = try withLines(of: Array(String(repeating: text + "\n", count: 100).utf8)) { Array($0.map(\.bytes)) }
    let start = ContinuousClock.now
    for _ in 0..<100_000 {
      for field in fields { sum &+= Int(field.timestamp(format)?.secondsSinceEpoch ?? 0) }
    }
    print("\(name): \((ContinuousClock.now - start) / .nanoseconds(10_000_000)) ns")
  }
  return sum
}

private func contextLines(_ path: String) throws -> Int {
  try withLines(at: path) { lines in
    var count = 0
    for entry in lines.context(around: "ERROR", before: 2, after: 2) { count += entry.isMatch ? 1 : 0 }
    return count
  }
}

private func contextLinesAsync(_ path: String) async throws -> Int {
  var count = 0
  for try await entry in AsyncLines(at: path).context(around: "ERROR", before: 2, after: 2) {
    count += entry.isMatch ? 1 : 0
  }
  return count
}

private func containerLines(_ path: String) throws -> Int {
  let format = try containerFormat(path)
  return try withLines(at: path) { lines in
    var bytes = 0
    for entry in lines.containerEntries(in: format) { bytes += entry.line.bytes.count }
    return bytes
  }
}

private func containerLinesAsync(_ path: String) async throws -> Int {
  let format = try containerFormat(path)
  var bytes = 0
  for try await entry in AsyncLines(at: path).containerEntries(in: format) { bytes += entry.line.bytes.count }
  return bytes
}

private func containerFormat(_ path: String) throws -> ContainerFormat {
  try withLines(at: path) { lines in lines.first { _ in true }?.bytes.first == UInt8(ascii: "{") ? .docker : .cri }
}

private func joinLines(_ path: String) throws -> Int {
  try withLines(at: path) { lines in
    var read = 0
    for record in lines.records(startingWith: "[") { read += record.lines.count }
    return read
  }
}

private func joinLinesAsync(_ path: String) async throws -> Int {
  var read = 0
  for try await record in AsyncLines(at: path).records(startingWith: "[") { read += record.lines.count }
  return read
}

/// To the end of what is there.
private func followLines(_ path: String) async throws -> Int {
  let lines = try withLines(at: path) { $0.reduce(0) { count, _ in count + 1 } }
  var read = 0
  for try await _ in FollowedLines(at: path, from: .beginning) {
    read += 1
    if read == lines { break }
  }
  return read
}
