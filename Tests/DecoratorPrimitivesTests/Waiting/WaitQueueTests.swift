import DecoratorPrimitives
import Testing

@Suite struct WaitQueueTests {
  private func drain(_ queue: inout WaitQueue<Int>, at now: Duration = .zero) -> [Int] {
    var order: [Int] = []
    while let head = queue.head(at: now) {
      queue.grant(head)
      order.append(head.ticket)
    }
    return order
  }

  private func leave(
    _ waiter: Waiter<Int>,
    _ queue: inout WaitQueue<Int>,
    at location: SourceLocation = #_sourceLocation
  ) {
    let hasLeft = queue.leave(waiter, .cancelled)
    #expect(hasLeft, sourceLocation: location)
  }

  private func expect(_ order: [Int], _ expected: [Int], at location: SourceLocation = #_sourceLocation) {
    #expect(order == expected, sourceLocation: location)
  }

  @Test("K4: who leaves is out wherever it stood, and is not held any more")
  func leaving() {
    var queue = WaitQueue<Int>()
    var waiters = (0..<6).map { Waiter($0) }
    for waiter in waiters { queue.enter(waiter) }
    for index in [0, 3, 5] {
      leave(waiters[index], &queue)
      #expect(waiters[index].departure == .cancelled)
      let second = queue.leave(waiters[index], .overdue)
      #expect(!second && waiters[index].departure == .cancelled)
    }
    weak let third: Waiter<Int>? = waiters[3]
    let kept = [1, 2, 4].map { waiters[$0] }
    waiters = []
    #expect(third == nil)
    #expect(queue.count == 3 && queue.entries.map(\.ticket) == [1, 2, 4])
    expect(drain(&queue), [1, 2, 4])
    #expect(queue.isEmpty && kept.allSatisfy { $0.departure == nil })
    let granted = queue.leave(kept[0], .cancelled)
    #expect(!granted)
  }

  @Test("K9: by priority, then arrival; who rises moves up, and who has waited too long goes first")
  func priorities() {
    var queue = WaitQueue<Int>(order: .priority(aging: .seconds(5)))
    let priorities: [TaskPriority] = [.low, .medium, .high, .low, .high, .medium, .low]
    let waiters = priorities.enumerated().map { Waiter($0, priority: $1) }
    for (index, waiter) in waiters.enumerated() { queue.enter(waiter, at: .seconds(index)) }
    queue.raise(waiters[6], to: .high)
    queue.raise(waiters[2], to: .low)
    #expect(queue.head(at: .seconds(5))?.ticket == 2)
    #expect(queue.head(at: .milliseconds(5_001))?.ticket == 0)
    leave(waiters[4], &queue)
    expect(drain(&queue), [2, 6, 1, 5, 0, 3])
    withExtendedLifetime(waiters) {}
  }

  @Test("K9: whatever enters, leaves and rises, the heap gives the order of a sort")
  func heap() {
    var random = SystemRandomNumberGenerator()
    for _ in 0..<50 {
      var queue = WaitQueue<Int>(order: .priority(aging: nil))
      var queued: [(waiter: Waiter<Int>, priority: UInt8)] = []
      for number in 0..<200 {
        switch Int.random(in: 0..<4, using: &random) {
        case 0 where !queued.isEmpty:
          let (waiter, _) = queued.remove(at: queued.indices.randomElement()!)
          leave(waiter, &queue)
        case 1 where !queued.isEmpty:
          let index = queued.indices.randomElement()!
          let priority = UInt8.random(in: 0..<40)
          queue.raise(queued[index].waiter, to: TaskPriority(rawValue: priority))
          queued[index].priority = max(queued[index].priority, priority)
        default:
          let priority = UInt8.random(in: 0..<40)
          let waiter = Waiter(number, priority: TaskPriority(rawValue: priority))
          queue.enter(waiter)
          queued.append((waiter, priority))
        }
      }
      let expected = queued.sorted {
        $0.priority > $1.priority || $0.priority == $1.priority && $0.0.ticket < $1.0.ticket
      }
      expect(drain(&queue), expected.map(\.waiter.ticket))
    }
  }

  @Test("K9: newest first once the queue has not been empty for so long")
  func newest() {
    var queue = WaitQueue<Int>(order: .newest(after: .milliseconds(100)))
    let waiters = (0..<3).map { Waiter($0) }
    for waiter in waiters { queue.enter(waiter, at: .seconds(1)) }
    #expect(queue.head(at: .milliseconds(1_099))?.ticket == 0)
    #expect(queue.head(at: .milliseconds(1_100))?.ticket == 2)
    expect(drain(&queue, at: .seconds(2)), [2, 1, 0])
    queue.enter(waiters[0], at: .seconds(3))
    #expect(queue.head(at: .seconds(3))?.ticket == 0)
  }
}
