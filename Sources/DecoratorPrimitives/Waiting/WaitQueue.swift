/// The callers that wait for something, in the order in which they get it.
///
/// It is a plain value, guarded by its owner's lock. Synchronous and asynchronous waiters stand in one queue. By default
/// entering and leaving take constant time, and a waiter that has left leaves nothing behind, wherever it stood. By
/// priority, they take logarithmic time.
package struct WaitQueue<Ticket: Sendable> {
  package typealias Entry = Waiter<Ticket>

  /// Who comes next.
  package enum Order: Sendable, Hashable {
    /// Who came first.
    case arrival
    /// Who has the highest priority, and among those who came first. Who has waited longer than `aging` goes before all
    /// others, so that nobody starves.
    case priority(aging: Duration?)
    /// Who came last, once the queue has not been empty for so long. Before that, who came first.
    case newest(after: Duration)
  }

  private let order: Order
  private unowned(unsafe) var first: Entry?
  private unowned(unsafe) var last: Entry?
  package private(set) var count = 0
  private var lastArrival: UInt64 = 0
  /// When the queue was empty last.
  private var nonEmptySince = Duration.zero
  /// The waiters by priority, if that is the order.
  private var heap: [Entry] = []

  package init(order: Order = .arrival) { self.order = order }

  package var isEmpty: Bool { count == 0 }

  /// Whether `enter` and `head` need the time.
  package var needsTime: Bool {
    switch order {
    case .arrival, .priority(aging: nil): false
    case .priority, .newest: true
    }
  }

  /// Adds a waiter at the end.
  ///
  /// - Parameter now: The time of the owner's clock; it counts only if ``needsTime``.
  package mutating func enter(_ waiter: Entry, at now: Duration = .zero) {
    if isEmpty { nonEmptySince = now }
    lastArrival += 1
    waiter.arrival = lastArrival
    waiter.entered = now
    waiter.previous = last
    if let last { last.next = waiter } else { first = waiter }
    last = waiter
    count += 1
    if case .priority = order { insert(waiter) }
  }

  /// The waiter that is next.
  package func head(at now: Duration = .zero) -> Entry? {
    switch order {
    case .arrival: return first
    case .priority(let aging):
      if let aging, let first, now - first.entered > aging { return first }
      return heap.first
    case .newest(let delay): return now - nonEmptySince >= delay ? last : first
    }
  }

  /// Takes a waiter out because it gets what it waits for. The caller wakes it later.
  package mutating func grant(_ waiter: Entry) {
    remove(waiter)
    waiter.decide(.granted)
  }

  /// Takes a waiter out that gives up.
  ///
  /// - Returns: Whether it was still queued. Then the caller wakes it later. Otherwise nothing changes.
  package mutating func leave(_ waiter: Entry, _ departure: Departure) -> Bool {
    guard case .queued = waiter.phase else { return false }
    remove(waiter)
    waiter.decide(.left(departure))
    return true
  }

  /// Gives a waiter a higher priority.
  package mutating func raise(_ waiter: Entry, to priority: TaskPriority) {
    guard case .queued = waiter.phase, priority.rawValue > waiter.priority else { return }
    waiter.priority = priority.rawValue
    if waiter.heapIndex >= 0 { rise(waiter.heapIndex) }
  }

  /// All waiters in the order of their arrival.
  package var entries: [Entry] {
    var entries: [Entry] = []
    entries.reserveCapacity(count)
    var next = first
    while let waiter = next {
      entries.append(waiter)
      next = waiter.next
    }
    return entries
  }

  private mutating func remove(_ waiter: Entry) {
    let (previous, next) = (waiter.previous, waiter.next)
    if let previous { previous.next = next } else { first = next }
    if let next { next.previous = previous } else { last = previous }
    waiter.previous = nil
    waiter.next = nil
    count -= 1
    if waiter.heapIndex >= 0 { removeFromHeap(waiter) }
  }
}

// MARK: - The heap of priorities

extension WaitQueue {
  private static func isBefore(_ left: Entry, _ right: Entry) -> Bool {
    left.priority == right.priority ? left.arrival < right.arrival : left.priority > right.priority
  }

  private mutating func insert(_ waiter: Entry) {
    waiter.heapIndex = heap.count
    heap.append(waiter)
    rise(waiter.heapIndex)
  }

  private mutating func removeFromHeap(_ waiter: Entry) {
    let index = waiter.heapIndex
    waiter.heapIndex = -1
    let last = heap.removeLast()
    if heap.isEmpty { heap = [] }
    guard last !== waiter else { return }
    heap[index] = last
    last.heapIndex = index
    sink(index)
    rise(last.heapIndex)
  }

  private mutating func rise(_ start: Int) {
    var index = start
    while index > 0, Self.isBefore(heap[index], heap[(index - 1) / 2]) {
      swap(index, (index - 1) / 2)
      index = (index - 1) / 2
    }
  }

  private mutating func sink(_ start: Int) {
    var index = start
    while true {
      var best = index
      for child in [2 * index + 1, 2 * index + 2]
      where child < heap.count && Self.isBefore(heap[child], heap[best]) { best = child }
      guard best != index else { return }
      swap(index, best)
      index = best
    }
  }

  private mutating func swap(_ left: Int, _ right: Int) {
    heap.swapAt(left, right)
    heap[left].heapIndex = left
    heap[right].heapIndex = right
  }
}
