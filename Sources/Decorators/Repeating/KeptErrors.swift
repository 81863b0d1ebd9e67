/// The first error of a call and its latest ones: no more than the policy keeps, however many attempts fail (R11).
@frozen
@usableFromInline
struct KeptErrors: Sendable {
  @usableFromInline let limit: Int
  /// The first error, and then a ring of the latest ones.
  @usableFromInline var kept: [any Error]
  /// Where the oldest error of the ring is.
  @usableFromInline var oldest: Int

  @inlinable
  init(limit: Int) {
    self.limit = limit
    kept = []
    oldest = 1
  }

  /// The kept errors, oldest first. They are put in order only when somebody asks for them.
  @usableFromInline
  var all: [any Error] {
    guard oldest > 1 else { return kept }
    return [kept[0]] + kept[oldest...] + kept[1..<oldest]
  }

  mutating func append(_ error: any Error) {
    guard kept.count == limit else { return kept.append(error) }
    guard limit > 1 else { return }
    kept[oldest] = error
    oldest = oldest + 1 < limit ? oldest + 1 : 1
  }
}
