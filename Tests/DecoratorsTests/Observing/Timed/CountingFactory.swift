import CoreMetrics
import DecoratorPrimitives

/// A metrics backend that counts the Timers it makes and what they record, and can be told what to do while it makes one
/// and while one records.
final class CountingFactory: MetricsFactory {
  final class Handler: TimerHandler {
    private let recorded: Counter
    private let whileRecording: @Sendable (Int) -> Void

    init(_ recorded: Counter, _ whileRecording: @escaping @Sendable (Int) -> Void) {
      self.recorded = recorded
      self.whileRecording = whileRecording
    }
    func recordNanoseconds(_ duration: Int64) { whileRecording(recorded.increment()) }
  }

  let made = Counter()
  let recorded = Counter()
  private let whileMaking: @Sendable () -> Void

  private let whileRecording: @Sendable (Int) -> Void

  init(
    whileRecording: @escaping @Sendable (Int) -> Void = { _ in },
    whileMaking: @escaping @Sendable () -> Void = {}
  ) {
    self.whileRecording = whileRecording
    self.whileMaking = whileMaking
  }

  func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
    made.increment()
    whileMaking()
    return Handler(recorded, whileRecording)
  }
  func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler { NOOPMetricsHandler.instance }
  func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
    NOOPMetricsHandler.instance
  }
  func destroyTimer(_ handler: any TimerHandler) {}
  func destroyCounter(_ handler: any CounterHandler) {}
  func destroyRecorder(_ handler: any RecorderHandler) {}
}
