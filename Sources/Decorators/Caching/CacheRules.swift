import DecoratorPrimitives
import Synchronization

/// The settings of a cache that has more of them than a capacity and one time to live for all values.
///
/// Closures of users run here, before or after the lock of the cache is held (M7).
@usableFromInline
final class CacheRules<Key: Hashable & Sendable, Value: Sendable>: Sendable {
  let freshness: Freshness<Key, Value>?
  let weighing: (@Sendable (Key, Value) -> Int)?
  let keepingErrors: (@Sendable (any Error) -> Duration?)?
  /// Nanoseconds since the cache was made, or `Int64.min` if nothing in the cache depends on time (M10).
  @usableFromInline let now: @Sendable () -> Int64
  /// Whether each entry has terms of its own.
  @usableFromInline let hasTerms: Bool
  /// Times the loads. Nil if nobody wants to know how long they take.
  @usableFromInline let loadClock: (@Sendable () -> Int64)?
  /// Measures the patience of callers.
  @usableFromInline let timeline: Timeline?
  /// The state of a SplitMix64 generator, from which jitter is drawn without a lock.
  private let jitter: Atomic<UInt64>
  private let staleNanoseconds: Int64
  private let retryNanoseconds: Int64
  private let refreshNanoseconds: Int64?

  init<C: Clock<Duration>>(
    freshness: Freshness<Key, Value>?,
    weighing: (@Sendable (Key, Value) -> Int)?,
    keepingErrors: (@Sendable (any Error) -> Duration?)?,
    timesLoads: Bool,
    clock: C
  ) {
    self.freshness = freshness
    self.weighing = weighing
    self.keepingErrors = keepingErrors
    let still: @Sendable () -> Int64 = { .min }
    let elapsed = nanosecondsFromNow(on: clock)
    if freshness == nil, keepingErrors == nil { now = still } else { now = elapsed }
    hasTerms = freshness != nil || weighing != nil || keepingErrors != nil
    loadClock = timesLoads ? elapsed : nil
    timeline = freshness?.patience == nil ? nil : Timeline(clock)
    if let freshness, freshness.expiryJitter > 0 {
      var generator = freshness.generator
      jitter = Atomic(generator.next())
    } else {
      jitter = Atomic(0)
    }
    staleNanoseconds = freshness?.staleFor.saturatingNanoseconds ?? 0
    retryNanoseconds = freshness?.retryingAfter.saturatingNanoseconds ?? 0
    refreshNanoseconds = freshness?.refreshingAfter?.saturatingNanoseconds
  }

  /// What is so of a value that is stored now.
  @usableFromInline
  func terms(of value: Value, for key: Key) -> StoredTerms {
    // A weight of nothing would let the number of entries grow without end.
    let weight = max(1, weighing?(key, value) ?? 1)
    guard let freshness else { return StoredTerms(now: now(), weight: weight) }
    let timeToLive = freshness.timeToLiveOf?(key, value) ?? freshness.timeToLive
    let now = now()
    guard let timeToLive else { return StoredTerms(now: now, weight: weight, refreshAt: refreshTime(1, from: now)) }
    guard timeToLive > .zero else { return StoredTerms(now: now, weight: weight, isKept: false) }
    let share = freshness.expiryJitter > 0 ? 1 - freshness.expiryJitter * randomShare() : 1
    let freshUntil = now.later(by: shortened(max(1, timeToLive.saturatingNanoseconds), to: share))
    return StoredTerms(
      now: now,
      weight: weight,
      refreshAt: refreshTime(share, from: now),
      freshUntil: freshUntil,
      usableUntil: freshUntil.later(by: staleNanoseconds)
    )
  }

  /// Whether a value that has become stale may be returned instead of the error (F1).
  @usableFromInline
  static func canReplace(_ error: any Error) -> Bool { !isCancellation(error) && !(error is RecursiveLoadError) }

  private func refreshTime(_ share: Double, from now: Int64) -> Int64 {
    refreshNanoseconds.map { now.later(by: shortened($0, to: share)) } ?? .max
  }

  /// When the value of a load that failed at `now` may be loaded again.
  @usableFromInline
  func retryTime(from now: Int64) -> Int64 { now.later(by: retryNanoseconds) }

  /// The error of a load that failed at `now`, if it is to be kept.
  @usableFromInline
  func kept(_ error: any Error, at now: Int64) -> KeptError? {
    guard let keepingErrors, !(error is RecursiveLoadError), let time = keepingErrors(error), time > .zero
    else { return nil }
    return KeptError(error: error, deadline: now.later(by: max(1, time.saturatingNanoseconds)))
  }

  /// A number from 0 to less than 1.
  private func randomShare() -> Double {
    let state = jitter.wrappingAdd(0x9e37_79b9_7f4a_7c15, ordering: .relaxed).newValue
    var mixed = (state ^ (state >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return Double((mixed ^ (mixed >> 31)) >> 11) * 0x1p-53
  }
}

/// Times to live that are cut to the range of `Int64` stay there.
private func shortened(_ nanoseconds: Int64, to share: Double) -> Int64 {
  share == 1 ? nanoseconds : max(1, Int64(Double(nanoseconds) * share))
}

extension Int64 {
  /// A later time, cut to the range of the type.
  @usableFromInline
  func later(by nanoseconds: Int64) -> Int64 {
    let (sum, overflow) = addingReportingOverflow(nanoseconds)
    return overflow ? .max : sum
  }
}

/// What is so of a value when it is stored. Times are nanoseconds since the cache was made.
@frozen
@usableFromInline
struct StoredTerms {
  @usableFromInline let now: Int64
  @usableFromInline let weight: Int
  /// From when a hit renews the value.
  @usableFromInline let refreshAt: Int64
  @usableFromInline let freshUntil: Int64
  @usableFromInline let usableUntil: Int64
  /// Whether the cache may keep the value.
  @usableFromInline let isKept: Bool

  @usableFromInline
  init(
    now: Int64,
    weight: Int = 1,
    refreshAt: Int64 = .max,
    freshUntil: Int64 = .max,
    usableUntil: Int64 = .max,
    isKept: Bool = true
  ) {
    self.now = now
    self.weight = weight
    self.refreshAt = refreshAt
    self.freshUntil = freshUntil
    self.usableUntil = usableUntil
    self.isKept = isKept
  }

  /// Until when a hit has nothing to do but to return the value.
  @usableFromInline var quietUntil: Int64 { min(refreshAt, freshUntil) }
}
