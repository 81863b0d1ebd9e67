import Synchronization

/// An attempt of a function that must not run twice, as the calls inside see it (U9).
///
/// An error tells only how the last attempt of a call ended. A retry, a hedge or a fallback inside can end with an
/// error that proves that nothing was done, such as a ``Rejection``, although an earlier attempt did its work. So each
/// of them notes what its failed attempts may have done, and the retry outside looks at the notes and at the error.
///
/// Tasks that the attempt starts inherit it. A load of several callers does not: its notes are in its ``LoadScope``,
/// and go to each caller that gets its error.
final class EffectScope: Sendable {
  @TaskLocal static var current: EffectScope?

  private let noted = Atomic(false)

  /// Whether a call inside the attempt may have done its work.
  var isPossible: Bool { noted.load(ordering: .acquiring) }

  /// Forgets the notes, because the next attempt begins.
  func reset() { noted.store(false, ordering: .releasing) }

  fileprivate func note() { noted.store(true, ordering: .releasing) }

  /// The scope of the attempts of a call; `nil` if the function may run twice.
  static func attempts(of policy: RetryPolicy) -> EffectScope? { policy.settings.idempotent ? nil : EffectScope() }
}

extension EffectScope {
  /// Notes that something inside may have done its work.
  static func notePossible() {
    if let current { current.note() } else { LoadScope.innermostRunning?.notePossible() }
  }

  /// Notes what an attempt may have done that is not the last one of its call, or need not be.
  static func note(_ error: any Error) {
    guard current != nil || LoadScope.current.get() != nil else { return }
    if CallEffect(of: error) == .possible { notePossible() }
  }
}

extension EffectScope? {
  /// Runs an attempt inside the scope, if there is one.
  func mark<Output, Failure: Error>(_ attempt: () -> Result<Output, Failure>) -> Result<Output, Failure> {
    guard let self else { return attempt() }
    return EffectScope.$current.withValue(self, operation: attempt)
  }

  nonisolated(nonsending) func mark<Output, Failure: Error>(
    _ attempt: nonisolated(nonsending) () async -> Result<Output, Failure>
  ) async -> Result<Output, Failure> {
    guard let self else { return await attempt() }
    return await EffectScope.$current.withValue(self) { await attempt() }
  }
}
