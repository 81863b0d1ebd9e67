internal import DecoratorPrimitives

/// Counts the elements that `windows(over:)` leaves out.
///
/// ```swift
/// let omissions = TimeWindowOmissions()
/// for minute in requests.windows(over: .seconds(60), countedBy: omissions, at: \.time) { … }
/// print("\(omissions.late) late, \(omissions.tooFarAhead) too far ahead")
/// ```
///
/// One object can count for several sequences. You can read it from any thread while they are iterated.
public final class TimeWindowOmissions: Sendable {
  /// Why an element is left out.
  public enum Reason: String, Sendable, Hashable, CaseIterable {
    /// All windows that the element belongs to had been delivered when it came.
    case late
    /// The time of the element was too far ahead of the stream.
    case tooFarAhead
  }

  private let counts = Locked<(late: Int, tooFarAhead: Int)>((0, 0))

  /// Creates an object that has counted nothing.
  public init() {}

  /// How many elements were late so far.
  public var late: Int { counts.withLock { $0.late } }

  /// How many elements were too far ahead so far.
  public var tooFarAhead: Int { counts.withLock { $0.tooFarAhead } }

  /// Counts one more element, as `windows(over:)` does.
  public func add(_ reason: Reason) {
    counts.withLock { counts in
      switch reason {
      case .late: counts.late += 1
      case .tooFarAhead: counts.tooFarAhead += 1
      }
    }
  }
}
