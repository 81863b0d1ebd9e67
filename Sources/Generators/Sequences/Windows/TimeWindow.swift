/// The elements of one span of time.
public struct TimeWindow<Element> {
  /// Where the span begins. It is a multiple of the distance between windows, and can be before the first element.
  public let start: Duration
  /// Where the span ends. An element at this time is not in the window.
  public let end: Duration
  /// At least one element, in the order of their times. Elements with equal times are in the order in which they came.
  public let elements: [Element]
  /// How many elements have been left out since the previous window because they were late.
  public let late: Int
  /// How many elements have been left out since the previous window because they were too far ahead of the stream.
  public let tooFarAhead: Int

  @inlinable
  init(start: Duration, end: Duration, elements: [Element], late: Int, tooFarAhead: Int) {
    self.start = start
    self.end = end
    self.elements = elements
    self.late = late
    self.tooFarAhead = tooFarAhead
  }
}

extension TimeWindow: Sendable where Element: Sendable {}
extension TimeWindow: Equatable where Element: Equatable {}
