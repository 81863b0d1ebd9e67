import DecoratorPrimitives

/// The runs begun in a scope, to be ended with it.
struct GeneratorScope: Sendable {
  private let runs = Locked<[GeneratorRun]?>([])

  /// Stops the program where the scope has been left.
  func add(_ run: GeneratorRun) {
    let isOpen = runs.withLock { runs in
      runs?.append(run)
      return runs != nil
    }
    require(isOpen, "A generator was used after the call that it belongs to had returned.")
  }

  /// Ends all runs, and returns when they have ended.
  nonisolated(nonsending) func end() async {
    let runs = close()
    for run in runs { run.leave() }
    for run in runs { await run.ended() }
  }

  /// The same on the caller's thread, which is blocked while a body waits for something.
  func endOnThread() {
    for run in close() {
      run.leaveOnThread()
      run.waitOnThreadForEnd()
    }
  }

  private func close() -> [GeneratorRun] { runs.withLock { $0.take() } ?? [] }
}
