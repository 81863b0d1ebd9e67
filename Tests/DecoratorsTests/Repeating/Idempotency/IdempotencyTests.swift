import Decorators
import DecoratorsTesting
import Testing

private struct Answer: RetryClassifiable, EffectReporting {
  var status: Int
  var retryAfter: Duration?
  var retryDecision: RetryDecision { retryAfter.map { .retry(after: $0) } ?? .retry }
  /// 429, and 503 with `Retry-After`, by choice.
  var callEffect: CallEffect { status == 429 || (status == 503 && retryAfter != nil) ? .refused : .possible }
}

private struct NoConnection: EffectReporting { var callEffect: CallEffect { .neverSent } }
private struct Shut: Rejection {
  var name: String { "gate" }
  var retryAfter: Duration? { nil }
  var retryDecision: RetryDecision { .retry }
}

@Suite struct IdempotencyTests {
  let calls = Counter()
  let ends = ValueRecorder<RetryGiveUp>()

  private func attempts(_ error: any Error, when classify: (@Sendable (any Error) -> RetryDecision)? = nil) async -> Int
  {
    let before = calls.value
    let policy = RetryPolicy(
      backoff: .none,
      when: classify,
      idempotent: false,
      didGiveUp: { [ends] in ends.append($0) },
      clock: RecordingClock()
    )
    try? await policy.run { () async throws in
      calls.increment()
      throw error
    }
    return calls.value - before
  }

  @Test("U9: with idempotent: false, only errors that prove that nothing was done are retried")
  func gate() async {
    #expect(await attempts(TimeoutError()) == 1)
    #expect(ends.values.map(\.reason) == [.notIdempotent])
    #expect(await attempts(Answer(status: 500)) == 1)
    #expect(await attempts(Answer(status: 503)) == 1)
    #expect(await attempts(Answer(status: 429)) == 3)
    #expect(await attempts(Answer(status: 503, retryAfter: .seconds(1))) == 3)
    #expect(await attempts(NoConnection()) == 3)
    #expect(await attempts(Shut()) == 3)
  }

  @Test("U9: no classification opens the gate")
  func classifications() async {
    #expect(await attempts(TimeoutError(), when: { _ in .retry }) == 1)
    #expect(await attempts(Answer(status: 429), when: { _ in .giveUp }) == 1)
  }

  @Test("U9: an attempt that is cut off may have done its work, unless what it threw proves otherwise")
  func cutOff() async {
    let clock = ManualClock()
    let policy = RetryPolicy(backoff: .none, idempotent: false, clock: clock).with(eachAttempt: .seconds(1))
    func attempts(_ error: any Error) async -> Int {
      let before = calls.value
      try? await policy.run {
        calls.increment()
        clock.advance(by: .seconds(1))
        throw error
      }
      return calls.value - before
    }
    #expect(await attempts(CancellationError()) == 1)
    #expect(await attempts(NoConnection()) == 3)
  }

  @Test("U9: a judge of results answers for what they prove")
  func results() {
    let count = withRetry(RetryPolicy(backoff: .none, idempotent: false), onResult: { $0 < 2 }) { $0.number }
    #expect(count == 2)
  }

  @Test("U9: by default, functions may run twice")
  func byDefault() async {
    try? await RetryPolicy(backoff: .none).run { () async throws in
      calls.increment()
      throw TimeoutError()
    }
    #expect(calls.value == 3)
  }

  @Test("U9: the methods of HTTP that may be sent twice, and those that need a key")
  func methods() {
    for method in ["GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE"] {
      #expect(HTTPIdempotency.isRepeatable(method: method))
    }
    for method in ["POST", "PATCH", "CONNECT", "get", ""] {
      #expect(!HTTPIdempotency.isRepeatable(method: method))
      #expect(HTTPIdempotency.isRepeatable(method: method, hasKey: true))
    }
  }

  @Test("A10: the description says that the function must not run twice")
  func description() {
    #expect("\(RetryPolicy(idempotent: false))".contains(", idempotent: false, serverDelays:"))
  }
}
