import Decorators
import DecoratorsTesting
import Testing

@Suite struct RateLimitHintTests {
  private func hint(_ headers: [String: String], at now: Int64? = 1_800_000_000) -> RateLimitHint? {
    RateLimitHint(headers: { headers[$0] }, now: now)
  }

  @Test(
    "Q9: the fields of rate limits are read as their drafts say, the longest pause and the fewest calls first",
    arguments: [
      (["Retry-After": "120"], RateLimitHint(pause: .seconds(120))),
      (["Retry-After": " 7 "], RateLimitHint(pause: .seconds(7))),
      (["RateLimit": #""default";r=0;t=30"#], RateLimitHint(pause: .seconds(30), remaining: 0)),
      (["RateLimit": #""default";r=50;t=30"#], RateLimitHint(remaining: 50)),
      (["RateLimit": #""a;r=9,b\"";r=5;t=3, "b"; r=0; t=4;pk=:dsd:"#], RateLimitHint(pause: .seconds(4), remaining: 0)),
      (["RateLimit-Remaining": "0", "RateLimit-Reset": "12"], RateLimitHint(pause: .seconds(12), remaining: 0)),
      (["RateLimit-Remaining": "3", "RateLimit-Reset": "12"], RateLimitHint(remaining: 3)),
      (
        ["X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "1800000025"],
        RateLimitHint(pause: .seconds(25), remaining: 0)
      ),
      (["X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "25"], RateLimitHint(pause: .seconds(25), remaining: 0)),
      (["X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "1799999999"], RateLimitHint(remaining: 0)),
      (["Retry-After": "5", "RateLimit": #""d";r=0;t=3"#], RateLimitHint(pause: .seconds(5), remaining: 0)),
    ]
  )
  func fields(headers: [String: String], expected: RateLimitHint) {
    #expect(hint(headers) == expected)
  }

  @Test("Q9, U7, R8: a time of day counts from the Date of the response, whatever the clock of this machine says")
  func timesOfDay() {
    let date = "Fri, 15 Jan 2027 08:00:00 GMT"  // 1 800 000 000 s
    let later = "Fri, 15 Jan 2027 08:00:30 GMT"
    #expect(hint(["Retry-After": later, "Date": date], at: nil) == RateLimitHint(pause: .seconds(30)))
    #expect(hint(["Retry-After": later, "Date": date], at: 1_799_999_000) == RateLimitHint(pause: .seconds(30)))
    #expect(hint(["Retry-After": later]) == RateLimitHint(pause: .seconds(30)))
    #expect(hint(["Retry-After": date, "Date": later], at: nil) == nil)
    let reset = ["X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "1800000025"]
    let pause = RateLimitHint(pause: .seconds(25), remaining: 0)
    #expect(hint(reset.merging(["Date": date]) { $1 }, at: nil) == pause)
    #expect(hint(reset.merging(["Date": date]) { $1 }, at: 1_700_000_000) == pause)
    // The package reads no wall clock: without a Date there is no pause.
    #expect(hint(["Retry-After": later], at: nil) == nil)
    #expect(hint(reset, at: nil) == RateLimitHint(remaining: 0))
    #expect(hint(["retry-after-ms": "250", "Retry-After": "7"], at: nil) == RateLimitHint(pause: .milliseconds(250)))
  }

  @Test(
    "Q9: fields that are malformed or say nothing are no hint",
    arguments: ["0", "-3", "+3", "1.5", "", "12345678901", "soon", "١٢"]
  )
  func noHint(text: String) {
    #expect(hint(["Retry-After": text]) == nil)
    #expect(hint(["RateLimit-Reset": text]) == nil)
    #expect(hint(["RateLimit": text]) == nil)
    #expect(hint(["RateLimit": #""d";t=30;r="# + "x\(text)"]) == nil)
    #expect(hint([:]) == nil)
  }

  @Test("Q9: what remains lowers the fill, and never raises it")
  func remaining() async throws {
    let bucket = TokenBucket(named: "api", 10, per: .seconds(1), burst: 10, clock: ManualClock())
    bucket.heed(RateLimitHint(remaining: 4))
    #expect(bucket.expectedWait(for: 4) == .zero && bucket.expectedWait(for: 5) == .milliseconds(100))
    bucket.heed(RateLimitHint(remaining: 9))
    #expect(bucket.expectedWait(for: 5) == .milliseconds(100))
    bucket.heed(RateLimitHint(remaining: 0))
    #expect(bucket.expectedWait() == .milliseconds(100))
    bucket.heed(RateLimitHint(pause: .seconds(30), remaining: 0))
    #expect(bucket.expectedWait() == .seconds(30))
  }

  @Test("Q7, Q9: what a server says slows all buckets of several limits down")
  func severalBuckets() async throws {
    let clock = ManualClock()
    let second = TokenBucket(named: "second", 10, per: .seconds(1), burst: 9, clock: clock)
    let hour = TokenBucket(named: "hour", 1, per: .seconds(1), burst: 100, clock: clock)
    let limits = RateLimits(second, hour, hints: .retryAfter)
    _ = try? await limits.run { () async throws in throw StatusError(status: 503, retryAfter: .seconds(7)) }
    #expect(second.expectedWait() == .seconds(7) && hour.expectedWait() == .seconds(7))
    #expect("\(limits)" == #"rateLimited(by: "second+hour", hints: retryAfter)"#)
    let other = RateLimits(second, hour)
    clock.advance(by: .seconds(7))
    _ = try? await other.run { () async throws in throw StatusError(status: 503, retryAfter: .seconds(50)) }
    #expect(second.expectedWait() == .milliseconds(100) && hour.expectedWait() == .seconds(1))
  }

  @Test("Q9: errors slow the bucket down only where the limit asks for it, and refusals never do")
  func errors() async throws {
    let bucket = TokenBucket(named: "api", 1, per: .seconds(1), burst: 100, clock: ManualClock())
    func fail(_ hints: RateLimitHints, with error: any Error) async {
      _ = try? await RateLimit(by: bucket, hints: hints).run { () async throws in throw error }
    }
    let busy = StatusError(status: 503, retryAfter: .seconds(7))
    await fail(.ignored, with: busy)
    await fail(.retryAfter, with: StatusError(status: 503))
    await fail(.retryAfter, with: RateLimitedError(name: "other", retryAfter: .seconds(9)))
    #expect(bucket.expectedWait() == .zero)
    await fail(.retryAfter, with: busy)
    #expect(bucket.expectedWait() == .seconds(7))
    let other = TokenBucket(named: "api", 1, per: .seconds(1), burst: 100, clock: ManualClock())
    let hints = RateLimitHints.rateLimitHeaders { error in
      error is StatusError ? { $0 == "Retry-After" ? "11" : nil } : nil
    }
    _ = try? await RateLimit(by: other, hints: hints).run { () async throws in throw ConnectionError() }
    #expect(other.expectedWait() == .zero)
    _ = try? await RateLimit(by: other, hints: hints).run { () async throws in throw busy }
    #expect(other.expectedWait() == .seconds(11))
  }
}
