/// The consumer's end of a run. With its last reference, which is the last copy of an iterator, the consumer has left.
@usableFromInline
final class GeneratorConsumer<Element>: Sendable {
  @usableFromInline let run: GeneratorRun
  @usableFromInline let slot: GeneratorSlot<Element>
  /// Whether what the body does about the consumer's leaving is done on the thread that leaves.
  private let leavesOnThread: Bool

  init(
    leavesOnThread: Bool,
    scope: GeneratorScope?,
    _ body: @escaping @Sendable (GeneratorYield<Element>) async throws -> Void
  ) {
    let slot = GeneratorSlot<Element>()
    self.slot = slot
    self.leavesOnThread = leavesOnThread
    run = GeneratorRun { run in try await body(GeneratorYield(run: run, slot: slot)) }
    scope?.add(run)
  }

  deinit { if leavesOnThread { run.leaveOnThread() } else { run.leave() } }
}
