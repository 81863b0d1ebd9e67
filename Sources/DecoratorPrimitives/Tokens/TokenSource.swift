/// What a ``TokenBucket`` does, without the type of its clock.
package final class TokenSource: @unchecked Sendable {
  package let name: String?
  let clock: TokenClock
  /// Guards ``state``. The locks of several sources are taken in the order of their addresses.
  let lock = Locked(())
  /// The lock gives exclusive access, so the runtime need not check it.
  @exclusivity(unchecked) private var state: TokenBucketState
  /// What a module above keeps with the bucket, such as its metrics.
  package let attachment = Locked<(any AnyObject & Sendable)?>(nil)

  init(name: String?, rate: TokenRate, clock: TokenClock) {
    self.name = name
    self.clock = clock
    state = TokenBucketState(rate)
  }

  /// Changes the state. Only who has the lock may call it.
  @inline(__always)
  func locked<R>(_ body: (inout TokenBucketState) -> R) -> R { body(&state) }

  @inline(__always)
  func withState<R>(_ body: (inout TokenBucketState) -> R) -> R { lock.withLock { _ in body(&state) } }

  package var burst: Int { withState { $0.rate.burst } }
  package var interval: Duration { withState { $0.rate.interval } }
  package var waiting: Int { withState { $0.waiting } }

  package var isIdle: Bool {
    let now = clock.now
    return withState { $0.isIdle(at: now) }
  }

  package func wait(for tokens: Int) -> Duration {
    let now = clock.now
    return withState { $0.wait(for: tokens, at: now) }
  }

  /// Takes tokens if nobody waits and there are enough.
  @inline(__always)
  package func takeAtOnce(_ tokens: Int) throws(CancellationError) -> Bool {
    if Task.isCancelled { throw CancellationError() }
    let now = clock.now
    return withState { $0.takeAtOnce(tokens, at: now) }
  }

  func setRate(_ rate: TokenRate) { change { $0.setRate(rate, at: $1) } }

  package func pause(for duration: Duration) {
    let duration = min(duration, .longestWait)
    change { $0.pause(until: $1 + duration, at: $1) }
  }

  package func lower(to tokens: Int) { change { $0.lower(to: max(0, tokens), at: $1) } }

  private func change(_ body: (inout TokenBucketState, Duration) -> TokenBucketState.Effect) {
    let now = clock.now
    let effect = withState { body(&$0, now) }
    effect.sleeper?.cancel()
    for leaver in effect.leavers { leaver.wake() }
    for places in effect.overdue { places.leaveOverdue() }
  }

  func leave(_ waiter: Waiter<TokenBucketState.Ticket>, _ departure: Departure) {
    if withState({ $0.leave(waiter, departure) }) { waiter.wake() }
  }

  func passTurn() {
    let now = clock.now
    withState { $0.passTurn(at: now) }?.wake()
  }
}
