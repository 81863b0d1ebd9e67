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
  "fields": { try splitLines($0) },
  "records": { try joinLines($0) },
  "async-records": { try await joinLinesAsync($0) },
  "follow": { try await followLines($0) },
]

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

private func splitLines(_ path: String) throws -> Int {
  try withLines(at: path) { lines in
    var errors = 0
    for level in lines.fields(separatedBy: " ", maxSplits: 3).compactMap({ $0.field(2) }) {
      errors += level == "ERROR" ? 1 : 0
    }
    return errors
  }
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
