import Synchronization

/// How many lines were left out, for their length or because they do not match.
@usableFromInline
final class SkippedLines: Sendable {
  private let number = Atomic(0)

  var count: Int { number.load(ordering: .relaxed) }

  func increment() { number.wrappingAdd(1, ordering: .relaxed) }
}
