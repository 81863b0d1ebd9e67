#if Tracing
  import Decorators
  import DecoratorsTesting
  import DecoratorsTracing
  import InMemoryTracing
  import Testing

  @Suite(.timeLimit(.minutes(10))) struct TracedTests {
    private let tracer = InMemoryTracer()

    private var spans: [FinishedInMemorySpan] { tracer.finishedSpans }
    private var names: [String] { spans.map(\.operationName) }

    /// The only span that has ended.
    private func span() throws -> FinishedInMemorySpan {
      try #require(spans.count == 1)
      return spans[0]
    }

    // MARK: V1, V5

    @Test("V5: the name of the span is the function's, and its kind is internal unless another one is given")
    func namesAndKinds() async throws {
      try await withTracer(tracer) { () async throws in
        traced(named: "one") {}()
        await traced(named: "two", kind: .client) { (_: Int) async in }(7)
        Function(named: "three") {}.traced()()
        try await AsyncFunction(named: "three") { () async throws in }.traced(named: "four", kind: .server)()
        Function(named: "five") {}.decorated(by: .traced(kind: .producer))()
        TracingPolicy(kind: .consumer).run(named: "six") {}
        await TracingPolicy().run(named: "seven") { () async in }
      }
      #expect(names == ["one", "two", "three", "four", "five", "six", "seven"])
      #expect(spans.map(\.kind) == [.internal, .client, .internal, .server, .producer, .consumer, .internal])
    }

    @Test("L7, L9: without a name, it is the place of the wrapping")
    func defaultNames() {
      withTracer(tracer) {
        let line: UInt = #line + 1
        traced {}()
        TracingPolicy().run {}
        #expect(names == ["\(#fileID):\(line)", "\(#fileID):\(line + 1)"])
      }
    }

    @Test(
      "C7, V1: around each member there is one span for a call, inside it one for each time that it runs the function"
    )
    func pairs() async throws {
      let clock = ManualClock()
      let members: [any ConcurrentDecorator] = [
        TimingPolicy(named: "timed", to: []), LoggingPolicy(logger: LogRecorder().logger),
        CountingPolicy(named: "counted", metricsFactory: TestMetrics()),
        RetryPolicy(attempts: 3, backoff: .none, clock: clock),
        RetryPolicy(attempts: 3, backoff: .none, clock: clock).with(eachAttempt: .seconds(1)),
        TimeLimit(within: .seconds(1), clock: clock), TimeLimit(eachAttempt: .seconds(1), clock: clock),
        CircuitBreaker(named: "breaker", clock: clock), Bulkhead(named: "bulkhead", atMost: 1, clock: clock),
        RateLimit(by: TokenBucket(named: "bucket", 1, per: .seconds(1), burst: 9, clock: clock)),
        HedgePolicy(after: .seconds(1), clock: clock), Faults.first(0, .hang, clock: clock),
      ]
      for member in members {
        // The first call fails, and the second one, which a retry or a hedge makes, succeeds.
        for (isOutside, failures) in [(true, 0), (true, 1), (false, 0), (false, 1)] {
          let (tracer, calls) = (InMemoryTracer(), ValueRecorder<Int>())
          let fetch = AsyncFunction(named: "fetch") { () async throws in
            calls.append(1)
            if calls.values.count <= failures { throw Refused() }
          }
          try? await withTracer(tracer) { () async throws in
            try await isOutside
              ? wrapped(fetch, by: member).traced(named: "call")() : wrapped(fetch.traced(named: "run"), by: member)()
          }
          let spans = tracer.finishedSpans
          #expect(spans.count == (isOutside ? 1 : calls.values.count), "\(member), \(isOutside), \(failures)")
          let failed = spans.filter { $0.status?.code == .error }.count
          #expect(failed == (isOutside ? (calls.values.count > failures ? 0 : 1) : failures), "\(member)")
          #expect(tracer.activeSpans.isEmpty)
        }
      }
    }

    /// The function with a decorator whose type only the call knows.
    private func wrapped(
      _ function: AsyncFunction<Void, any Error>,
      by member: some ConcurrentDecorator
    ) -> AsyncFunction<Void, any Error> {
      AsyncFunction { () async throws in try await member.run { try await function() } }
    }

    @Test("V1: around a retry there is one span, inside it one for each attempt, below it")
    func composition() async throws {
      let calls = ValueRecorder<Int>()
      let fetch = AsyncFunction(named: "attempt") { () async throws in
        calls.append(1)
        if calls.values.count < 3 { throw Refused() }
      }
      try await withTracer(tracer) { () async throws in
        try await fetch.traced().retrying(attempts: 3, backoff: .none).traced(named: "call")()
      }
      #expect(names == ["attempt", "attempt", "attempt", "call"])
      let call = spans[3]
      #expect(spans.prefix(3).allSatisfy { $0.parentSpanID == call.spanID && $0.traceID == call.traceID })
      #expect(call.parentSpanID == nil)
      #expect(spans.map { $0.status?.code } == [.error, .error, nil, nil])
      #expect(spans.map { $0.attributes.all["retry.attempt"] } == [nil, "2", "3", nil])
    }

    @Test("V4: the loser of a hedge has lost, and its status stays unset")
    func hedge() async throws {
      let clock = ManualClock()
      let hedge = HedgePolicy(after: .seconds(1), attempts: 2, clock: clock)
      let fetch = AsyncFunction(named: "attempt") { () async throws -> String in
        if clock.now.offset > .zero { return "fast" }
        try await clock.sleep(for: .seconds(60))
        return "slow"
      }
      let task = Task {
        try await withTracer(tracer) { () async throws in
          try await fetch.traced().decorated(by: hedge).traced(named: "call")()
        }
      }
      await clock.sleepers(atLeast: 2)
      clock.advance(by: .seconds(1))
      #expect(try await task.value == "fast")
      let call = try #require(spans.last)
      #expect(names == ["attempt", "attempt", "call"])
      #expect(spans.allSatisfy { $0.status == nil && $0.errors.isEmpty })
      #expect(spans.prefix(2).allSatisfy { $0.parentSpanID == call.spanID })
      #expect(
        Set(spans.prefix(2).map(\.attributes.all)) == [
          ["outcome": "success"], ["outcome": "cancelled", "hedge.result": "lost"],
        ]
      )
      #expect(call.attributes.all == ["outcome": "success"])
      #expect(call.events.map(\.name) == ["hedge started"])
      #expect(call.events[0].attributes.all == ["hedge.attempt": "2"])
    }

    @Test("V3: the span is the parent of those that begin inside, also in child tasks and in plain withSpan")
    func nesting() async throws {
      let policy = TracingPolicy()
      await withTracer(tracer) {
        await policy.run(named: "outer") {
          policy.run(named: "sync") { withSpan("plain") { _ in } }
          async let child: Void = policy.run(named: "child") { () async in await Task.yield() }
          await child
        }
        await policy.run(named: "next") { () async in }
      }
      let ids = Dictionary(uniqueKeysWithValues: spans.map { ($0.operationName, $0) })
      #expect(ids["sync"]?.parentSpanID == ids["outer"]?.spanID)
      #expect(ids["plain"]?.parentSpanID == ids["sync"]?.spanID)
      #expect(ids["child"]?.parentSpanID == ids["outer"]?.spanID)
      #expect(ids["next"]?.parentSpanID == nil && ids["next"]?.traceID != ids["outer"]?.traceID)
      #expect(tracer.activeSpans.isEmpty)
    }

    // MARK: V3, V6: the end

    @Test("V3: a call that returns has no status")
    func success() throws {
      withTracer(tracer) { TracingPolicy().run(named: "push") {} }
      let span = try span()
      #expect(span.status == nil && span.errors.isEmpty && span.events.isEmpty)
      #expect(span.attributes.all == ["outcome": "success"])
    }

    @Test("V6, L5: a failure has the error's type, as in logs, and nothing of its description")
    func failure() async throws {
      let recorder = LogRecorder()
      try await withTracer(tracer) { () async throws in
        let push = AsyncFunction(named: "push") { () async throws in throw Refused() }
          .logged(logger: recorder.logger).traced()
        await #expect(throws: Refused()) { try await push() }
      }
      let span = try span()
      #expect(span.status == SpanStatus(code: .error))
      #expect(span.errors.isEmpty)
      #expect(span.attributes.all == ["outcome": "failure", "error.type": "DecoratorsTracingTests.Refused"])
      #expect(recorder.entries.last?.metadata["call.error.type"] == "DecoratorsTracingTests.Refused")
    }

    @Test("V6: by choice, a failure also has the error's description, escaped and cut")
    func description() throws {
      let policy = TracingPolicy(errors: .description, valueLimit: 12)
      withTracer(tracer) { _ = try? policy.run(named: "push") { () throws in throw Refused() } }
      let span = try span()
      #expect(span.status == SpanStatus(code: .error, message: #"the\npasswor…"#))
      #expect(span.errors.map { $0.error as? Refused } == [Refused()])
    }

    @Test("V3, L1: a cancelled call is no error: its status stays unset")
    func cancellation() async throws {
      let policy = TracingPolicy(errors: .description)
      await withTracer(tracer) {
        try? policy.run(named: "thrown") { () throws in throw CancellationError() }
        let task = Task {
          withUnsafeCurrentTask { $0?.cancel() }
          try? await policy.run(named: "turned") { () async throws in throw Refused() }
          await policy.run(named: "returned") { () async in }
        }
        await task.value
      }
      #expect(spans.map(\.status) == [nil, nil, nil])
      #expect(spans.allSatisfy { $0.errors.isEmpty })
      #expect(
        spans.map(\.attributes.all) == [["outcome": "cancelled"], ["outcome": "cancelled"], ["outcome": "success"]]
      )
    }

    @Test("V: a rejection is an outcome of its own")
    func rejection() throws {
      withTracer(tracer) { try? TracingPolicy().run(named: "push") { () throws in throw Full() } }
      let span = try span()
      #expect(span.status == SpanStatus(code: .error))
      #expect(span.attributes.all == ["outcome": "rejected", "error.type": "DecoratorsTracingTests.Full"])
    }

    @Test("V3: a call keeps its type of errors, and each span ends once")
    func typedErrors() async {
      let policy = TracingPolicy()
      await withTracer(tracer) {
        do throws(Refused) { try policy.run { () throws(Refused) in throw Refused() } } catch {
          #expect(error == Refused())
        }
        do throws(Refused) { try await policy.run { () async throws(Refused) in throw Refused() } } catch {
          #expect(error == Refused())
        }
        let half = traced { (number: Int) async throws(Refused) in
          if number % 2 == 1 { throw Refused() }
          return number / 2
        }
        do throws(Refused) { #expect(try await half(4) == 2) } catch { Issue.record(error) }
      }
      #expect(spans.count == 3 && tracer.activeSpans.isEmpty)
    }

    @MainActor
    @Test func theFunction_runsWhereItIsIsolated() async {
      var state = 0
      await withTracer(tracer) {
        await TracingPolicy().run {
          MainActor.assertIsolated()
          await Task.yield()
          state += 1
        }
        let bump = traced { @MainActor (number: Int) async in
          MainActor.assertIsolated()
          return number + 1
        }
        #expect(await bump(1) == 2)
      }
      #expect(state == 1 && spans.count == 2)
    }

    // MARK: V2: events

    @Test("V2: a retried error is an event of the outer span, whose status stays unset")
    func retries() async throws {
      let clock = RecordingClock()
      let calls = ValueRecorder<Int>()
      let fetch = retrying(attempts: 4, backoff: .constant(.milliseconds(1500), jitter: .none), clock: clock) {
        () async throws in
        calls.append(1)
        if calls.values.count < 3 { throw Refused() }
      }
      try await withTracer(tracer) { () async throws in try await fetch.traced(named: "fetch")() }
      let span = try span()
      #expect(span.status == nil && span.errors.isEmpty)
      #expect(span.events.map(\.name) == ["retry", "retry"])
      #expect(
        span.events.map(\.attributes.all)
          == [1, 2].map {
            ["retry.attempt": "\($0)", "retry.delay": "1.5", "error.type": "DecoratorsTracingTests.Refused"]
          }
      )
    }

    @Test("V2: a retry of a refused result has no error, and a synchronous retry is an event too")
    func refusedResults() throws {
      let calls = ValueRecorder<Int>()
      let poll = Function(named: "poll") { () throws in
        calls.append(1)
        return calls.values.count
      }
      .retrying(attempts: 2, backoff: .none, onResult: { $0 == 1 })
      try withTracer(tracer) { () throws in #expect(try poll.traced()() == 2) }
      #expect(try span().events.map(\.attributes.all) == [["retry.attempt": "1", "retry.delay": "0.0"]])
    }

    @Test("V2: events go to the nearest traced call, also from child tasks, and to none outside")
    func nearestSpan() async throws {
      let policy = TracingPolicy()
      await withTracer(tracer) {
        addSpanEvent("nowhere")
        await policy.run(named: "outer") {
          addSpanEvent("before")
          await policy.run(named: "inner") {
            async let child: Void = addSpanEvent("inside", ["size": 3])
            await child
          }
          addSpanEvent("after")
        }
      }
      #expect(names == ["inner", "outer"])
      #expect(spans.map { $0.events.map(\.name) } == [["inside"], ["before", "after"]])
      #expect(spans[0].events[0].attributes.all == ["size": "3"])
    }

    @Test("V2, A3: a refusal of a decorator inside is an event")
    func refusals() async throws {
      let door = Door()
      try await withTracer(tracer) { () async throws in
        let push = Function(named: "push") { () throws in }.decorated(by: door)
        #expect(throws: Full.self) { try push.traced()() }
        let fetch = AsyncFunction(named: "fetch") { () async throws in }.decorated(by: door)
          .retrying(attempts: 2, backoff: .none, when: { _ in .retry })
        await #expect(throws: Full.self) { try await fetch.traced()() }
        await #expect(throws: Refused.self) { try await Door(refusal: Refused()).run { () async in } }
      }
      let refusal = ["rejected.by": "orders", "error.type": "DecoratorsTracingTests.Full"]
      #expect(spans[0].events.map(\.name) == ["rejected"])
      #expect(spans[0].events[0].attributes.all == refusal)
      #expect(spans[1].events.map(\.name) == ["rejected", "retry", "rejected"])
      #expect(spans[1].events[2].attributes.all == refusal)
    }

    @Test("V2: an error that a fallback answers is an event, and no error of the span")
    func fallbacks() async throws {
      await withTracer(tracer) {
        let price = Function(named: "price") { () throws in throw Refused() }
          .fallingBack(on: Refused.self, to: 7)
        #expect((try? price.traced()()) == 7)
        let fetch = AsyncFunction(named: "fetch") { () async throws in throw Refused() }
          .fallingBack(on: Refused.self, to: 7)
        #expect((try? await fetch.traced()()) == 7)
      }
      #expect(names == ["price", "fetch"])
      #expect(spans.allSatisfy { $0.status == nil && $0.attributes.all == ["outcome": "success"] })
      #expect(spans.map { $0.events.map(\.name) } == [["fallback"], ["fallback"]])
      #expect(spans[0].events[0].attributes.all == ["error.type": "DecoratorsTracingTests.Refused"])
    }

    // MARK: V5: arguments

    @Test("V5: arguments are attributes only by choice")
    func arguments() async throws {
      let policy = TracingPolicy(recording: .all(redacting: "password")).with(argumentNames: ["user", "password"])
      try await withTracer(tracer) { () async throws in
        decorated(by: policy, named: "sign_in") { (user: String, password: String) in }("ann\n", "secret")
        await traced(named: "move", recording: .only("1")) { (from: Int, to: Int) async in }(3, 4)
        traced(named: "plain") { (user: String) in }("ann")
      }
      #expect(
        spans.map(\.attributes.all) == [
          ["outcome": "success", "call.arguments.user": #"ann\n"#, "call.arguments.password": "<redacted>"],
          ["outcome": "success", "call.arguments.1": "4"],
          ["outcome": "success"],
        ]
      )
      #expect(names == ["sign_in", "move", "plain"])
    }

    @Test("V5, L5: a misspelled name stops the program where the function is wrapped")
    func misspelledArguments() async {
      let words = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        let policy = TracingPolicy(recording: .only("usr")).with(argumentNames: ["user"])
        _ = decorated(by: policy, named: "sign_in") { (_: String) in }
      }
      let said = String(decoding: words?.standardErrorContent ?? [], as: UTF8.self)
      #expect(said.contains(#"sign_in names arguments that the function does not have: ["usr"]"#))
    }

    @Test("A10: the description shows every setting")
    func policyDescription() {
      #expect(TracingPolicy().description == "traced(kind: internal, valueLimit: 256)")
      let policy = TracingPolicy(kind: .client, recording: .only("id"), errors: .description, valueLimit: 9)
        .with(argumentNames: ["id"])
      #expect(
        "\(policy)"
          == "traced(kind: client, recording: only(id), argumentNames: id, errors: description, valueLimit: 9)"
      )
      #expect(traced(named: "push") {}.description == "traced(kind: internal, valueLimit: 256) → push")
    }
  }

  struct Refused: Error, Equatable, CustomStringConvertible {
    var description: String { "the\npassword was s3cret" }
  }

  /// A refusal as the decorators of this package throw it.
  struct Full: Rejection {
    var name: String { "orders" }
    var retryAfter: Duration? { nil }
  }

  /// A decorator that refuses every call.
  struct Door: CallGuard {
    var refusal: any Error = Full()
    var description: String { "door" }
    func admit(at site: CallSite) throws { throw refusal }
    func leave(_: Void, at site: CallSite, throwing error: (any Error)?) {}
  }

  extension SpanAttributes {
    /// All attributes as texts.
    var all: [String: String] {
      var all: [String: String] = [:]
      forEach { key, value in
        switch value {
        case .string(let text): all[key] = text
        case .int32(let number): all[key] = "\(number)"
        case .int64(let number): all[key] = "\(number)"
        case .double(let number): all[key] = "\(number)"
        default: all[key] = "\(value)"
        }
      }
      return all
    }
  }
#endif
