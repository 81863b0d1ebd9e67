#if Tracing
  import DecoratorsTracingMacros

  // `@Traced`, on functions of every kind and in stacks.

  @Traced
  func traced(_ number: Int) -> Int { number }

  @Traced(named: "traced later", kind: .client, recording: .only("number"), errors: .description, valueLimit: 64)
  func tracedLater(_ number: Int, secret: String) async throws -> Int { number }

  @Traced(recording: .all(redacting: "number"))
  func tracedTyped(_ number: Int) throws(Shut) -> Int { number }

  @Traced(kind: .server)
  func tracedTypedLater(_ number: Int) async throws(Shut) -> Int { number }

  @Traced(recording: .all)
  func tracedGeneric<Value>(_ value: Value) -> Value { value }

  @Traced(recording: .all)
  func tracedPack<each Value>(_ number: Int, _ values: repeat each Value) -> Int { number }

  @Traced(recording: .only("number"))
  func tracedChange(_ number: inout Int) { number += 1 }

  @Traced
  func tracedEach(_ numbers: [Int], _ body: (Int) throws -> Int) rethrows -> [Int] { try numbers.map(body) }

  @Traced
  func tracedOpaque(_ count: Int) async -> some Sequence<Int> { 0..<count }

  @Traced(kind: .client)
  func tracedBorrow(_ numbers: borrowing [Int]) -> Int { numbers.count }

  @Traced @Retrying(attempts: 2) @Traced(named: "attempt", kind: .client)
  func tracedTwice(_ number: Int) async throws -> Int { number }

  @Timed @Traced @Logged @Counted @Memoized
  nonisolated func tracedOnce(_ number: Int) -> Int { number }

  @DecoratorsTracingMacros.Traced @DecoratorsTracingMacros.Retrying
  func tracedWithModule(_ number: Int) throws -> Int { number }

  actor TracedOffice {
    var count = 0

    @Traced
    func visit() -> Int {
      count += 1
      return count
    }

    @Traced @TimeLimited(within: .seconds(60)) @Hedged(after: .seconds(60)) @Traced(named: "visit")
    func visitLater() async throws -> Int { 16 }

    @Traced nonisolated func look() -> Int { 17 }
  }

  struct TracedCount {
    var count = 17

    @Traced(recording: .all)
    mutating func next(_ step: Int) -> Int {
      count += step
      return count
    }
  }

  extension TracedCount {
    @Traced @Retrying(attempts: 2)
    func extended() throws -> Int {
      @Traced func inside(_ number: Int) -> Int { number + 1 }
      return inside(count)
    }
  }

  func callTraced() async throws -> [Int] {
    var (number, count) = (6, TracedCount())
    tracedChange(&number)
    let office = TracedOffice()
    var results = [traced(1), try await tracedLater(2, secret: "b"), try tracedTyped(3), try await tracedTypedLater(4)]
    results += [tracedGeneric(5), tracedPack(6, "a", 7), number, tracedEach([8]) { $0 }[0]]
    results += [
      await tracedOpaque(4).reduce(3, +), tracedBorrow(Array(repeating: 1, count: 10)), try await tracedTwice(11),
      tracedOnce(12),
    ]
    results += [try tracedWithModule(13), await office.visit(), try await office.visitLater(), office.look()]
    return results + [count.next(1), try count.extended()]
  }
#endif
