import CoreMetrics
import DecoratorPrimitives
import Synchronization

/// A Timer that is made once, by the first call that records, with no lock held meanwhile.
///
/// Whoever records while it is made leaves its duration, which the maker records as soon as there is a Timer.
final class TimerOnDemand: @unchecked Sendable {
  private enum Role {
    case maker
    case leftToMaker
    case user
  }

  /// Written once, before `isMade` is; read only after `isMade` was.
  private var timer: Timer?
  private let isMade = Atomic(false)
  /// The durations left to the maker; `nil` while nobody makes a Timer.
  private let left = Locked<[Duration]?>(nil)

  func record(_ duration: Duration, makingTimer makeTimer: () -> Timer) {
    if isMade.load(ordering: .acquiring) {
      timer?.record(duration)
      return
    }
    switch role(of: duration) {
    case .leftToMaker: return
    case .user: timer?.record(duration)
    case .maker:
      let made = makeTimer()
      made.record(duration)
      while let durations = takeLeft(orPublish: made) { durations.forEach(made.record) }
    }
  }

  private func role(of duration: Duration) -> Role {
    left.withLock { left in
      if isMade.load(ordering: .acquiring) { return .user }
      left?.append(duration)
      if left != nil { return .leftToMaker }
      left = []
      return .maker
    }
  }

  private func takeLeft(orPublish made: Timer) -> [Duration]? {
    left.withLock { left in
      guard let durations = left, !durations.isEmpty else {
        timer = made
        isMade.store(true, ordering: .releasing)
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
    let short = Int64(truncatingIfNeeded: attoseconds)
    if Int128(short) == attoseconds { return recordNanoseconds(short / 1_000_000_000) }
    recordNanoseconds(Int64(clamping: attoseconds / 1_000_000_000))
  }
}
