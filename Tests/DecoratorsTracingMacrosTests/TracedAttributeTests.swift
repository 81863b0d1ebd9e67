#if Tracing
  import DecoratorsTesting
  import DecoratorsTracingMacros
  import InMemoryTracing
  import Testing

  private enum Refused: Error { case refused }

  @Traced
  private func double(_ number: Int) -> Int { number * 2 }

  @Traced(named: "load", kind: .client, recording: .only("id"))
  private func load(id: Int, token: String) async throws -> Int { id }

  @Traced(recording: .all(redacting: "password"), errors: .description, valueLimit: 4)
  private func login(user: String, password: String) throws { throw Refused.refused }

  @Traced(recording: .only("number"))
  private func typed(_ number: Int) throws(Refused) -> Int {
    if number < 0 { throw .refused }
    return number
  }

  @Traced(kind: .server)
  private func typedLater(_ number: Int) async throws(Refused) -> Int { try typed(number) }

  @Traced(recording: .only("total"))
  private func grow(_ total: inout Int) { total += 1 }

  @Traced(recording: .all)
  private func described<Value: Sendable>(_ value: Value) -> String { "\(value)" }

  @Traced
  @Retrying(attempts: 3, backoff: .none)
  @Traced(named: "attempt", kind: .client)
  private func fetch(_ calls: ValueRecorder<Int>) async throws -> Int {
    calls.append(1)
    if calls.values.count < 3 { throw Refused.refused }
    return calls.values.count
  }

  @DecoratorsTracingMacros.Traced @DecoratorsTracingMacros.Retrying(attempts: 2, backoff: .none)
  private func qualified() throws -> Int { 1 }

  @Timed @Traced(kind: .producer) @Logged @Counted
  private func watched() -> Int { 1 }

  @Retrying(attempts: 2, backoff: .none) @Traced
  private func innermost(_ calls: ValueRecorder<Int>) throws {
    calls.append(1)
    throw Refused.refused
  }

  private actor Shop {
    private var sold = 0

    @Traced(recording: .only("item"))
    func sell(_ item: String) -> Int {
      self.assertIsolated()
      sold += 1
      return sold
    }

    @Traced @Retrying(attempts: 2, backoff: .none) @Traced(named: "attempt")
    func order(_ item: String) async throws -> Int {
      self.assertIsolated()
      _ = double(sold)
      if sold == 0 {
        sold = 1
        throw Refused.refused
      }
      return sold
    }
  }

  private struct Counter {
    var count = 0
    @Traced mutating func next() -> Int {
      count += 1
      return count
    }
  }

  private struct TimeoutError: Error {}

  /// Is too slow at first.
  private actor API {
    private var calls = 0

    func user(_ id: Int, _ token: String) throws -> String {
      calls += 1
      if calls == 1 { throw TimeoutError() }
      return "user \(id)"
    }
  }

  private let api = API()

  // The example of `Docs/Tracing.md`, which `TracingGuideTests` compares.
  private struct Users {
    @Traced(recording: .only("id"))
    @Retrying(attempts: 3, backoff: .none, on: TimeoutError.self)
    @Traced(named: "fetch_attempt", kind: .client)
    func fetch(id: Int, token: String) async throws -> String { try await api.user(id, token) }
  }

  @Suite(.timeLimit(.minutes(10))) struct TracedAttributeTests {
    private let tracer = InMemoryTracer()

    private var spans: [FinishedInMemorySpan] { tracer.finishedSpans }
    private var names: [String] { spans.map(\.operationName) }
    private var attributes: [[String: String]] { spans.map(\.attributes.texts) }

    @Test("V5, L7: the span of a synchronous function has its name, and is internal")
    func synchronous() throws {
      withTracer(tracer) { #expect(double(4) == 8) }
      #expect(names == ["double(_:)"])
      #expect(spans[0].kind == .internal && spans[0].status == nil)
      #expect(attributes == [["outcome": "success"]])
    }

    @Test("V5: settings give the name, the kind and the arguments of the span")
    func asynchronous() async throws {
      try await withTracer(tracer) { () async throws in _ = try await load(id: 7, token: "secret") }
      #expect(names == ["load"])
      #expect(spans[0].kind == .client)
      #expect(attributes == [["outcome": "success", "call.arguments.id": "7"]])
    }

    @Test("V6, L5: redacted arguments, the description of an error, and the limit of values")
    func settings() throws {
      _ = withTracer(tracer) { #expect(throws: Refused.refused) { try login(user: "Caroline", password: "secret") } }
      let shown = try #require(attributes.first)
      #expect(shown["call.arguments.password"] == "<redacted>")
      #expect(shown["call.arguments.user"]?.hasPrefix("Caro") == true && shown["call.arguments.user"] != "Caroline")
      #expect(shown["outcome"] == "failure")
      #expect(spans[0].status?.code == .error && spans[0].status?.message != nil)
    }

    @Test("A4: a function keeps its type of error")
    func typedErrors() async throws {
      await withTracer(tracer) { () async in
        do throws(Refused) { _ = try typed(-1) } catch { #expect(error == .refused) }
        do throws(Refused) { #expect(try await typedLater(3) == 3) } catch { Issue.record(error) }
      }
      #expect(names == ["typed(_:)", "typed(_:)", "typedLater(_:)"])
      #expect(attributes.map { $0["call.arguments.number"] } == ["-1", "3", nil])
      #expect(spans.map(\.kind) == [.internal, .internal, .server])
      // The span of the inner call is below that of the outer one.
      #expect(spans[1].parentSpanID == spans[2].spanID)
    }

    @Test("L5: an `inout` argument is recorded as it was before the call")
    func inoutArgument() {
      var total = 7
      withTracer(tracer) { grow(&total) }
      #expect(total == 8)
      #expect(attributes == [["outcome": "success", "call.arguments.total": "7"]])
    }

    @Test("generic functions and mutating methods")
    func places() {
      var counter = Counter()
      withTracer(tracer) {
        #expect(described(5) == "5")
        #expect(counter.next() == 1)
      }
      #expect(names == ["described(_:)", "Counter.next()"])
      #expect(attributes[0]["call.arguments.value"] == "5")
    }

    @Test("V1: around a retry there is one span, inside it one for each attempt, below it")
    func aroundAndInsideOfARetry() async throws {
      let calls = ValueRecorder<Int>()
      try await withTracer(tracer) { () async throws in #expect(try await fetch(calls) == 3) }
      #expect(names == ["attempt", "attempt", "attempt", "fetch(_:)"])
      let call = spans[3]
      #expect(spans.prefix(3).allSatisfy { $0.parentSpanID == call.spanID && $0.traceID == call.traceID })
      #expect(attributes.prefix(3).map { $0["retry.attempt"] } == [nil, "2", "3"])
      // V2: the retried errors are events of the outer span, which has no error.
      #expect(call.status == nil && call.events.map(\.name) == ["retry", "retry"])
    }

    @Test("V1: the example of the guide")
    func guide() async throws {
      try await withTracer(tracer) { () async throws in
        #expect(try await Users().fetch(id: 7, token: "secret") == "user 7")
      }
      #expect(names == ["fetch_attempt", "fetch_attempt", "Users.fetch(id:token:)"])
      #expect(attributes[2] == ["outcome": "success", "call.arguments.id": "7"])
    }

    @Test("V1: inside a retry alone there is one span for each attempt")
    func insideOfARetry() {
      let calls = ValueRecorder<Int>()
      _ = withTracer(tracer) { #expect(throws: Refused.refused) { try innermost(calls) } }
      #expect(names == ["innermost(_:)", "innermost(_:)"])
      #expect(attributes.map { $0["outcome"] } == ["failure", "failure"])
    }

    @Test("methods of an actor stay on it")
    func actors() async throws {
      let shop = Shop()
      try await withTracer(tracer) { () async throws in
        #expect(try await shop.order("tea") == 1)
        #expect(await shop.sell("tea") == 2)
      }
      #expect(
        names == ["double(_:)", "attempt", "double(_:)", "attempt", "Shop.order(_:)", "Shop.sell(_:)"]
      )
      #expect(spans[0].parentSpanID == spans[1].spanID)
      #expect(attributes[5]["call.arguments.item"] == "tea")
    }

    @Test("the attributes with their module, and among others that watch the call")
    func qualifiedAndAmongOthers() throws {
      try withTracer(tracer) { () throws in
        #expect(try qualified() == 1)
        #expect(watched() == 1)
      }
      #expect(names == ["qualified()", "watched()"])
      #expect(spans[1].kind == .producer)
    }

    @Test("V3: a cancelled call is no error")
    func cancellation() async throws {
      let tracer = tracer
      let task = Task {
        await withTracer(tracer) { () async in
          try? await cancelled()
        }
      }
      await task.value
      #expect(attributes == [["outcome": "cancelled"]])
      #expect(spans[0].status == nil)
    }

    @Test("V7: without a tracer a call runs all the same, and no argument is described")
    func withoutATracer() async throws {
      #expect(double(2) == 4)
      #expect(try await load(id: 1, token: "") == 1)
      let descriptions = ValueRecorder<Int>()
      ignore(Described(descriptions: descriptions))
      #expect(descriptions.values.isEmpty)
      withTracer(tracer) { ignore(Described(descriptions: descriptions)) }
      #expect(descriptions.values == [1])
    }
  }

  @Traced
  private func cancelled() async throws { throw CancellationError() }

  @Traced(recording: .all)
  private func ignore<Value: Sendable>(_ value: Value) {}

  /// Says when it is described.
  private struct Described: CustomStringConvertible, Sendable {
    let descriptions: ValueRecorder<Int>

    var description: String {
      descriptions.append(1)
      return "described"
    }
  }

  extension SpanAttributes {
    /// The attributes as texts.
    fileprivate var texts: [String: String] {
      var texts: [String: String] = [:]
      forEach { name, value in
        switch value {
        case .string(let text): texts[name] = text
        case .int64(let number): texts[name] = "\(number)"
        case .int32(let number): texts[name] = "\(number)"
        default: texts[name] = "\(value)"
        }
      }
      return texts
    }
  }
#endif
