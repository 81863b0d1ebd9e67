/// The actor through which `yield` suspends the body.
///
/// Its executor is the run. A call of ``pass()`` from the body's task is a change of the executor: it hands the rest of
/// the body to the run as a job, and this costs half of what a continuation costs. The actor has no state.
@usableFromInline
actor GeneratorGate {
  @usableFromInline nonisolated let run: GeneratorRun

  init(_ run: GeneratorRun) { self.run = run }

  @usableFromInline nonisolated var unownedExecutor: UnownedSerialExecutor { run.asUnownedSerialExecutor() }

  /// Suspends until the consumer asks for the next element.
  ///
  /// - Throws: `CancellationError` if the consumer has left.
  @usableFromInline
  func pass() throws(CancellationError) { try run.checkConsumer() }

  /// Creates the body's task. Its first job goes to the run, because the closure is isolated to this actor.
  nonisolated func makeTask(_ body: @escaping @Sendable () async -> Void) -> Task<Void, Never> {
    assumeIsolated { gate in
      Task {
        _ = gate
        await body()
      }
    }
  }
}
