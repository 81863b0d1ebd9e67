import Generators

/// Values decoded from JSON Lines: documents, damaged ones and what only looks like them, against a recursive descent.
struct JSONDecodingReader: FuzzedReader {
  static let name = "json-decoding"
  static let share = 15

  func makeInput(_ random: inout Randomness) -> Input { JSONReader().makeInput(&random) }

  /// Whether the lines are read asynchronously.
  func makeSettings(_ random: inout Randomness) -> Bool { random.oneIn(8) }

  func expectation(for input: Input, _ isAsync: Bool) -> [StrictJSON.Value?] {
    let lines = ExpectedLines(input.bytes)
    return lines.lines.indices.compactMap { index in
      let bytes = Array(lines.bytes(of: lines.lines[index]))
      let start = PlainJSON(bytes: bytes).start
      return bytes[start...].allSatisfy { [32, 9, 13].contains($0) } ? nil : .some(StrictJSON.value(of: bytes))
    }
  }

  func check(_ reads: Reads, _ isAsync: Bool, against expected: [StrictJSON.Value?]) async throws(Mismatch) {
    guard isPlain(reads.bytes) else { return }
    let found = Found()
    do {
      if isAsync {
        let lines = AsyncLines(of: AsyncReads(reads: reads))
        let values = lines.decoded(as: Tree.self, onFailure: { line, error in found.add(nil, error, line) })
        for try await value in values { found.add(value.value, nil, nil) }
      } else {
        try withLines(of: reads) { lines in
          let values = lines.decoded(as: Tree.self, onFailure: { line, error in found.add(nil, error, line) })
          for value in values { found.add(value.value, nil, nil) }
        }
      }
    } catch {
      throw Mismatch("an error: \(error)")
    }
    if let odd = found.odd { throw Mismatch(odd) }
    try Mismatch.unless(found.values == expected, "\(found.values), not \(expected)")
  }

  /// What comes, in the order of the lines.
  private final class Found: @unchecked Sendable {
    var values: [StrictJSON.Value?] = []
    var odd: String?

    func add(_ value: StrictJSON.Value?, _ error: RecordError?, _ line: Line?) {
      values.append(value)
      guard let error, let line else { return }
      let isPlace = error.errorColumn.map { (1...line.bytes.count + 1).contains($0) } ?? false
      if !isPlace || error.errorLine != line.number { odd = "the place of \(error)" }
    }
  }

  /// Any document.
  private struct Tree: Decodable {
    let value: StrictJSON.Value

    init(from decoder: any Decoder) throws {
      if let members = try? decoder.container(keyedBy: Name.self) {
        let object = try members.allKeys.map { name in
          (key: Array(name.stringValue.utf8), value: try members.decode(Tree.self, forKey: name).value)
        }
        value = .object(object.sorted { $0.key.lexicographicallyPrecedes($1.key) })
      } else if var elements = try? decoder.unkeyedContainer() {
        var array: [StrictJSON.Value] = []
        while !elements.isAtEnd { array.append(try elements.decode(Tree.self).value) }
        value = .array(array)
      } else {
        let single = try decoder.singleValueContainer()
        if single.decodeNil() {
          value = .null
        } else if let bool = try? single.decode(Bool.self) {
          value = .bool(bool)
        } else if let text = try? single.decode(String.self) {
          value = .string(Array(text.utf8))
        } else {
          value = .number(try single.decode(Double.self))
        }
      }
    }
  }

  private struct Name: CodingKey {
    var stringValue: String
    var intValue: Int? { nil }

    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }
}
