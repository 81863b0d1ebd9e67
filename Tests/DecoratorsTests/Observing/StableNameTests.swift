import DecoratorsTesting
import Testing

@testable import Decorators

private struct Hidden: Error, Hashable { var number = 1 }

@Suite struct StableNameTests {
  private enum Inner: Error { case refused }
  struct Box<Value: Sendable>: Error { let value: Value }

  private let recorder = LogRecorder()

  /// What records say about an error, in the words of `@Logged`, `@Timed` and `@Retrying`.
  private func names(of error: any Error) -> Set<String> {
    let recorder = LogRecorder()
    let timing = TimingPolicy(named: "work", to: [.log(logger: recorder.logger)])
    let retry = RetryPolicy(attempts: 2, backoff: .none, logger: recorder.logger)
    let logging = LoggingPolicy(logger: recorder.logger, levels: LogLevels(call: nil))
    try? logging.run { () throws in try timing.run { () throws in try retry.run { () throws in throw error } } }
    return Set(recorder.entries.map { $0.metadata["call.error.type"].map { "\($0)" } ?? "" })
  }

  @Test("L5: the name of an error's type is the same in every run, also of a private or local type")
  func errorTypes() {
    struct Local: Error {}
    #expect(names(of: CancellationError()) == ["Swift.CancellationError"])
    #expect(names(of: Hidden()) == ["DecoratorsTests.Hidden"])
    #expect(names(of: Inner.refused) == ["DecoratorsTests.StableNameTests.Inner"])
    #expect(names(of: Local()) == ["DecoratorsTests.StableNameTests.Local"])
    #expect(
      names(of: Box(value: [Hidden()]))
        == ["DecoratorsTests.StableNameTests.Box<Swift.Array<DecoratorsTests.Hidden>>"]
    )
  }

  @Test func theKeyOfARecursiveLoad_holdsNoAddress() {
    #expect(RecursiveLoadError(cache: "cache", key: Hidden()).key == "DecoratorsTests.Hidden(number: 1)")
  }

  @Test func onlyScopes_areRemoved() {
    for text in ["", "$5", "(unknown context at $", "(unknown context at $5f0)", "(unknown context at $zz).A"] {
      #expect(withoutAddresses(text) == text)
    }
    #expect(withoutAddresses("A.(unknown context at $5f0).(unknown context at $5f8).B<C>, $1") == "A.B<C>, $1")
  }
}
