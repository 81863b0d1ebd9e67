import CoreMetrics
import DecoratorsTesting

/// A metrics backend that numbers the Timers it makes from 1, notes which of them record, and can be told what to do
/// while it makes one.
final class CountingFactory: MetricsFactory {
  final class Handler: TimerHandler {
    private let number: Int
    private let recorded: ValueRecorder<Int>

    init(_ number: Int, _ recorded: ValueRecorder<Int>) {
      self.number = number
      self.recorded = recorded
    }
    func recordNanoseconds(_ duration: Int64) { recorded.append(number) }
  }

  let made = Counter()
  /// The number of the Timer of each record.
  let recorded = ValueRecorder<Int>()
  private let whileMaking: @Sendable (Int) -> Void

  /// - Parameter whileMaking: Receives the number of the Timer that is being made.
  init(whileMaking: @escaping @Sendable (Int) -> Void = { _ in }) { self.whileMaking = whileMaking }

  func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
    let number = made.increment()
    whileMaking(number)
    return Handler(number, recorded)
  }
  func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler { NOOPMetricsHandler.instance }
  func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
    NOOPMetricsHandler.instance
  }
  func destroyTimer(_ handler: any TimerHandler) {}
  func destroyCounter(_ handler: any CounterHandler) {}
  func destroyRecorder(_ handler: any RecorderHandler) {}
}
