#if Tracing
  import Decorators
  import DecoratorsTesting
  import DecoratorsTracing
  import InMemoryTracing
  import Testing

  @Suite(.timeLimit(.minutes(10))) struct TracerTests {
    @Test("V7: without a tracer, the function runs in the context that was there, and no task-local value is bound")
    func noTracer() async throws {
      var seven = ServiceContext.topLevel
      seven[Key.self] = 7
      let context = seven
      for tracer: (any Tracer)? in [nil, NoOpTracer()] {
        func check() async throws {
          try await ServiceContext.$current.withValue(context) { () async throws in
            @Sendable func unchanged() -> Bool { ServiceContext.current?[Key.self] == 7 && CallEvents.recorder == nil }
            #expect(TracingPolicy().run { unchanged() })
            #expect(await TracingPolicy().run { () async in unchanged() })
            #expect(traced { unchanged() }())
            #expect(
              withTracing(named: "push") { span in
                span.attributes["size"] = 3
                return unchanged() && !span.isRecording && span.context[Key.self] == 7
              }
            )
            #expect(
              await withTracing(named: "push") { span in
                await Task.yield()
                return unchanged() && !span.isRecording
              }
            )
            #expect(throws: Refused()) { try TracingPolicy().run { () throws in throw Refused() } }
            await #expect(throws: Refused()) { try await TracingPolicy().run { () async throws in throw Refused() } }
          }
        }
        if let tracer { try await withTracer(tracer) { try await check() } } else { try await check() }
      }
    }

    @Test("V7: a call without a tracer leaves the events inside to the traced call around it")
    func noTracerInside() async {
      let tracer = InMemoryTracer()
      await withTracer(tracer) {
        await TracingPolicy().run(named: "outer") {
          await withTracer(NoOpTracer()) {
            TracingPolicy().run { addSpanEvent("sync") }
            await TracingPolicy().run { () async in addSpanEvent("async") }
          }
        }
      }
      #expect(tracer.finishedSpans.map { $0.events.map(\.name) } == [["sync", "async"]])
    }

    private enum Key: ServiceContextKey { typealias Value = Int }

    @Test("V7: the tracer is looked up at each call, so calls in parallel have each their own")
    func parallelTracers() async {
      let fetch = traced(named: "fetch") { (_: Int) async in await Task.yield() }
      await withTaskGroup { group in
        for count in 1...20 {
          group.addTask {
            let tracer = InMemoryTracer()
            await withTracer(tracer) { for number in 1...count { await fetch(number) } }
            #expect(tracer.finishedSpans.count == count)
          }
        }
      }
    }

    @Test("V7: the tracer of the program is found, also among several instruments")
    func bootstrapped() async {
      await #expect(processExitsWith: .success) {
        let tracer = InMemoryTracer()
        InstrumentationSystem.bootstrap(MultiplexInstrument([NoOpInstrument(), tracer]))
        TracingPolicy().run(named: "push") {}
        #expect(tracer.finishedSpans.map(\.operationName) == ["push"])
      }
      await #expect(processExitsWith: .success) {
        let tracer = InMemoryTracer()
        InstrumentationSystem.bootstrap(tracer)
        TracingPolicy().run(named: "push") {}
        #expect(tracer.finishedSpans.map(\.operationName) == ["push"])
      }
    }

    @Test("V3: a span that does not record gets no attributes and no events, and is still the parent")
    func sampledOut() async throws {
      let tracer = Unsampled()
      try await withTracer(tracer) { () async throws in
        let policy = TracingPolicy(recording: .all)
        decorated(by: policy, named: "push") { (_: Describing) in
          #expect(ServiceContext.current?[Unsampled.Key.self] == 1)
          addSpanEvent("lost")
        }(Describing())
        await #expect(throws: Refused()) {
          try await policy.run { () async throws in
            #expect(ServiceContext.current?[Unsampled.Key.self] == 2)
            throw Refused()
          }
        }
      }
      #expect(tracer.ends.values == [1, 2])
    }

    // MARK: withTracing

    @Test func withTracing_givesItsBodyTheSpan() async throws {
      let tracer = InMemoryTracer()
      try await withTracer(tracer) { () async throws in
        let answer = withTracing(named: "import", arguments: ["file": "a.csv"]) { span in
          span.attributes["rows"] = 3
          return 42
        }
        #expect(answer == 42)
        let shown = TracingPolicy(kind: .client, recording: .only("file"))
        #expect(
          await withTracing(shown, named: "load", arguments: ["file": "b.csv", "user": "ann"]) { span in
            await Task.yield()
            span.attributes["size"] = 4
            return 43
          } == 43
        )
        #expect(throws: Refused()) { try withTracing { _ throws(Refused) in throw Refused() } }
      }
      let spans = tracer.finishedSpans
      #expect(spans.map(\.operationName).prefix(2) == ["import", "load"])
      #expect(spans[2].operationName.hasPrefix("\(#fileID):"))
      #expect(spans.map(\.kind) == [.internal, .client, .internal])
      #expect(spans[0].attributes.all == ["outcome": "success", "rows": "3"])
      #expect(spans[1].attributes.all == ["outcome": "success", "size": "4", "call.arguments.file": "b.csv"])
      #expect(spans[2].attributes.all["outcome"] == "failure")
    }

    @Test func withTracing_makesItsArgumentsOnlyIfTheyAreShown() {
      let made = ValueRecorder<Int>()
      func arguments() -> LoggedArguments {
        made.append(1)
        return ["id": 7]
      }
      withTracing(TracingPolicy(recording: .all), named: "a", arguments: arguments()) { _ in }
      withTracer(InMemoryTracer()) {
        withTracing(named: "b", arguments: arguments()) { _ in }
        #expect(made.values.isEmpty)
        withTracing(TracingPolicy(recording: .all), named: "c", arguments: arguments()) { _ in }
      }
      #expect(made.values.count == 1)
    }
  }

  /// A value whose description nobody should ask for.
  private struct Describing: CustomStringConvertible, Sendable {
    var description: String {
      Issue.record("The span does not record, and its arguments were described.")
      return ""
    }
  }

  /// A tracer whose spans record nothing, as one that samples.
  private struct Unsampled: Tracer {
    enum Key: ServiceContextKey { typealias Value = Int }

    struct Span: Tracing.Span {
      let context: ServiceContext
      let ends: ValueRecorder<Int>
      var isRecording: Bool { false }
      var operationName: String {
        get { "" }
        nonmutating set {}
      }
      var attributes: SpanAttributes {
        get { [:] }
        nonmutating set { Issue.record("attributes \(newValue)") }
      }
      func setStatus(_ status: SpanStatus) { Issue.record("status \(status)") }
      func addEvent(_ event: SpanEvent) { Issue.record("event \(event)") }
      func addLink(_ link: SpanLink) {}
      func recordError<Instant: TracerInstant>(
        _ error: any Error,
        attributes: SpanAttributes,
        at instant: @autoclosure () -> Instant
      ) { Issue.record("error \(error)") }
      func end<Instant: TracerInstant>(at instant: @autoclosure () -> Instant) { ends.append(context[Key.self] ?? 0) }
    }

    let starts = ValueRecorder<Int>()
    let ends = ValueRecorder<Int>()

    func startSpan<Instant: TracerInstant>(
      _ operationName: String,
      context: @autoclosure () -> ServiceContext,
      ofKind kind: SpanKind,
      at instant: @autoclosure () -> Instant,
      function: String,
      file fileID: String,
      line: UInt
    ) -> Span {
      starts.append(starts.values.count + 1)
      var context = context()
      context[Key.self] = starts.values.count
      return Span(context: context, ends: ends)
    }
    func forceFlush() {}
    func extract<Carrier, Extract: Extractor>(
      _ carrier: Carrier,
      into context: inout ServiceContext,
      using extractor: Extract
    ) where Extract.Carrier == Carrier {}
    func inject<Carrier, Inject: Injector>(
      _ context: ServiceContext,
      into carrier: inout Carrier,
      using injector: Inject
    ) where Inject.Carrier == Carrier {}
  }
#endif
