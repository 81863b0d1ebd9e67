/// The elements held of sorted streams, one of each, and which of them goes first.
///
/// It is a binary heap of the streams' numbers. Of equal elements that of the lower number goes first.
@usableFromInline
struct MergeHeap<Element> {
  @usableFromInline let precedes: (Element, Element) -> Bool
  /// The element held of each stream; nil where its stream has to be asked, or has ended.
  @usableFromInline var elements: [Element?]
  @usableFromInline var heap: [Int] = []
  /// The stream at the top of the heap, if its element has been taken.
  @usableFromInline var taken: Int?

  @inlinable
  init(streams count: Int, precedes: @escaping (Element, Element) -> Bool) {
    self.precedes = precedes
    elements = Array(repeating: nil, count: count)
    heap.reserveCapacity(count)
  }

  /// Takes in the first element of a stream.
  @inlinable
  mutating func add(_ element: Element, of stream: Int) {
    elements[stream] = element
    var place = heap.count
    heap.append(stream)
    while place > 0 {
      let parent = (place &- 1) / 2
      guard goesFirst(stream, before: heap[parent]) else { break }
      heap[place] = heap[parent]
      place = parent
    }
    heap[place] = stream
  }

  /// The element that goes first, or nil where none is held. It is not held any more.
  @inlinable
  mutating func takeFirst() -> Element? {
    guard let stream = heap.first else { return nil }
    taken = stream
    return elements[stream].take()
  }

  /// Takes in the element that comes after the one taken; nil where its stream has no more.
  @inlinable
  mutating func replaceTaken(with element: Element?) {
    guard let stream = taken.take() else { return }
    if let element {
      elements[stream] = element
      sink(stream)
      return
    }
    let last = heap.removeLast()
    if last != stream { sink(last) }
  }

  /// Puts the stream where it belongs, from the top on.
  @inlinable
  mutating func sink(_ stream: Int) {
    var place = 0
    while true {
      var child = 2 &* place &+ 1
      guard child < heap.count else { break }
      if child &+ 1 < heap.count, goesFirst(heap[child &+ 1], before: heap[child]) { child &+= 1 }
      guard goesFirst(heap[child], before: stream) else { break }
      heap[place] = heap[child]
      place = child
    }
    heap[place] = stream
  }

  @inlinable
  func goesFirst(_ stream: Int, before other: Int) -> Bool {
    guard let element = elements[stream], let otherElement = elements[other] else { return false }
    return stream < other ? !precedes(otherElement, element) : precedes(element, otherElement)
  }
}
