import CoreMetrics
import DecoratorPrimitives
import Synchronization

/// A Timer that is created once, by the first call that records. No lock is held while it is created.
///
/// A call that records while another call creates the Timer leaves its duration with that call. As soon as the Timer
/// exists, each call records for itself. So the creating call records only the durations that were left until then.
final class TimerOnDemand: @unchecked Sendable {
  private enum Role {
    case maker
    case leftToMaker
    case user
  }

  /// Written once, before `isMade` is set. Read only after `isMade` is set.
  private var timer: Timer?
  private let isMade = Atomic(false)
  /// The durations that the creating call must record. `nil` while no call creates the Timer.
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

  /// Makes the Timer available to all calls, and returns the durations that were left until then.
  private func publish(_ made: Timer) -> [Duration] {
    left.withLock { left in
      timer = made
      isMade.store(true, ordering: .releasing)
      return left.take() ?? []
    }
  }
}

extension Timer {
  /// Records a duration in whole nanoseconds, cut to the range of `Int64`, about 292 years.
  fileprivate func record(_ duration: Duration) {
    let attoseconds = duration.attoseconds
    let short = Int64(truncatingIfNeeded: attoseconds)
    if Int128(short) == attoseconds { return recordNanoseconds(short / 1_000_000_000) }
    recordNanoseconds(Int64(clamping: attoseconds / 1_000_000_000))
  }
}
