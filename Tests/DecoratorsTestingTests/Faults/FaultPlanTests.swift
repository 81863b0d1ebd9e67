import DecoratorsTesting
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(10))) struct FaultPlanTests {
  /// What happened to each of so many calls, in a letter: `e` for an error, `.` for nothing.
  private func outcomes(of faults: Faults, _ count: Int) -> String {
    let call = faulty(by: faults) { () throws in }
    return (1...count).map { _ in (try? call()) == nil ? "e" : "." }.joined()
  }

  @Test("X2: one draw decides, so the shares are those that are written")
  func shares() {
    let faults = Faults.randomly([.error(Down()): 0.02, .result(1): 0.5, .lostAnswer(Down()): 0.1], seed: 7)
    let call = faulty(by: faults) { () throws in 0 }
    for _ in 1...100_000 { _ = try? call() }
    let counts = Dictionary(grouping: faults.log, by: \.fault.description).mapValues(\.count)
    // Four standard deviations around the mean of each share.
    #expect(abs(counts["error(Down())"]! - 2_000) < 177)
    #expect(abs(counts["result(1)"]! - 50_000) < 633)
    #expect(abs(counts["lostAnswer(Down())"]! - 10_000) < 380)
    #expect(faults.calls == 100_000)
  }

  @Test("X2: shares of 1 leave nothing out, shares of 0 happen never")
  func extremes() {
    #expect(outcomes(of: .randomly([.error(Down()): 1], seed: 1), 1_000) == String(repeating: "e", count: 1_000))
    #expect(outcomes(of: .randomly([.error(Down()): 0], seed: 1), 1_000) == String(repeating: ".", count: 1_000))
    #expect(outcomes(of: .randomly([:], seed: 1), 3) == "...")
    // Ten tenths add up to a little less than 1 in floating point, and to a little more in another order.
    let tenth = Faults.randomly(
      [
        .error(Down()): 0.1, .hang: 0, .lostAnswer(Down()): 0.2, .delay(.zero): 0.7,
      ],
      seed: 1
    )
    #expect(outcomes(of: tenth, 1_000).count == 1_000)
    #expect(tenth.log.count == 1_000)
  }

  @Test("X3: the same seed gives the same faults, another seed others")
  func seeds() {
    func faults(_ seed: UInt64) -> Faults { .randomly([.error(Down()): 0.3], seed: seed) }
    #expect(outcomes(of: faults(7), 100) == outcomes(of: faults(7), 100))
    #expect(outcomes(of: faults(7), 100) != outcomes(of: faults(8), 100))
    #expect(outcomes(of: faults(7), 20) == ".e...e..e.e.........")
  }

  @Test("X3: the draws are those of SeededGenerator, the n-th for the call n")
  func draws() {
    var generator = SeededGenerator(seed: 42)
    let expected = (1...200).map { _ in Double(generator.next() >> 11) * 0x1p-53 < 0.4 ? "e" : "." }.joined()
    #expect(outcomes(of: .randomly([.error(Down()): 0.4], seed: 42), 200) == expected)
  }

  @Test("X3: under concurrency the multiset of faults is the same")
  func concurrency() async {
    func numbers(_ tasks: Int) async -> [Int] {
      let faults = Faults.randomly([.error(Down()): 0.3], seed: 7)
      let call = faulty(by: faults) { () async throws in await Task.yield() }
      await withTaskGroup { group in
        for _ in 1...tasks { group.addTask { for _ in 1...(1_000 / tasks) { try? await call() } } }
      }
      #expect(faults.calls == 1_000)
      return faults.log.map(\.call.number)
    }
    let alone = await numbers(1)
    #expect(alone == alone.sorted() && alone.count > 250)
    #expect(await numbers(8) == alone)
  }

  @Test("X3: with a key, concurrency does not change which argument meets which fault")
  func keys() async {
    @Sendable func faults(of tasks: Int) async -> Set<String> {
      let faults = Faults.randomly([.error(Down()): 0.2, .lostAnswer(Down()): 0.2], seed: 7)
      let call = faulty(by: faults, key: { (id: Int) in id }, named: "fetch") { (_: Int) async throws in
        await Task.yield()
      }
      await withTaskGroup { group in
        for task in 0..<tasks {
          group.addTask {
            // Each argument three times, those of one argument one after the other.
            for id in (0..<400) where id % tasks == task { for _ in 1...3 { try? await call(id) } }
          }
        }
      }
      return Set(faults.log.map(\.description))
    }
    let alone = await faults(of: 1)
    #expect(alone.count > 400 && alone.count < 560)
    #expect(await faults(of: 8) == alone)
  }

  @Test("X3: keys of the same text share a count, and the draws of other texts differ")
  func keyCounts() {
    let faults = Faults.randomly([.error(Down()): 0.5], seed: 7)
    let call = faulty(by: faults, key: { (region: String, _: Int) in region }) { (_: String, _: Int) throws in }
    var outcomes: [String: String] = [:]
    for id in 1...64 {
      for region in ["eu", "us"] {
        outcomes[region, default: ""] += (try? call(region, id)) == nil ? "e" : "."
      }
    }
    #expect(outcomes["eu"] != outcomes["us"])
    #expect(faults.log.filter { $0.call.key == "eu" }.map(\.call.number).max()! > 60)
    #expect(Set(faults.log.map(\.call.key)) == ["eu", "us"])
  }

  @Test("X3: what a key meets is the same in every run of the program")
  func stableKeys() {
    let faults = Faults.randomly([.error(Down()): 0.5], seed: 7)
    let call = faulty(by: faults, key: { (id: String) in id }) { (_: String) throws in }
    let outcomes = (1...20).map { (try? call("user \($0)")) == nil ? "e" : "." }.joined()
    #expect(outcomes == ".ee.e...eee..ee..ee.")
  }

  @Test("X5: a script goes through its faults once, or again and again")
  func scripts() {
    let script: [Fault] = [.error(Down()), .pass, .error(Down())]
    #expect(outcomes(of: .script(script), 6) == "e.e...")
    #expect(outcomes(of: .script(script, repeating: true), 7) == "e.ee.ee")
    #expect(outcomes(of: .script([], repeating: true), 2) == "..")
  }

  @Test("X5: the first calls fail, with a key the first of each argument")
  func first() {
    #expect(outcomes(of: .first(3, .error(Down())), 5) == "eee..")
    #expect(outcomes(of: .first(0, .error(Down())), 2) == "..")
    let call = faulty(by: .first(1, .error(Down())), key: { (id: Int) in id }) { (_: Int) throws in }
    #expect([1, 2, 1, 2, 3].map { (try? call($0)) == nil } == [true, true, false, false, true])
  }

  @Test("X5: an outage begins and ends on the clock")
  func outage() {
    let clock = RecordingClock()
    clock.advance(by: .seconds(100))
    let faults = Faults.outage(from: .seconds(1), to: .seconds(3), .error(Down()), clock: clock)
    let call = faulty(by: faults) { () throws in }
    let outcomes = (0...7).map { _ in
      defer { clock.advance(by: .milliseconds(500)) }
      return (try? call()) == nil ? "e" : "."
    }
    .joined()
    #expect(outcomes == "..eeee..")
    #expect(faults.log.map(\.call.elapsed) == [1, 1.5, 2, 2.5].map { .seconds($0) })
  }

  @Test func aClosure_seesTheCall() {
    let clock = RecordingClock()
    let seen = ValueRecorder<FaultedCall>()
    let faults = Faults(clock: clock) { call in
      seen.append(call)
      return call.number == 2 ? .error(Down()) : .pass
    }
    let call = faulty(by: faults, key: { (id: Int) in id }, named: "fetch") { (_: Int) throws in }
    clock.advance(by: .seconds(4))
    #expect([7, 7, 8].map { (try? call($0)) == nil } == [false, true, false])
    #expect(seen.values.map(\.number) == [1, 2, 1])
    #expect(seen.values.map(\.key) == ["7", "7", "8"])
    #expect(seen.values.allSatisfy { $0.function == "fetch" && $0.elapsed == .seconds(4) })
  }

  @Test("X1: while they are not enabled, nothing happens and nothing is counted")
  func enabled() {
    let isEnabled = Atomic(false)
    let faults = Faults.first(1, .error(Down()), enabled: { isEnabled.load(ordering: .relaxed) })
    #expect(outcomes(of: faults, 3) == "...")
    #expect(faults.calls == 0)
    isEnabled.store(true, ordering: .relaxed)
    #expect(outcomes(of: faults, 2) == "e.")
    #expect(faults.calls == 2 && faults.log.count == 1)
  }

  @Test("X7: the log lists what happened, in the order of the calls")
  func log() {
    let faults = Faults.script([.error(Down()), .pass, .result(1)])
    let fetch = faulty(by: faults, named: "fetch") { () throws in 0 }
    let find = faulty(by: faults, key: { (id: String) in id }, named: "find") { (_: String) throws in 0 }
    for _ in 1...4 { _ = try? fetch() }
    _ = try? find("a")
    #expect(
      faults.log.map(\.description) == [
        "fetch #1: error(Down())", "fetch #3: result(1)", #"find("a") #1: error(Down())"#,
      ]
    )
  }

  @Test("A6, X7: a plan's closure may ask its own faults")
  func reentrancy() {
    let itself = ValueRecorder<Faults>()
    let faults = Faults { _ in itself.values[0].calls > itself.values[0].log.count ? .error(Down()) : .pass }
    itself.append(faults)
    #expect(outcomes(of: faults, 2) == "ee")
  }

  @Test("A10: the description shows the plan and every setting")
  func descriptions() {
    let descriptions: [(Faults, String)] = [
      (
        .randomly([.error(Down()): 0.02, .hang: 0.1], seed: 7),
        "faulty(by: randomly(error(Down()): 0.02, hang: 0.1, seed: 7))"
      ),
      (.script([.hang, .pass], repeating: true), "faulty(by: script([hang, pass], repeating: true))"),
      (.first(3, .hang, clock: RecordingClock()), "faulty(by: first(3, hang), clock: RecordingClock)"),
      (
        .outage(from: .seconds(1), to: .seconds(2), .hang, enabled: { true }),
        "faulty(by: outage(from: 1.0 seconds, to: 2.0 seconds, hang), enabled: a closure)"
      ),
      (Faults { _ in .pass }, "faulty(by: a closure)"),
    ]
    for (faults, text) in descriptions { #expect(faults.description == text) }
    let wrapped = faulty(by: .first(1, .hang), key: { (id: Int) in id }, named: "fetch") { (_: Int) in }
    #expect(wrapped.description == "faulty(by: first(1, hang)) → fetch")
  }
}
