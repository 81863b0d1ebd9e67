import Decorators
import DecoratorsTesting
import Testing

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
}
