import Generators

/// Fields, values and captures of lines. The files are zeek-notice.jsonl, nginx-plus-status.jsonl and
/// kafka-state-change.log made large, and the first as logfmt.
let parsing: [String: @Sendable (String) async throws -> Int] = [
  "json-flat": { try countField($0, JSONPath("note"), "SSL::Invalid_Server_Cert") },
  "json-flat-last": { try countField($0, JSONPath("suppress_for"), "3600.0") },
  "json-nested": { try sumField($0, JSONPath("requests.total")) },
  "json-nested-last": {
    try countField($0, JSONPath("stream.upstreams.postgresql_backends.peers.0.state"), "up")
  },
  "json-flat-text-path": { try countFieldByText($0, "note", "SSL::Invalid_Server_Cert") },
  "json-flat-strings": { try stringField($0, JSONPath("note")) },
  "json-flat-decoded-8": { try decode($0, as: NoticeOfEightFields.self, from: .json) },
  "json-nested-decoded-8": { try decode($0, as: StatusOfEightFields.self, from: .json) },
  "json-flat-decoded": { try decode($0, as: Notice.self, from: .json) },
  "json-nested-decoded": { try decode($0, as: Status.self, from: .json) },
  "async-json-flat": { try await countFieldAsync($0, JSONPath("note"), "SSL::Invalid_Server_Cert") },
  "logfmt-field": { try countLogfmt($0, "note", "SSL::Invalid_Server_Cert") },
  "logfmt-pairs": { try countPairs($0) },
  "logfmt-decoded": { try decode($0, as: Notice.self, from: .logfmt) },
  "regex": { try capture($0) },
  "regex-prefiltered": { try capturePrefiltered($0) },
  "regex-scalars": { try captureScalars($0) },
]

private struct Notice: Decodable { var note: String }

private struct Status: Decodable {
  struct Requests: Decodable { var total: Int }
  var requests: Requests
}

/// Eight fields of a notice, of all kinds.
private struct NoticeOfEightFields: Decodable {
  var ts: String
  var uid: String
  var p: Int
  var proto: String
  var note: String
  var msg: String
  var actions: [String]
  var suppress_for: Double
}

/// Eight fields of a status, some of them deep.
private struct StatusOfEightFields: Decodable {
  struct Connections: Decodable { var accepted: Int, dropped: Int, active: Int, idle: Int }
  struct Requests: Decodable { var total: Int, current: Int }
  struct Zone: Decodable { var processing: Int, requests: Int, discarded: Int, received: Int, sent: Int }
  struct Upstream: Decodable { var peers: [Peer] }
  struct Peer: Decodable { var id: Int, server: String, backup: Bool, weight: Int, state: String, requests: Int }

  var version: Int
  var nginx_version: String
  var address: String
  var timestamp: Int
  var connections: Connections
  var requests: Requests
  var server_zones: [String: Zone]
  var upstreams: [String: Upstream]
}

private func countField(_ path: String, _ field: JSONPath, _ text: String) throws -> Int {
  try withLines(at: path) { lines in
    var count = 0
    for line in lines where line.field(field) == text { count += 1 }
    return count
  }
}

private func countFieldByText(_ path: String, _ field: String, _ text: String) throws -> Int {
  try withLines(at: path) { lines in
    var count = 0
    for line in lines where line.field(field) == text { count += 1 }
    return count
  }
}

private func countFieldAsync(_ path: String, _ field: JSONPath, _ text: String) async throws -> Int {
  var count = 0
  for try await line in AsyncLines(at: path) where line.field(field) == text { count += 1 }
  return count
}

private func stringField(_ path: String, _ field: JSONPath) throws -> Int {
  try withLines(at: path) { lines in
    var count = 0
    for line in lines { count += line.field(field)?.string.utf8.count ?? 0 }
    return count
  }
}

private func sumField(_ path: String, _ field: JSONPath) throws -> Int {
  try withLines(at: path) { lines in
    var sum = 0
    for line in lines { sum &+= line.field(field)?.int ?? 0 }
    return sum
  }
}

private func decode<Value: Decodable>(_ path: String, as type: Value.Type, from format: LineFormat) throws -> Int {
  try withLines(at: path) { lines in
    var count = 0
    for _ in lines.decoded(as: type, from: format) { count += 1 }
    return count
  }
}

private func countLogfmt(_ path: String, _ key: String, _ text: String) throws -> Int {
  try withLines(at: path) { lines in
    var count = 0
    for line in lines where line.logfmt[key] == text { count += 1 }
    return count
  }
}

private func countPairs(_ path: String) throws -> Int {
  try withLines(at: path) { lines in
    var count = 0
    for line in lines {
      for (_, value) in line.logfmt { count += value.isFlag ? 0 : 1 }
    }
    return count
  }
}

private func capture(_ path: String) throws -> Int {
  try withLines(at: path) { lines in
    var errors = 0
    for match in lines.captures(of: #/^\[[^\]]*\] (?<level>[A-Z]+) /#) where match.level == "ERROR" { errors += 1 }
    return errors
  }
}

private func capturePrefiltered(_ path: String) throws -> Int {
  try withLines(at: path) { lines in
    var errors = 0
    for match in lines.matching("ERROR").captures(of: #/^\[[^\]]*\] (?<level>[A-Z]+) /#) where match.level == "ERROR" {
      errors += 1
    }
    return errors
  }
}

private func captureScalars(_ path: String) throws -> Int {
  try withLines(at: path) { lines in
    var errors = 0
    let regex = #/^\[[^\]]*\] (?<level>[A-Z]+) /#.matchingSemantics(.unicodeScalar)
    for match in lines.captures(of: regex) where match.level == "ERROR" { errors += 1 }
    return errors
  }
}
