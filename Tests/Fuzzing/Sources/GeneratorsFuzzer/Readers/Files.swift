import Generators

/// Files: one or several, from any offset, going on after any line.
final class FilesReader: FuzzedReader {
  static let name = "files"
  static let share = 1

  private let file = TemporaryFile()
  private var path: String { file.path }

  struct Settings {
    var offset: Int
    var files: Int
    var threads: Int
    var isOrdered: Bool
  }

  func makeInput(_ random: inout Randomness) -> Input { random.padded(random.text(of: linePieces)) }

  func makeSettings(_ random: inout Randomness) -> Settings {
    Settings(
      offset: random.below(80),
      files: random.number(0...3),
      threads: random.number(1...3),
      isOrdered: random.oneIn(2)
    )
  }

  func expectation(for input: Input, _ settings: Settings) -> ExpectedLines { ExpectedLines(input.bytes) }

  func check(_ reads: Reads, _ settings: Settings, against expected: ExpectedLines) async throws(Mismatch) {
    guard isPlain(reads.bytes) else { return }
    file.write(reads.bytes)
    do {
      let start = LinePosition(offset: settings.offset)
      try compare(expected, from: settings.offset, numberedFrom: 1, withLines(at: path, from: start) { Array($0) })
      let lines = try withLines(at: path) { Array($0) }
      try compare(expected, from: 0, numberedFrom: 1, lines)
      for line in lines.prefix(3) + lines.suffix(2) {
        let rest = try withLines(at: path, from: line.nextPosition) { Array($0) }
        try compare(expected, from: line.nextPosition.offset, numberedFrom: line.number + 1, rest)
      }
      let paths = Array(repeating: path, count: settings.files)
      var all = try withLines(atPaths: paths) { Array($0) }[...]
      for _ in paths {
        try compare(expected, from: 0, numberedFrom: 1, Array(all.prefix(expected.lines.count)))
        all = all.dropFirst(expected.lines.count)
      }
      try Mismatch.unless(all.isEmpty, "several files have \(all.count) lines too many")
      let inOrder = try withLines(atPaths: paths) { Array($0) }
      let concurrent = try withLines(atPaths: paths, concurrently: settings.threads, ordered: settings.isOrdered) {
        Array($0)
      }
      // All files are the same one, so their lines are the same in any order.
      try Mismatch.unless(
        settings.isOrdered
          ? concurrent == inOrder : Set(concurrent) == Set(inOrder) && concurrent.count == inOrder.count,
        "files read at once have other lines"
      )
      let counts = try await mapFiles(atPaths: paths, concurrently: settings.threads) {
        $0.reduce(0) { count, _ in count + 1 }
      }
      try Mismatch.unless(
        counts == paths.map { _ in expected.lines.count },
        "files mapped at once have \(counts) lines, not \(expected.lines.count) each"
      )
    } catch let mismatch as Mismatch {
      throw Mismatch("\(settings): \(mismatch.description)")
    } catch {
      throw Mismatch("an error: \(error)")
    }
  }

  private func compare(
    _ expected: ExpectedLines,
    from offset: Int,
    numberedFrom first: Int,
    _ lines: [Line]
  ) throws(Mismatch) {
    var rest = expected
    rest.lines.removeAll { $0.range.lowerBound < offset }
    for index in rest.lines.indices { rest.lines[index].number = first + index }
    var comparison = LineComparison(rest)
    for line in lines { try comparison.take(line) }
    try comparison.finish(skipped: 0, error: nil)
  }
}
