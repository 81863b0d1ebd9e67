import Generators

/// Context lines around matches.
struct ContextReader: FuzzedReader {
  static let name = "context"
  static let share = 4

  struct Settings {
    var literal: String
    var before: Int
    var after: Int
    var isAsync: Bool
  }

  struct Entry: Equatable {
    var number: Int
    var isMatch: Bool
    var startsGroup: Bool

    init(number: Int, isMatch: Bool, startsGroup: Bool) {
      (self.number, self.isMatch, self.startsGroup) = (number, isMatch, startsGroup)
    }

    init(_ entry: ContextLine) {
      self.init(number: entry.line.number, isMatch: entry.isMatch, startsGroup: entry.startsGroup)
    }
  }

  func makeInput(_ random: inout Randomness) -> Input { random.padded(random.text(of: linePieces)) }

  func makeSettings(_ random: inout Randomness) -> Settings {
    Settings(
      literal: random.element(of: ["a", "ERROR", "|", "é", "aa"]),
      before: random.below(4),
      after: random.below(4),
      isAsync: random.oneIn(4)
    )
  }

  func expectation(for input: Input, _ settings: Settings) -> [Entry] {
    let literal = Array(settings.literal.utf8)
    let isMatch = ExpectedLines(input.bytes).lines.map { line in
      let line = input.bytes[line.range]
      return line.indices.contains { line[$0...].starts(with: literal) }
    }
    // How far each line is from the last match before it and the next one after it.
    var near = isMatch
    for (index, matches) in isMatch.enumerated() where matches {
      for other in max(0, index - settings.before)..<min(isMatch.count, index + settings.after + 1) {
        near[other] = true
      }
    }
    return isMatch.indices.filter { near[$0] }.map { index in
      Entry(number: index + 1, isMatch: isMatch[index], startsGroup: index == 0 || !near[index - 1])
    }
  }

  func check(_ reads: Reads, _ settings: Settings, against expected: [Entry]) async throws(Mismatch) {
    guard isPlain(reads.bytes) else { return }
    let (literals, before, after) = (Literals([settings.literal]), settings.before, settings.after)
    var found: [Entry] = []
    do {
      if settings.isAsync {
        for try await entry in AsyncLines(of: AsyncReads(reads: reads)).context(
          around: literals,
          before: before,
          after: after
        ) {
          found.append(Entry(entry))
        }
      } else {
        found = try withLines(of: reads) { $0.context(around: literals, before: before, after: after).map(Entry.init) }
      }
    } catch {
      throw Mismatch("an error: \(error)")
    }
    try Mismatch.unless(found == expected, "\(settings): \(found), not \(expected)")
  }
}
