/// The element on its way from the body to the consumer. The body writes it with its run's lock held, when it was asked;
/// the consumer takes it before it asks again.
@usableFromInline
final class GeneratorSlot<Element>: @unchecked Sendable {
  @exclusivity(unchecked) @usableFromInline final var element: Element?

  @inlinable
  init() {}
}

/// An element goes from the body to the consumer and is nobody else's.
@usableFromInline
struct Unshared<Value>: @unchecked Sendable {
  @usableFromInline let value: Value

  @inlinable
  init(_ value: Value) { self.value = value }
}
