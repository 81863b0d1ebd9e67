/// What makes a sequence of another one, element by element: a plain value that is told of each element and says what
/// there is to deliver.
///
/// Sections, chunks by cost, unique elements and others of this module are such rules. One of your own works on sequences and
/// asynchronous sequences alike, and is tested without either:
///
/// ```swift
/// struct RunningTotal: ShapingRule {
///   var total = 0
///   var isNew = false
///
///   mutating func add(_ number: Int) { (total, isNew) = (total + number, true) }
///
///   mutating func next() -> Int? {
///     defer { isNew = false }
///     return isNew ? total : nil
///   }
/// }
///
/// Array([1, 2, 3].shaped(by: RunningTotal()))  // [1, 3, 6]
/// for try await total in sizes.shaped(by: RunningTotal()) { … }
/// ```
public protocol ShapingRule<Input, Output> {
  associatedtype Input
  associatedtype Output

  /// Takes the next element. It comes when ``next()`` has nothing to deliver.
  mutating func add(_ element: Input)

  /// Gives what is to be delivered now, or nil. It is asked until it gives nil, and then there is another element.
  mutating func next() -> Output?

  /// Learns that there are no more elements, be it the end or an error; ``next()`` is asked once more for what is left.
  mutating func finish()
}

extension ShapingRule {
  /// Nothing is left.
  @inlinable public mutating func finish() {}
}

/// How far a shaped sequence is.
@usableFromInline
enum ShapingPhase: Sendable {
  case reading
  /// The input has ended; the rule still has something to deliver, or may have.
  case draining
  case ended
}
