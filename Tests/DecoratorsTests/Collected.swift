import DecoratorPrimitives

/// Collects values from any thread, in order.
final class Collected<Element: Sendable>: Sendable {
  private let storage = Locked<[Element]>([])

  var elements: [Element] { storage.withLock { $0 } }

  @Sendable
  func append(_ element: Element) { storage.withLock { $0.append(element) } }
}
