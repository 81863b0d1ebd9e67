/// A point in the time of a test clock: how far it is from where the clock began.
public struct TestInstant: InstantProtocol {
  /// The distance from the clock's beginning; negative for what was before it.
  public var offset: Duration

  /// Creates the instant at `offset` from the clock's beginning.
  public init(offset: Duration = .zero) {
    self.offset = offset
  }

  public func advanced(by duration: Duration) -> TestInstant {
    TestInstant(offset: offset + duration)
  }

  public func duration(to other: TestInstant) -> Duration {
    other.offset - offset
  }

  public static func < (lhs: TestInstant, rhs: TestInstant) -> Bool {
    lhs.offset < rhs.offset
  }
}

extension TestInstant: CustomStringConvertible {
  /// The offset with a sign, such as `+1.5 seconds`.
  public var description: String {
    offset < .zero ? "\(offset)" : "+\(offset)"
  }
}
