import Foundation
import Generators

/// What was read.
struct Readings: Sendable {
  /// The numbers of the lines, in the order in which they came.
  var numbers: [Int] = []
  var tornNumbers: Set<Int> = []
  /// The last lines that were handled before the reader was stopped.
  var stops: [Int] = []
  var counts = FollowCounts()
  var failures: Set<String> = []
}

/// Follows a log, is slow at times, and goes on from its saved position after it was stopped.
final class Reader: @unchecked Sendable {
  private let path: String
  private let progress: Progress
  private let journal: Journal
  private var random: SeededRandom
  private var readings = Readings()
  private var saved: Data?
  private let encoder = JSONEncoder()

  init(path: String, seed: UInt64, _ progress: Progress, _ journal: Journal) {
    self.path = path
    self.progress = progress
    self.journal = journal
    random = SeededRandom(seed: seed)
  }

  func run() async throws -> Readings {
    while !isComplete {
      let before = readings.numbers.count
      try await readForAWhile()
      if progress.isWriterFinished, readings.numbers.count == before { break }
      readings.stops.append(progress.handled)
      try await Task.sleep(for: .microseconds(Int.random(in: 0...60_000, using: &random)))
    }
    return readings
  }

  private var isComplete: Bool { progress.isWriterFinished && progress.handled == progress.written }

  /// Reads until it is stopped, after some lines, or after a while without any.
  private func readForAWhile() async throws {
    let start =
      try saved.map { FollowStart.position(try JSONDecoder().decode(LinePosition.self, from: $0)) } ?? .beginning
    let count = Int.random(in: 1...200, using: &random)
    let isSlow = random.chance(1, of: 3)
    let reading = Task { try await read(count, isSlow: isSlow, from: start) }
    let watching = Task {
      var last = -1
      while !isComplete, last != progress.handled || !progress.isWriterFinished {
        last = progress.handled
        try await Task.sleep(for: .seconds(3))
      }
      reading.cancel()
    }
    let result = await reading.result
    // No task is left when the program ends.
    watching.cancel()
    _ = await watching.result
    do { try result.get() } catch is CancellationError {}
  }

  private func read(_ count: Int, isSlow: Bool, from start: FollowStart) async throws {
    var position: LinePosition?
    defer {
      progress.isReaderRunning = false
      if let position { saved = try? encoder.encode(position) }
      note("stops at \(saved.map { String(decoding: $0, as: UTF8.self) } ?? "the start")")
    }
    note("starts")
    try await withFollowedLines(
      at: path,
      from: start,
      pollingEvery: .milliseconds(20),
      rotationGrace: .milliseconds(5),
      onEvent: { [failures, journal, progress] event in
        let handled = progress.handled
        journal.note(handled...max(handled, progress.written), "reader, at line \(handled): \(event)")
        if case .failed(_, let error) = event { failures.insert("\(error)") }
      }
    ) { lines in
      defer { add(lines.counts) }
      var left = count
      for try await line in lines {
        progress.isReaderRunning = true
        let number = Int(line.string.prefix { $0.isNumber }) ?? -1
        journal.note(number...number, "reader: line \(number)\(line.isTorn ? " torn" : "")")
        if line.isTorn { readings.tornNumbers.insert(number) } else { readings.numbers.append(number) }
        position = line.nextPosition
        progress.handled = number
        if isSlow, random.chance(1, of: 4) { try await Task.sleep(for: .microseconds(500)) }
        left -= 1
        if left == 0 || isComplete { break }
      }
    }
  }

  private func note(_ text: String) {
    journal.note(progress.handled...progress.handled, "reader, at line \(progress.handled): \(text)")
  }

  private let failures = Failures()

  private func add(_ counts: FollowCounts) {
    readings.counts.rotations += counts.rotations
    readings.counts.truncations += counts.truncations
    readings.counts.lostBytes += counts.lostBytes
    readings.counts.tornLines += counts.tornLines
    readings.counts.lostPositions += counts.lostPositions
    readings.counts.failures += counts.failures
    readings.failures = failures.texts
  }
}

/// The failures that were reported, from any thread.
final class Failures: @unchecked Sendable {
  private let lock = NSLock()
  private var reported: Set<String> = []

  var texts: Set<String> { lock.withLock { reported } }

  func insert(_ text: String) { lock.withLock { _ = reported.insert(text) } }
}
