import Decorators
import DecoratorsTesting
import Testing

/// What a wrapped function prints beyond the settings of a policy.
@Suite struct WrappedDescriptionTests {
  @Test func judgedResults_arePrinted() {
    let policy = RetryPolicy(attempts: 2, backoff: .none)
    let judged = Function(named: "get") { 1 }.decorated(by: policy, onResult: { $0 == 0 })
    #expect(judged.description.hasSuffix(", onResult: a closure) → get"))
    #expect(!Function(named: "get") { 1 }.decorated(by: policy).description.contains("onResult"))
  }

  @Test func settingsOfAMemoizedFunction_arePrinted() {
    let square = Function(named: "square") { (number: Int) in number * number }
    #expect(square.memoized(capacity: 4).description == "memoized(capacity: 4) → square")
    let all = square.memoized(
      capacity: 4,
      key: { $0 },
      timeToLive: .seconds(5),
      clock: ManualClock(),
      onEviction: { _, _, _ in }
    )
    #expect(
      all.description
        == "memoized(capacity: 4, key: a closure, timeToLive: 5.0 seconds, clock: ManualClock, onEviction: a closure) → square"
    )
  }

  @Test func callIDOfTheUser_isPrinted() {
    #expect(LoggingPolicy(callID: { "1" }).description.hasSuffix(", callID: a closure)"))
    #expect(!LoggingPolicy().description.contains("callID"))
  }
}
