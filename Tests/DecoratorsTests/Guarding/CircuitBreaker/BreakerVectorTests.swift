import Decorators
import DecoratorsTesting
import Testing

/// The vectors of the breaker with calls as a user makes them: each begins and ends at its times, in seconds.
@Suite struct BreakerVectorTests {
  private struct Broken: Error {}

  private enum End { case success, failure, cancelled }

  /// A call that begins at `at` and ends `after` that, if it is let in.
  private struct Call {
    var at: Double
    var after = 0.0
    var end = End.success
  }

  private static func breaker(_ clock: ManualClock, minimumCalls: Int = 4) -> CircuitBreaker {
    CircuitBreaker(
      named: "payments",
      minimumCalls: minimumCalls,
      window: .time(.seconds(10)),
      jitter: 0,
      clock: clock
    )
  }

  /// Opens at 1 until 6: three of four calls of a second, the last one fails.
  private static let opening = [
    Call(at: 0), Call(at: 0, end: .failure), Call(at: 0), Call(at: 1, end: .failure),
  ]

  /// Makes the calls, and looks at the breaker at some times, after the calls of the same time.
  ///
  /// - Returns: The refusal of each call, in their order.
  private func play(
    minimumCalls: Int = 4,
    _ calls: [Call],
    looking: [(at: Double, look: @Sendable (CircuitBreaker) -> Void)] = []
  ) async -> [CircuitOpenError?] {
    await withSimulatedTime { clock in
      let breaker = Self.breaker(clock, minimumCalls: minimumCalls)
      return await withTaskGroup(of: (Int, CircuitOpenError?).self) { group in
        for (index, call) in calls.enumerated() {
          group.addTask {
            try? await clock.sleep(for: .milliseconds(call.at * 1_000))
            do {
              try await breaker.run {
                try await clock.sleep(for: .milliseconds(call.after * 1_000))
                switch call.end {
                case .success: break
                case .failure: throw Broken()
                case .cancelled: throw CancellationError()
                }
              }
              return (index, nil)
            } catch {
              return (index, error as? CircuitOpenError)
            }
          }
        }
        for (time, look) in looking {
          group.addTask {
            try? await clock.sleep(for: .milliseconds(time * 1_000))
            look(breaker)
            return (-1, nil)
          }
        }
        var refusals = [CircuitOpenError?](repeating: nil, count: calls.count)
        for await (index, refusal) in group where index >= 0 { refusals[index] = refusal }
        return refusals
      }
    }
  }

  @Test("B1, B2, B6, B7: open until 6, three probes, a stale success, twice as long, then closed and empty")
  func wholeLife() async throws {
    let probes = [
      Call(at: 5.999), Call(at: 6, after: 0.6, end: .failure), Call(at: 6, after: 0.7, end: .failure),
      Call(at: 6, after: 20), Call(at: 6),
    ]
    let late = [
      Call(at: 0.9, after: 5.6), Call(at: 16.699), Call(at: 16.7, after: 0.1), Call(at: 16.7, after: 0.2),
      Call(at: 16.7, after: 0.3, end: .failure),
    ]
    let refusals = await play(
      Self.opening + probes + late,
      looking: [
        (6.55, { #expect($0.state == .halfOpen && $0.snapshot.stale == 1) }),
        (6.65, { #expect($0.state == .halfOpen) }),
        (6.75, { #expect($0.state == .open && $0.snapshot.reopenings == 1) }),
        (16.85, { #expect($0.state == .halfOpen) }),
        (16.95, { #expect($0.state == .closed && $0.snapshot.calls == 0 && $0.snapshot.reopenings == 0) }),
        (17.05, { #expect($0.snapshot.calls == 0 && $0.snapshot.stale == 2) }),
        (27, { #expect($0.state == .closed && $0.snapshot.calls == 0 && $0.snapshot.stale == 3) }),
      ]
    )
    #expect(refusals.indices.filter { refusals[$0] != nil } == [4, 8, 10])
    #expect(refusals[4]?.retryAfter == .milliseconds(1) && refusals[4]?.state == .open)
    #expect(refusals[8]?.state == .halfOpen)
    #expect(refusals[10]?.retryAfter == .milliseconds(1))
  }

  @Test("B8, B9: a cancelled probe gives its place back at once, and one that never ends after 30 seconds")
  func places() async throws {
    let probes = [
      Call(at: 6, after: 34), Call(at: 6, after: 1_000), Call(at: 6, after: 1, end: .cancelled), Call(at: 6.5),
      Call(at: 7.1, after: 1_000), Call(at: 35.999), Call(at: 36, after: 1_000), Call(at: 36, after: 1_000),
      Call(at: 36), Call(at: 37.1, after: 1_000), Call(at: 37.1),
    ]
    let refusals = await play(
      Self.opening + probes,
      looking: [(40.5, { #expect($0.state == .halfOpen && $0.snapshot.stale == 1 && $0.snapshot.calls == 0) })]
    )
    #expect(refusals.indices.filter { refusals[$0] != nil }.map { $0 - 4 } == [3, 5, 8, 10])
    #expect(refusals[4 + 5]?.retryAfter == .microseconds(1_000))
    #expect(refusals[4 + 8]?.retryAfter == .microseconds(1_100_000))
  }

  @Test("B3: the success that completes the minimum opens it, and a failure counts for ten seconds, less its tenth")
  func window() async {
    _ = await play(
      minimumCalls: 20,
      (1...19).map { _ in Call(at: 0, end: .failure) } + [Call(at: 1)],
      looking: [(0.5, { #expect($0.state == .closed) }), (1.5, { #expect($0.state == .open) })]
    )
    _ = await play(
      [Call(at: 0.5, end: .failure)],
      looking: [(9.99, { #expect($0.snapshot.failures == 1) }), (10, { #expect($0.snapshot.failures == 0) })]
    )
  }

  @Test("B11: isolating makes a call in flight stale, and closing begins at 0 of 0")
  func isolating() async {
    let refusals = await play(
      [Call(at: 0, end: .failure), Call(at: 2, after: 2), Call(at: 3.5), Call(at: 6)],
      looking: [
        (3, { $0.isolate(reason: "maintenance") }),
        (
          5,
          { breaker in
            #expect(breaker.snapshot.stale == 1)
            breaker.close()
            #expect(breaker.state == .closed && breaker.snapshot.calls == 0)
          }
        ),
      ]
    )
    #expect(refusals.map { $0?.state } == [nil, nil, .isolated, nil])
    #expect(refusals[2]?.retryAfter == nil)
  }
}

extension Duration {
  fileprivate static func milliseconds(_ number: Double) -> Duration { .microseconds(Int((number * 1_000).rounded())) }
}
