import DecoratorsTesting
import Foundation
import Testing

/// What a test of metrics needs beside `TestMetrics`, in a file that imports Foundation too.
@Suite struct MetricsTests {
  @Test func aFactoryIsBoundWithoutAnotherImport() async throws {
    let metrics = TestMetrics()
    let clock = RecordingClock()
    withMetricsFactory(metrics) {
      TimingPolicy(named: "push", clock: clock).run { clock.advance(by: .seconds(1)) }
    }
    await withMetricsFactory(metrics) {
      await TimingPolicy(named: "pull", clock: clock).run { await Task.yield() }
    }
    let timer = try metrics.expectTimer("function_duration", [("function", "push"), ("outcome", "success")])
    #expect(timer.values == [1_000_000_000])
    #expect(metrics.timers.flatMap(\.values).count == 2)
  }

  @Test func timerIsStillThatOfFoundation() {
    let timer = Timer(timeInterval: 3600, repeats: false) { _ in }
    #expect(timer.isValid)
    timer.invalidate()
  }
}
