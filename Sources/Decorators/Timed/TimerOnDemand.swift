import CoreMetrics
import DecoratorPrimitives
import Synchronization

/// A Timer that is made once, by the first call that records, with no lock held meanwhile.
///
/// Whoever records while it is made leaves its duration, which the maker records as soon as there is a Timer.
struct TimerOnDemand: ~Copyable, Sendable {
  private enum Role {
    case maker
    case leftToMaker
    case user
  }

  private let timer = AtomicLazyReference<Timer>()
  /// The durations left to the maker; `nil` while nobody makes a Timer.
  private let left = Locked<[Duration]?>(nil)

  func record(_ duration: Duration, makingTimer makeTimer: () -> Timer) {
    if let timer = timer.load() { return timer.record(duration) }
    switch role(of: duration) {
    case .leftToMaker: return
    case .user: timer.load()?.record(duration)
    case .maker:
      let made = makeTimer()
      made.record(duration)
      while let durations = takeLeft(orPublish: made) { durations.forEach(made.record) }
    }
  }

  private func role(of duration: Duration) -> Role {
    left.withLock { left in
      if timer.load() != nil { return .user }
      left?.append(duration)
      if left != nil { return .leftToMaker }
      left = []
      return .maker
    }
  }

  private func takeLeft(orPublish made: Timer) -> [Duration]? {
    left.withLock { left in
      guard let durations = left, !durations.isEmpty else {
        _ = timer.storeIfNil(made)
        left = nil
        return nil
      }
      left = []
      return durations
    }
  }
}

extension Timer {
  /// Records a duration in whole nanoseconds; one beyond the range of `Int64`, some 292 years, is cut to it.
  fileprivate func record(_ duration: Duration) {
    let attoseconds = duration.attoseconds
    if let short = Int64(exactly: attoseconds) { return recordNanoseconds(short / 1_000_000_000) }
    recordNanoseconds(Int64(clamping: attoseconds / 1_000_000_000))
  }
}
