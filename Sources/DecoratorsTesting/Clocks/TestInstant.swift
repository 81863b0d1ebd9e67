/// A point in time on a test clock, measured from the start of the clock.
public struct TestInstant: InstantProtocol {
  /// The time since the start of the clock. It is negative for an instant before the start.
  public var offset: Duration

  /// Creates an instant.
  ///
  /// - Parameter offset: The time since the start of the clock. The default, zero, is the start itself.
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
