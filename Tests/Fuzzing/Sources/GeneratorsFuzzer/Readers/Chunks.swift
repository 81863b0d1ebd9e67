import Generators

/// Lines in chunks by count and by bytes, and in windows.
struct ChunksReader: FuzzedReader {
  static let name = "chunks"
  static let share = 5

  enum Settings {
    case count(Int)
    case cost(Int, atMost: Int)
    case windows(of: Int, step: Int)
  }

  func makeInput(_ random: inout Randomness) -> Input { random.padded(random.text(of: linePieces)) }

  func makeSettings(_ random: inout Randomness) -> Settings {
    switch random.below(3) {
    case 0: .count(random.number(1...9))
    case 1: .cost(random.number(1...60), atMost: random.oneIn(2) ? .max : random.number(1...5))
    default: .windows(of: random.number(1...6), step: random.number(1...8))
    }
  }

  /// The numbers of the lines.
  func expectation(for input: Input, _ settings: Settings) -> [[Int]] {
    let lines = ExpectedLines(input.bytes).lines
    let numbers = lines.map(\.number)
    switch settings {
    case .count(let size):
      return stride(from: 0, to: numbers.count, by: size).map { Array(numbers[$0..<min($0 + size, numbers.count)]) }
    case .cost(let limit, let count):
      var (chunks, total): ([[Int]], Int) = ([], limit)
      for line in lines {
        let isFull = total >= limit || total + line.range.count > limit || chunks[chunks.count - 1].count == count
        if isFull {
          chunks.append([])
          total = 0
        }
        chunks[chunks.count - 1].append(line.number)
        total += line.range.count
      }
      return chunks
    case .windows(let size, let step):
      let starts = stride(from: 0, to: max(0, numbers.count - size + 1), by: step)
      return starts.map { Array(numbers[$0..<$0 + size]) }
    }
  }

  func check(_ reads: Reads, _ settings: Settings, against expected: [[Int]]) async throws(Mismatch) {
    guard isPlain(reads.bytes) else { return }
    let found: [[Int]]
    do {
      found = try withLines(of: reads) { lines in
        switch settings {
        case .count(let size): lines.chunks(of: size).map { $0.map(\.number) }
        case .cost(let limit, let count):
          lines.chunks(ofCost: limit, atMost: count) { $0.bytes.count }.map { $0.map(\.number) }
        case .windows(let size, let step): lines.windows(of: size, step: step).map { $0.map(\.number) }
        }
      }
    } catch {
      throw Mismatch("an error: \(error)")
    }
    try Mismatch.unless(found == expected, "\(settings): \(found), not \(expected)")
  }
}
