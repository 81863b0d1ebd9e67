/// A rule that makes one stream from another: it receives each element and says what to deliver.
///
/// Many operators of this module are such rules, for example sections, chunks by cost and unique elements. A rule is a
/// plain value, so one rule serves sequences and asynchronous sequences, and you can test it without either:
///
/// ```swift
/// struct RunningTotal: StreamTransform {
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
/// Array([1, 2, 3].transformed(by: RunningTotal()))  // [1, 3, 6]
/// for try await total in sizes.transformed(by: RunningTotal()) { … }
/// ```
public protocol StreamTransform<Input, Output> {
  associatedtype Input
  associatedtype Output

  /// Receives the next element. It is called when ``next()`` has returned nil.
  mutating func add(_ element: Input)

  /// Returns the next output, or nil if there is none yet. It is called until it returns nil.
  mutating func next() -> Output?

  /// Receives the end of the stream, or its error. After this, ``next()`` returns the outputs that are left.
  mutating func finish()
}

extension StreamTransform {
  /// Does nothing, for a rule that has no outputs left at the end.
  @inlinable public mutating func finish() {}
}
