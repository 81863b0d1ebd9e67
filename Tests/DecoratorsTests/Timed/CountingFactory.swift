import CoreMetrics
import DecoratorPrimitives

/// A metrics backend that counts the Timers it makes and what they record, and can be told what to do while it makes one.
final class CountingFactory: MetricsFactory {
  final class Handler: TimerHandler {
    let recorded: Counter
    init(_ recorded: Counter) { self.recorded = recorded }
    func recordNanoseconds(_ duration: Int64) { recorded.increment() }
  }

  let made = Counter()
  let recorded = Counter()
  private let whileMaking: @Sendable () -> Void

  init(whileMaking: @escaping @Sendable () -> Void = {}) { self.whileMaking = whileMaking }

  func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
    made.increment()
    whileMaking()
    return Handler(recorded)
  }
  func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler { NOOPMetricsHandler.instance }
  func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
    NOOPMetricsHandler.instance
  }
  func destroyTimer(_ handler: any TimerHandler) {}
  func destroyCounter(_ handler: any CounterHandler) {}
  func destroyRecorder(_ handler: any RecorderHandler) {}
}
