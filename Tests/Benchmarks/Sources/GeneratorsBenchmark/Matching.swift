import Generators

/// Many literals and regular expressions. The literals are the lines of a file beside the log, with `.literals` appended to
/// its name; the expression is the first line of the one with `.pattern` appended. `Peers/compare_matching.py` makes both.
let matching: [String: @Sendable (String) async throws -> Int] = [
  "literals": { path in try count(path, Literals(texts(beside: path))) },
  "literals-lines": { path in try countLines(path, Literals(texts(beside: path))) },
  "literals-ignoring-case": { path in try count(path, Literals(texts(beside: path), ignoringCase: true)) },
  "literals-words": { path in try count(path, Literals(texts(beside: path), wholeWords: true)) },
  "literals-words-ignoring-case": { path in
    try count(path, Literals(texts(beside: path), ignoringCase: true, wholeWords: true))
  },
  "expression": { try countExpression($0) },
  "expression-lines": { try countExpressionLines($0) },
  "prepare-literals": { path in
    let texts = try texts(beside: path)
    var matches = 0
    for _ in 0..<100 { matches += Literals(texts).matches("") ? 1 : 0 }
    return matches
  },
]

private func texts(beside path: String) throws -> [String] {
  try withLines(at: path + ".literals") { $0.map(\.string) }
}

private func count(_ path: String, _ literals: Literals) throws -> Int {
  try withLines(at: path) { $0.count(matching: literals).matches }
}

private func countLines(_ path: String, _ literals: Literals) throws -> Int {
  try withLines(at: path) { lines in
    var matches = 0
    for line in lines.matching(literals) { matches += line.number > 0 ? 1 : 0 }
    return matches
  }
}

private func pattern(beside path: String) throws -> Regex<AnyRegexOutput> {
  try Regex(try withLines(at: path + ".pattern") { $0.first { _ in true }?.string ?? "" })
}

private func countExpression(_ path: String) throws -> Int {
  let regex = try pattern(beside: path)
  return try withLines(at: path) { $0.count(matching: regex).matches }
}

private func countExpressionLines(_ path: String) throws -> Int {
  let regex = try pattern(beside: path)
  return try withLines(at: path) { lines in
    var matches = 0
    for line in lines.matching(regex) { matches += line.number > 0 ? 1 : 0 }
    return matches
  }
}
