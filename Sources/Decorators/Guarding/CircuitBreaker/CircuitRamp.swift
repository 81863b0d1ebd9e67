/// The gradual return of calls to a circuit that has closed: a share of them is let in, which rises evenly (B12).
struct CircuitRamp {
  let began: Duration
  let length: Duration
  /// Each call adds the current share. The call with which the sum reaches 1 runs, and takes 1 from it. The first one runs.
  private var saved = 1.0

  init(from began: Duration, over length: Duration) {
    self.began = began
    self.length = length
  }

  func isOver(at now: Duration) -> Bool { now - began >= length }

  func share(at now: Duration) -> Double { min(1, max(0, (now - began) / length)) }

  mutating func admits(at now: Duration) -> Bool {
    saved += share(at: now)
    guard saved >= 1 else { return false }
    saved -= 1
    return true
  }

  /// A tenth of the whole time, so that refused calls come back with more room.
  func retryAfter(at now: Duration) -> Duration { min(length / 10, max(.zero, began + length - now)) }
}
