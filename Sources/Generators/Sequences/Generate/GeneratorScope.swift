import DecoratorPrimitives

/// The runs that started in a scope and end with it.
struct GeneratorScope: Sendable {
  private let runs = Locked<[GeneratorRun]?>([])

  /// Adds a run. Stops the program if the scope has ended.
  func add(_ run: GeneratorRun) {
    let isOpen = runs.withLock { runs in
      runs?.append(run)
      return runs != nil
    }
    require(
      isOpen,
      "A generator was used after the call of withGenerator or withGeneratedSequence that made it had returned."
    )
  }

  /// Ends all runs, and returns when their bodies have ended.
  nonisolated(nonsending) func end() async {
    let runs = close()
    for run in runs { run.leave() }
    for run in runs { await run.ended() }
  }

  /// Does the same on the caller's thread, which is blocked while a body awaits something.
  func endOnThread() {
    for run in close() {
      run.leaveOnThread()
      run.waitOnThreadForEnd()
    }
  }

  private func close() -> [GeneratorRun] { runs.withLock { $0.take() } ?? [] }
}
