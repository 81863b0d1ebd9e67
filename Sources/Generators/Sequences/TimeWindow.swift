/// The elements of one span of time.
public struct TimeWindow<Element> {
  /// Where the span begins. It is a multiple of the distance between windows, and may be before the first element.
  public let start: Duration
  /// Where the span ends; what has this time is in it no more.
  public let end: Duration
  /// At least one element, in the order of their times; of equal times, in the order in which they came.
  public let elements: [Element]
  /// How many elements have been left out since the window before, because all windows they belong to had been delivered
  /// when they came.
  public let late: Int

  @inlinable
  init(start: Duration, end: Duration, elements: [Element], late: Int) {
    self.start = start
    self.end = end
    self.elements = elements
    self.late = late
  }
}

extension TimeWindow: Sendable where Element: Sendable {}
extension TimeWindow: Equatable where Element: Equatable {}
