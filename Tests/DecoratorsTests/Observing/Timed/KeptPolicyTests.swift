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
}
