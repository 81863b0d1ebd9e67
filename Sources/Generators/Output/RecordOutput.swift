import DecoratorPrimitives

/// Where the records of a synchronous writer go: a buffer, and a sink that takes it when it is full.
final class RecordOutput {
  let name: String
  let buffer = OutputBuffer()
  private var output: OpenedSink
  private var failure: (any Error)?
  private var isClosed = false

  init(_ output: OpenedSink) {
    self.output = output
    name = output.sink.name
  }

  /// Writes the buffer if it is full. It is called before each record, so that its error is not the error of a record.
  ///
  /// - Throws: The error that has ended the writing.
  @inline(__always)
  func makeRoom() throws {
    if buffer.isFull || failure != nil || isClosed { try flush() }
  }

  func flush() throws {
    require(!isClosed, Self.isUsedTooLate(name))
    if let failure { throw failure }
    guard buffer.count > 0 else { return }
    do {
      try output.sink.write(buffer.bytes)
    } catch {
      failure = error
      throw error
    }
    buffer.removeAll()
  }

  static func isUsedTooLate(_ name: String) -> String {
    "The writer of \"\(name)\" was used after the closure it was given to had returned. Write in the closure."
  }

  /// Calls `body`, writes everything that it gave, and returns its result.
  ///
  /// - Throws: What `body` throws, after the records before that have been written. Otherwise what writing and closing
  ///   throw.
  func closing<Result>(after body: () throws -> Result) throws -> Result {
    defer { isClosed = true }
    let result: Result
    do {
      result = try body()
      try flush()
    } catch {
      if failure == nil { try? flush() }
      output.abandon()
      throw error
    }
    // It closes the sink in any case.
    try output.commit()
    return result
  }
}

/// Where the records of an asynchronous writer go: a buffer, and a thread that writes it when it is full.
final class AsyncRecordOutput {
  let name: String
  private(set) var buffer = OutputBuffer()
  private let behind: WriteBehind
  private var isClosed = false

  private init(name: String, _ behind: WriteBehind) { (self.name, self.behind) = (name, behind) }

  /// Hands the buffer over if it is full. It is called before each record, so that its error is not the error of a
  /// record.
  nonisolated(nonsending) func makeRoom() async throws {
    require(!isClosed, RecordOutput.isUsedTooLate(name))
    if buffer.isFull { buffer = try await behind.hand(over: buffer) }
  }

  nonisolated(nonsending) func flush() async throws {
    require(!isClosed, RecordOutput.isUsedTooLate(name))
    if buffer.count > 0 { buffer = try await behind.hand(over: buffer) }
    try await behind.written()
  }

  /// Calls `body`, writes everything that it gave, and returns its result.
  ///
  /// - Throws: What `body` throws, after the records before that have been written. Otherwise what opening, writing and
  ///   closing throw.
  nonisolated(nonsending) static func writing<Result>(
    to name: String,
    _ open: @escaping @Sendable (WakePipe) throws -> OpenedSink,
    _ body: nonisolated(nonsending) (AsyncRecordOutput, ExistingRecords) async throws -> Result
  ) async throws -> Result {
    let output = AsyncRecordOutput(name: name, try WriteBehind(name: name, open))
    defer { output.isClosed = true }
    do {
      let result = try await body(output, output.behind.opened())
      try await output.behind.finish(output.buffer, commits: true)
      return result
    } catch {
      try? await output.behind.finish(output.buffer, commits: false)
      throw error
    }
  }
}
