/// What has been pushed of what was offered, and what a push carries next.
///
/// It keeps the newest totals only, so that its size does not grow while the gateway is down (S2).
struct PushQueue: Sendable {
  /// Zeros before anything is counted, so that the counters exist from the start (S8).
  private(set) var newest = Totals()
  /// Pushes that were acknowledged.
  private(set) var pushes = 0
  /// Attempts after the first of each push.
  private(set) var retries = 0
  /// Why the last attempt failed, if it did.
  private(set) var lastFailure: PushFailure?

  private var attempted: Totals?
  private var acknowledged: Totals?
  private var isFirstAttempt = true

  /// Whether the gateway holds the newest totals.
  var isDelivered: Bool { newest == acknowledged }

  /// Whether the gateway said no in a way that the next batch would only hear again.
  var isRefused: Bool { lastFailure?.isRefusal ?? false }

  mutating func offer(_ totals: Totals) {
    newest = totals
  }

  /// Begins a push if there is something that no attempt has carried yet.
  mutating func beginPush() -> Bool {
    isFirstAttempt = true
    return newest != attempted
  }

  /// The totals that an attempt carries: everything since the last acknowledgement, what came after the push began
  /// included (S2).
  mutating func beginAttempt() -> Totals {
    if !isFirstAttempt { retries += 1 }
    isFirstAttempt = false
    attempted = newest
    return newest
  }

  mutating func acknowledge(_ totals: Totals) {
    acknowledged = totals
    pushes += 1
    lastFailure = nil
  }

  mutating func fail(_ failure: PushFailure) {
    lastFailure = failure
  }
}
