/// The consumer's end of a run. When the last copy of an iterator is gone, this object is gone, and the consumer has
/// left.
@usableFromInline
final class GeneratorConsumer<Element>: Sendable {
  @usableFromInline let run: GeneratorRun
  @usableFromInline let slot: GeneratorSlot<Element>
  /// Whether the thread that leaves runs the rest of the body.
  private let leavesOnThread: Bool

  init(
    leavesOnThread: Bool,
    scope: GeneratorScope?,
    _ body: @escaping @Sendable (GeneratorYield<Element>) async throws -> Void
  ) {
    let slot = GeneratorSlot<Element>()
    self.slot = slot
    self.leavesOnThread = leavesOnThread
    run = GeneratorRun { gate in try await body(GeneratorYield(gate: gate, slot: slot)) }
    scope?.add(run)
  }

  deinit { if leavesOnThread { run.leaveOnThread() } else { run.leave() } }
}

/// The element on its way from the body to the consumer. The body writes it after ``GeneratorRun/beginYield()``, and
/// the consumer takes it before it asks again.
@usableFromInline
final class GeneratorSlot<Element>: @unchecked Sendable {
  @exclusivity(unchecked) @usableFromInline final var element: Element?

  @inlinable
  init() {}
}
