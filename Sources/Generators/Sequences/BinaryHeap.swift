/// A binary heap whose order is an argument of each call, so that the order may throw and need not be stored.
///
/// Its methods are always inlined, because a call of the order for each comparison would double their time.
@usableFromInline
struct BinaryHeap<Element> {
  /// The element that goes first is at index 0.
  @usableFromInline var elements: [Element] = []

  @inlinable init() {}

  @inlinable
  @inline(__always)
  mutating func insert(_ element: Element, by goesFirst: (Element, Element) throws -> Bool) rethrows {
    elements.append(element)
    var index = elements.count - 1
    while index > 0, try goesFirst(elements[index], elements[(index - 1) / 2]) {
      elements.swapAt(index, (index - 1) / 2)
      index = (index - 1) / 2
    }
  }

  /// Replaces the first element.
  @inlinable
  @inline(__always)
  mutating func replaceFirst(with element: Element, by goesFirst: (Element, Element) throws -> Bool) rethrows {
    elements[0] = element
    var index = 0
    while 2 * index + 1 < elements.count {
      var child = 2 * index + 1
      if child + 1 < elements.count, try goesFirst(elements[child + 1], elements[child]) { child += 1 }
      guard try goesFirst(elements[child], elements[index]) else { return }
      elements.swapAt(index, child)
      index = child
    }
  }

  /// Removes the first element and returns it. The heap must not be empty.
  @inlinable
  @inline(__always)
  mutating func removeFirst(by goesFirst: (Element, Element) throws -> Bool) rethrows -> Element {
    let last = elements.removeLast()
    guard let first = elements.first else { return last }
    try replaceFirst(with: last, by: goesFirst)
    return first
  }
}
