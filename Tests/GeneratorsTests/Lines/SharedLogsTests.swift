import Generators
import Testing

/// What the README of the logs says of each file: whatever way it is read, it comes to the same.
@Suite("Shared logs", .enabled(if: RealLogs.areThere, RealLogs.absence))
struct SharedLogsTests {
  /// What one pass over the lines adds up.
  private struct Sums: Equatable {
    var lines = 0
    var errors = 0
    var bytes = 0
    var longest = 0
    var invalidLines = 0
    var invalidSequences = 0
    var replacementCharacters = 0

    init() {}

    init(_ figures: RealLogs.Figures) {
      lines = figures.lines
      errors = figures.errors
      bytes = figures.bytes
      longest = figures.longest
      invalidLines = figures.invalidLines
      invalidSequences = figures.invalidSequences
      replacementCharacters = figures.replacementCharacters
    }

    mutating func add(_ line: Line) {
      let end = line.nextPosition.offset
      let hasLineFeed = end - line.offset > line.bytes.count
      lines += 1
      errors += line.contains("ERROR") ? 1 : 0
      longest = max(longest, end - bytes - (hasLineFeed ? 1 : 0))
      bytes = end
      let invalid = line.invalidSequences
      invalidLines += invalid > 0 ? 1 : 0
      invalidSequences += invalid
      guard invalid > 0 || line.contains("\u{FFFD}") else { return }
      replacementCharacters += line.string.unicodeScalars.count { $0 == "\u{FFFD}" }
    }
  }

  @Test(
    "G5: lines, matches, bytes, the longest line and invalid sequences, by synchronous lines",
    arguments: RealLogs.all
  )
  func lines(figures: RealLogs.Figures) throws {
    let sums = try withLines(at: figures.path) { lines in
      lines.reduce(into: Sums()) { $0.add($1) }
    }
    #expect(sums == Sums(figures))
  }

  @Test("G5: the same by asynchronous lines", arguments: RealLogs.all)
  func asyncLines(figures: RealLogs.Figures) async throws {
    var sums = Sums()
    for try await line in AsyncLines(at: figures.path) { sums.add(line) }
    #expect(sums == Sums(figures))
  }

  @Test("Counts are those of grep, at once, in batches and asynchronously", arguments: RealLogs.all)
  func counts(figures: RealLogs.Figures) async throws {
    let expected = LineTotals(lines: figures.lines, matches: figures.errors, bytes: figures.bytes)
    let batched = try withLines(at: figures.path) { Array($0.counted(matching: "ERROR", every: 1_000)) }
    #expect(batched.last == expected)
    #expect(batched.count == (figures.lines + 999) / 1_000)
    #expect(try withLines(at: figures.path) { lines in lines.count(matching: "ERROR") } == expected)
    #expect(try await AsyncLines(at: figures.path).count(matching: "ERROR") == expected)
  }

  @Test("All files in a row have the lines of each")
  func series() throws {
    let lines = try withLines(atPaths: RealLogs.all.map(\.path)) { lines in
      lines.reduce(into: [String: Int]()) { $0[$1.source, default: 0] += 1 }
    }
    #expect(lines == Dictionary(uniqueKeysWithValues: RealLogs.all.map { ($0.path, $0.lines) }))
  }
}

/// The rows "Counts by …" of the README, each by the stages that a user would take.
@Suite("Counts by column in shared logs", .enabled(if: RealLogs.areThere, RealLogs.absence))
struct SharedLogsCountsTests {
  private func counts(_ file: String, by key: (Line) -> String?) throws -> [String: Int] {
    try withLines(at: RealLogs.folder + "/" + file) { lines in
      lines.reduce(into: [:]) { $0[key($1) ?? "none", default: 0] += 1 }
    }
  }

  @Test("Levels by an expression at the start of the line")
  func expression() throws {
    let level = #/\[[^\]]*\] ([A-Z]+) /#
    let stateChanges = try counts("kafka-state-change.log") { line in
      line.string.prefixMatch(of: level).map { String($0.1) }
    }
    #expect(stateChanges == ["TRACE": 3_291, "ERROR": 114, "none": 1_902])
    let server = try counts("kafka-server.log") { line in line.string.prefixMatch(of: level).map { String($0.1) } }
    #expect(server == ["INFO": 259, "ERROR": 14, "WARN": 4, "none": 138])
    let laravelLevel = #/\[[^\]]*\] \w+\.([A-Z]+): /#
    let laravel = try counts("laravel.log") { line in line.string.prefixMatch(of: laravelLevel).map { String($0.1) } }
    #expect(laravel == ["ERROR": 82, "none": 1_334])
  }

  @Test("Status codes behind the quoted request")
  func statuses() throws {
    let statuses = try counts("apache-access.log") { line in
      line.field(1, separatedBy: "\" ")?.fields(separatedBy: " ")[0].string
    }
    #expect(
      statuses == ["200": 9_126, "304": 445, "404": 213, "301": 164, "206": 45, "500": 3, "403": 2, "416": 2]
    )
  }

  @Test("Levels in the third field")
  func levels() throws {
    let levels = try withLines(at: RealLogs.folder + "/hadoop-2k.log") { lines in
      lines.fields(separatedBy: " ", maxSplits: 3).reduce(into: [String: Int]()) { $0[$1[2].string, default: 0] += 1 }
    }
    #expect(levels == ["INFO": 1_040, "WARN": 808, "ERROR": 150, "FATAL": 2])
  }

  @Test("Components between pipes, where a message may hold pipes too")
  func components() throws {
    let components = try counts("healthapp-2k.log") { line in
      line.fields(separatedBy: "|", maxSplits: 3).field(1)?.string
    }
    let most = components.filter { $0.value >= 11 }
    #expect(
      most == [
        "Step_LSC": 710, "Step_SPUtils": 494, "Step_ExtSDM": 482, "Step_StandReportReceiver": 171,
        "HiH_HiSyncControl": 42, "Step_StandStepCounter": 19, "HiH_DataStatManager": 17,
        "HiH_HiHealthDataInsertStore": 11,
      ]
    )
    #expect(components.count == 20)
    #expect(components.values.reduce(0, +) == 2_000)
    let columns = try withLines(at: RealLogs.folder + "/healthapp-2k.log") { lines in
      lines.fields(separatedBy: "|").reduce(into: [Int: Int]()) { $0[$1.count, default: 0] += 1 }
    }
    #expect(columns == [4: 1_999, 7: 1])
  }
}
