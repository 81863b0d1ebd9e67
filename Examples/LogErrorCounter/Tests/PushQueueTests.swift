import ExampleTesting
import Testing

@testable import LogErrorCounter

@Suite struct PushQueueTests {
  @Test("S8: before anything is offered, a push carries zeros")
  func zeros() {
    var queue = PushQueue()
    let isNews = queue.beginPush()
    let sent = queue.beginAttempt()
    #expect(isNews)
    #expect(sent == Totals())
  }

  @Test("S2: an attempt carries everything since the last acknowledgement, the newest totals alone")
  func newest() {
    var queue = PushQueue()
    for lines in 1...100_000 { queue.offer(Totals(lines: lines)) }
    let isNews = queue.beginPush()
    let sent = queue.beginAttempt()
    #expect(isNews)
    #expect(sent == Totals(lines: 100_000))
    #expect(MemoryLayout<PushQueue>.size < 512)
  }

  @Test("S2: a retry carries what came after the push began")
  func retryIsNewer() {
    var queue = PushQueue()
    queue.offer(Totals(lines: 1))
    _ = queue.beginPush()
    _ = queue.beginAttempt()
    queue.fail(.timedOut(after: .seconds(1)))
    queue.offer(Totals(lines: 2))
    let sent = queue.beginAttempt()
    #expect(sent == Totals(lines: 2))
    #expect(queue.retries == 1)
  }

  @Test func acknowledgementOfOlderTotals_leavesNews() {
    var queue = PushQueue()
    queue.offer(Totals(lines: 1))
    _ = queue.beginPush()
    let sent = queue.beginAttempt()
    queue.offer(Totals(lines: 2))
    queue.acknowledge(sent)
    #expect(!queue.isDelivered)
    let isNews = queue.beginPush()
    #expect(isNews)
    queue.acknowledge(queue.beginAttempt())
    #expect(queue.isDelivered)
    let isStillNews = queue.beginPush()
    #expect(!isStillNews)
    #expect(queue.pushes == 2)
    #expect(queue.retries == 0)
  }

  @Test func totalsThatWereGivenUp_areNoNewsUntilThereAreOthers() {
    var queue = PushQueue()
    queue.offer(Totals(lines: 1))
    _ = queue.beginPush()
    _ = queue.beginAttempt()
    queue.fail(.disconnected("refused"))
    let isNews = queue.beginPush()
    #expect(!isNews)
    #expect(!queue.isDelivered)
    queue.offer(Totals(lines: 2))
    let isNewsNow = queue.beginPush()
    #expect(isNewsNow)
  }
}
