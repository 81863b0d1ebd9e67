import Synchronization

/// How many lines were left out, for their length or because they do not match.
@usableFromInline
final class SkippedLines: Sendable {
  private let number = Atomic(0)

  var count: Int { number.load(ordering: .relaxed) }

  func increment() { add(1) }

  func add(_ lines: Int) {
    if lines > 0 { number.wrappingAdd(lines, ordering: .relaxed) }
  }
}
