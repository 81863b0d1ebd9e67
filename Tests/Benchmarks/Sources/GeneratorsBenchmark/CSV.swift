import Generators

/// Ways through a CSV file. All but the decoding ones give the bytes of all fields, as the peers do.
let csv: [String: @Sendable (String) async throws -> Int] = [
  "csv": { try sumFields($0) },
  "csv-records": { try countFields($0) },
  "csv-async": { try await sumFieldsAsync($0) },
  "csv-strings": { try sumStrings($0) },
  "csv-names": { try sumNamed($0) },
  "csv-decoded": { try decode($0) },
  "csv-files": { try countFieldsOfFiles($0) },
  "concurrent-csv-files": { try countFieldsConcurrently($0, ordered: false) },
  "ordered-csv-files": { try countFieldsConcurrently($0, ordered: true) },
]

/// Ways of writing, which give the bytes written. All but the encoding ones read the records of a file once before, and
/// write them to memory that is used again, as the peers do.
let writing: [String: @Sendable (String) async throws -> Int] = [
  "csv-write": { try writeRecords($0) },
  "csv-write-strings": { try writeStrings($0) },
  "csv-copy": { try copyRecords($0) },
  "csv-copy-async": { try await copyRecordsAsync($0) },
  "csv-encoded": { try encodeSales($0) },
  "json-encoded": { try encodeEvents($0) },
]

private func sumFields(_ path: String) throws -> Int {
  try withCSVRecords(at: path) { records in
    var bytes = 0
    for record in records {
      for field in record { bytes += field.count }
    }
    return bytes
  }
}

private func countFields(_ path: String) throws -> Int {
  try withCSVRecords(at: path) { records in
    var fields = 0
    for record in records { fields += record.count }
    return fields
  }
}

private func countFieldsOfFiles(_ pattern: String) throws -> Int {
  try withCSVRecords(atPaths: paths(matching: pattern)) { records in records.reduce(0) { $0 + $1.count } }
}

private func countFieldsConcurrently(_ pattern: String, ordered: Bool) throws -> Int {
  let paths = try paths(matching: pattern)
  return try withCSVRecords(atPaths: paths, concurrently: Processors.available, ordered: ordered) { records in
    records.reduce(0) { $0 + $1.count }
  }
}

private func sumFieldsAsync(_ path: String) async throws -> Int {
  var bytes = 0
  for try await record in AsyncCSVRecords(at: path) {
    for field in record { bytes += field.count }
  }
  return bytes
}

private func sumStrings(_ path: String) throws -> Int {
  try withCSVRecords(at: path) { records in
    var bytes = 0
    for record in records {
      for field in record { bytes += field.string.utf8.count }
    }
    return bytes
  }
}

private func sumNamed(_ path: String) throws -> Int {
  try withCSVRecords(at: path, .headed) { records in
    var (bytes, iterator) = (0, records.makeIterator())
    var name: String?
    while let record = iterator.next() {
      if name == nil { name = record.header?.names.first }
      bytes += record[name ?? ""]?.count ?? 0
    }
    return bytes
  }
}

private struct Departure: Decodable {
  var president: String
  var length: Int?
}

/// Of `cabinet-turnover.csv` only, in which a few lengths are no numbers.
private func decode(_ path: String) throws -> Int {
  let failures = FailureCount()
  return try withCSVRecords(at: path, .headed) { records in
    records.decoded(as: Departure.self, countingFailures: failures).reduce(0) { $0 &+ ($1.length ?? 0) }
  }
}

// MARK: Writing

/// Some of the file's records, which are written over and over until they are 200 MB.
private func sample(_ path: String) throws -> [CSVRecord] {
  try withCSVRecords(at: path) { Array($0.prefix(20_000)) }
}

private let bytesToWrite = 200_000_000

private func writeRecords(_ path: String) throws -> Int {
  let records = try sample(path)
  var count = 0
  let start = ContinuousClock.now
  try withCSVWriter(to: .closure { count += $0.count }) { writer in
    while count < bytesToWrite { for record in records { try writer.write(record) } }
  }
  print("writing alone: \((ContinuousClock.now - start) / .seconds(1)) s")
  return count
}

private func writeStrings(_ path: String) throws -> Int {
  let records = try sample(path).map { $0.map(\.string) }
  var count = 0
  let start = ContinuousClock.now
  try withCSVWriter(to: .closure { count += $0.count }) { writer in
    while count < bytesToWrite { for record in records { try writer.write(record) } }
  }
  print("writing alone: \((ContinuousClock.now - start) / .seconds(1)) s")
  return count
}

private func copyRecords(_ path: String) throws -> Int {
  try withCSVRecords(at: path) { records in
    try withCSVWriter(to: "/dev/null") { writer in
      for record in records { try writer.write(record) }
      return writer.recordCount
    }
  }
}

private func copyRecordsAsync(_ path: String) async throws -> Int {
  try await withCSVWriter(to: "/dev/null") { writer in
    for try await record in AsyncCSVRecords(at: path) { try await writer.write(record) }
    return writer.recordCount
  }
}

private struct Sale: Codable {
  var id = 123_456
  var customer = "Ann Example"
  var city = "Berlin, Mitte"
  var amount = 1_234.5
  var count = 3
  var isPaid = true
  var note: String? = nil
  var status = "shipped"
}

private func encodeSales(_ path: String) throws -> Int {
  var count = 0
  try withCSVWriter(to: .closure { count += $0.count }, .headed) { writer in
    var sale = Sale()
    while count < bytesToWrite / 2 {
      sale.id += 1
      try writer.encode(sale)
    }
  }
  return count
}

private func encodeEvents(_ path: String) throws -> Int {
  var count = 0
  try withJSONLinesWriter(to: .closure { count += $0.count }) { writer in
    var sale = Sale()
    while count < bytesToWrite / 2 {
      sale.id += 1
      try writer.encode(sale)
    }
  }
  return count
}
