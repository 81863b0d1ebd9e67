import CoreMetrics
import DecoratorPrimitives
import Synchronization

/// A Timer that is made once, by the first call that records, with no lock held meanwhile.
///
/// Whoever records while it is made leaves its duration with the maker. From the moment the Timer is there everybody
/// records for themselves, so that the maker has no more to do than what was left by then.
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
      let left = publish(made)
      made.record(duration)
      left.forEach(made.record)
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

  /// Lets everybody use the Timer, and gives what was left until then.
  private func publish(_ made: Timer) -> [Duration] {
    left.withLock { left in
      timer = made
      isMade.store(true, ordering: .releasing)
      return left.take() ?? []
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
