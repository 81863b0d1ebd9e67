import Generators

/// Ways through a CSV file. All but the decoding ones give the bytes of all fields, as the peers do.
let csv: [String: @Sendable (String) async throws -> Int] = [
  "csv": { try sumFields($0) },
  "csv-records": { try countFields($0) },
  "csv-async": { try await sumFieldsAsync($0) },
  "csv-strings": { try sumStrings($0) },
  "csv-names": { try sumNamed($0) },
  "csv-decoded": { try decode($0) },
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
