import DecoratorMacros
import Logging

// Ways of writing functions that an expansion has to take as they are. That this compiles is the test.

nonisolated let watched = LoggingPolicy(arguments: .all(redacting: "password"))
nonisolated let timing: [TimingSink] = [.log()]
nonisolated let wholeTiming = TimingPolicy(named: "whole")
nonisolated let attemptTiming = TimingPolicy(named: "attempt")

@Logged(watched)
func login(user: String, password: String) {}

@Timed(to: timing)
func timedAsTheConstantIs() {}

@Timed(wholeTiming) @Retrying @Timed(attemptTiming)
func underTwoPolicies() throws {}

@Timed
func forced(_ number: Int) -> Int! { number }

@Memoized
func forcedOnce(_ number: Int!) -> Int! { number }

@Timed @Logged(arguments: .all) @Memoized
func keywords(default: Int, for `in`: Int) -> Int { `default` + `in` }

@Timed @Memoized
func `repeat`(_ number: Int) -> Int { number }

@Memoized
func nothing() {}

@Memoized
func emptyTuple() -> () {}

@Memoized
func tuple(_ number: Int) -> (left: Int, right: Int) { (number, number) }

// swift-format-ignore
@Memoized(ignoring: "work")
func functionWithoutBlanks(_ number: Int, work: (Int)->Int) -> Int { work(number) }

@Logged(arguments: .all)
func functions(done: (() -> Void)?, failed: (() -> Void)!, number: Int!) {}

@DecoratorMacros.Timed @DecoratorMacros.Retrying
func withTheModule() throws {}

@Timed
func literal() -> String {
  // A comment before.
  """
  one
    two
  """
}

@Timed
func conditional() -> Int {
  #if DEBUG
    return 1
  #else
    return 2
  #endif
}

@Timed @Logged @Retrying
func generic<Failure: Error>(_ error: Failure) async throws(Failure) -> Int { throw error }

func outer() {
  struct Inner {
    nonisolated static let sinks: [TimingSink] = [.log()]
    @Timed(to: Self.sinks)
    func inner() {}
  }
  Inner().inner()
}

struct Policies {
  let policies: [RetryPolicy] = []
  subscript(index: Int) -> RetryPolicy { policies[index] }

  @Retrying(\Self.policies[0])
  func first() throws {}

  @Retrying(\Self.[0])
  func firstAsWell() throws {}
}

extension Policies {
  @Timed(named: "whole") @Retrying @Timed(named: "attempt")
  func pairWhereNoStaticCanBe() throws {}
}
