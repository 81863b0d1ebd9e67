import BenchmarkHarness
import CoreMetrics
import Logging
import Synchronization

/// A logger of swift-log's own stream handler, at level `.info`: `.debug` is off.
func quietLogger() -> Logger {
  opaque(Logger(label: "benchmark") { StreamLogHandler.standardError(label: $0) })
}

/// A metrics backend that counts and adds up, atomically.
final class CountingFactory: MetricsFactory {
  final class Handler: TimerHandler, CounterHandler, RecorderHandler {
    private let count = Atomic<Int64>(0)
    private let total = Atomic<Int64>(0)
    func recordNanoseconds(_ duration: Int64) {
      count.add(1, ordering: .relaxed)
      total.add(duration, ordering: .relaxed)
    }
    func increment(by amount: Int64) { total.add(amount, ordering: .relaxed) }
    func reset() { total.store(0, ordering: .relaxed) }
    func record(_ value: Int64) { recordNanoseconds(value) }
    func record(_ value: Double) { recordNanoseconds(Int64(value)) }
  }

  func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler { Handler() }
  func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler { Handler() }
  func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler { Handler() }
  func destroyTimer(_ handler: any TimerHandler) {}
  func destroyCounter(_ handler: any CounterHandler) {}
  func destroyRecorder(_ handler: any RecorderHandler) {}
}
