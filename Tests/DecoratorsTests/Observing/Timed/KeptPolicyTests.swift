import DecoratorsTesting
import Testing

@testable import Decorators

@Suite struct KeptPolicyTests {
  private func kept(_ makes: Counter) -> TimingPolicy {
    .kept(for: "KeptPolicyTests.kept") {
      makes.increment()
      return TimingPolicy(named: "kept", to: [])
    }
  }

  @Test("L8: the policy of one place is made once, that of another is another")
  func policyOfAPlace_isMadeOnce() {
    let makes = Counter()
    for _ in 1...3 { #expect(kept(makes).name == "kept") }
    #expect(makes.value == 1)
    #expect(TimingPolicy.kept(for: "KeptPolicyTests.other") { TimingPolicy(named: "other", to: []) }.name == "other")
  }

  @Test("L8: of two first calls at the same time, both get the policy that is kept")
  func firstCallsAtTheSameTime_shareOnePolicy() {
    let others = ValueRecorder<TimingPolicy>()
    let mine = TimingPolicy.kept(for: "KeptPolicyTests.race") {
      // Another thread makes and keeps its policy while this one is being made.
      BlockingThread {
        others.append(.kept(for: "KeptPolicyTests.race") { TimingPolicy(named: "other", to: []) })
      }
      .join()
      return TimingPolicy(named: "mine", to: [])
    }
    #expect(others.values.map(\.name) == ["other"])
    #expect(mine.settings === others.values.first?.settings)
  }

  @Test("L8: thousands of places have a policy each, also if their first calls come from several threads")
  func manyPlaces() async {
    let table = KeptPolicies()
    let made = Counter()
    func policy(at place: Int) -> TimingPolicy {
      table.policy(at: place) {
        made.increment()
        return TimingPolicy(named: "\(place)", to: [])
      }
    }
    let found = ValueRecorder<[ObjectIdentifier]>()
    await withTaskGroup { group in
      for _ in 0..<4 {
        group.addTask { found.append((0..<5_000).map { ObjectIdentifier(policy(at: $0 * 16).settings) }) }
      }
    }
    #expect(found.values.count == 4)
    #expect(found.values.allSatisfy { $0 == found.values[0] })
    #expect(Set(found.values[0]).count == 5_000)
    let madeByThen = made.value
    #expect((0..<5_000).allSatisfy { policy(at: $0 * 16).name == "\($0 * 16)" })
    #expect(made.value == madeByThen)
  }
}
