import Synchronization

/// All cases of one reader, several at a time.
struct FuzzRun<Reader: FuzzedReader>: Sendable {
  let seed: UInt64
  let jobs: Int
  /// The numbers of the cases.
  let numbers: Range<Int>

  private static var portion: Int { 128 }

  /// The findings: one at most of each job.
  func run() async throws -> [Finding] {
    CurrentCases.begin(Reader.name, seed: seed)
    let progress = Progress(numbers.lowerBound)
    return try await withThrowingTaskGroup(of: Finding?.self) { group in
      for job in 0..<jobs { group.addTask { try await run(job, progress) } }
      var findings: [Finding] = []
      for try await case let finding? in group { findings.append(finding) }
      return findings
    }
  }

  private func run(_ job: Int, _ progress: Progress) async throws -> Finding? {
    let reader = try Reader()
    defer { CurrentCases.set(CurrentCases.idle, job: job) }
    while true {
      let first = progress.next.wrappingAdd(Self.portion, ordering: .relaxed).oldValue
      guard first < numbers.upperBound else { return nil }
      for number in first..<min(first + Self.portion, numbers.upperBound) {
        CurrentCases.set(number, job: job)
        let fuzzed = FuzzedCase(reader, Randomness(seed: seed, reader: Reader.name, number: number))
        do {
          try await fuzzed.check(reader)
        } catch {
          progress.next.store(numbers.upperBound, ordering: .relaxed)
          let (smallest, mismatch) = await fuzzed.reduced(reader, error)
          return Finding(
            reader: Reader.name,
            seed: seed,
            number: number,
            mismatch: mismatch.description,
            report: smallest.report
          )
        }
      }
    }
  }
}

private final class Progress: Sendable {
  let next: Atomic<Int>

  init(_ first: Int) { next = Atomic(first) }
}
