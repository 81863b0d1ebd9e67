import DecoratorPrimitives

/// Calls a closure for each of some files, several at once, and gives the results in the order of the files.
struct FileMap<Output: Sendable>: Sendable {
  private let reading: ConcurrentReading
  private let transform: @Sendable (LineReading) throws -> Output

  init(
    _ input: BlockingInput,
    concurrently limit: Int,
    longLines: LongLines = .standard,
    _ transform: @escaping @Sendable (LineReading) throws -> Output
  ) throws {
    self.transform = transform
    reading = try ConcurrentReading(input, Concurrency(limit), longLines: longLines)
  }

  /// The results, without those of files that are left out. The calling thread does its share.
  ///
  /// - Throws: The first error, and of several at the same time that of the first file, when no call is under way.
  func run() throws -> [Output] {
    let failure = Locked<(index: Int, error: any Error)?>(nil)
    let limit = max(1, reading.limit)
    let work = OrderedWork<Int, Output?>(concurrently: limit) { index in
      do {
        return try reading.read(index, transform)
      } catch {
        // What the stop made of the other files is no failure of theirs.
        if error is CancellationError, reading.isStopped { return nil }
        failure.withLock { failure in
          if failure == nil || failure!.index > index { failure = (index, error) }
        }
        reading.stop()
        return nil
      }
    }
    defer { work.stop() }
    var outputs: [Output] = []
    var submitted = 0
    while !reading.isStopped {
      while submitted < reading.count, work.pending < 2 * limit + 2 {
        work.submit(submitted)
        submitted += 1
      }
      guard let output = work.next() else { break }
      if let output { outputs.append(output) }
    }
    work.stop()
    if let error = failure.withLock({ $0?.error }) { throw error }
    if reading.isStopped { throw CancellationError() }
    return outputs
  }

  /// The same on threads of their own, which have ended when it returns.
  ///
  /// - Throws: As ``run()``; `CancellationError` when the task is cancelled.
  nonisolated(nonsending) func run() async throws -> [Output] {
    let ahead = ReadAhead<[Output]>(depth: 1, onStop: { [reading] in reading.stop() })
    let isStarted = ahead.start { ahead in
      let outputs: [Output] = try run()
      ahead.put(outputs)
    }
    guard isStarted else { throw ReadingError.noThread(for: reading.input.name) }
    let result: Result<[Output]?, any Error>
    do { result = .success(try await ahead.take(isolation: #isolation)) } catch { result = .failure(error) }
    await ahead.ended()
    guard let outputs = try result.get() else { throw CancellationError() }
    return outputs
  }
}
