import DecoratorPrimitives

/// Faults for the calls of functions under test: which calls fail, hang or are slow, and in which way.
///
/// ```swift
/// let faults = Faults.randomly([.error(ServerDown()): 0.02, .delay(.seconds(1)): 0.1], seed: 7)
/// let fetch = AsyncFunction(fetchUser).faulty(by: faults).retrying(attempts: 3)
/// ```
///
/// | plan | which calls |
/// |---|---|
/// | ``randomly(_:seed:clock:enabled:)`` | a share of all calls, the same ones in each run (X2, X3) |
/// | ``script(_:repeating:clock:enabled:)`` | the first call, the second call, and so on (X5) |
/// | ``first(_:_:clock:enabled:)`` | the first few calls |
/// | ``outage(from:to:_:clock:enabled:)`` | calls in an interval of time on the clock |
/// | ``init(clock:enabled:_:)`` | what a closure says |
///
/// Functions that share an object share its numbers and its ``log``. It is a ``TransparentDecorator``: a function
/// keeps its error type, and the faults must fit it. Put it innermost, where the dependency is. Every decorator around
/// it then meets the fault as it would meet the real one.
///
/// Faults are in `DecoratorsTesting` only, so a program that does not link the module has none (X1).
///
/// **Memory.** An object keeps one entry for each fault that happened, and a counter for each key.
public final class Faults: Sendable {
  /// Which calls get which fault.
  struct Plan: Sendable {
    let description: String
    /// The faults that can happen, as far as they are known before a call.
    var faults: [Fault] = []
    let choose: @Sendable (FaultedCall) -> Fault
  }

  private struct State {
    /// How many calls have asked.
    var calls = 0
    var callsWithoutKey = 0
    var callsByKey: [String: Int] = [:]
    var log: [(order: Int, entry: InjectedFault)] = []
  }

  let plan: Plan
  let clock: DecoratorClock
  private let isEnabled: (@Sendable () -> Bool)?
  private let elapsed: @Sendable () -> Duration
  private let state = Locked(State())

  init(_ plan: Plan, clock: any Clock<Duration>, enabled: (@Sendable () -> Bool)?) {
    self.plan = plan
    self.clock = DecoratorClock(clock)
    isEnabled = enabled
    elapsed = self.clock.stopwatch()
  }

  /// How many calls have asked so far, also those to which nothing happened. Calls while the faults are not enabled do
  /// not count.
  public var calls: Int { state.withLock { $0.calls } }

  /// The faults that happened, in the order in which the calls asked (X7). A call that passed is not listed.
  ///
  /// ```swift
  /// #expect(faults.log.map(\.call.number) == [1, 2, 3])
  /// #expect("\(faults.log[0])" == "fetch #1: error(ServerDown())")
  /// ```
  ///
  /// Each access makes a snapshot and sorts it.
  public var log: [InjectedFault] {
    state.withLock { $0.log }.sorted { $0.order < $1.order }.map(\.entry)
  }

  /// Chooses the fault of the next call, and records it.
  func next(at site: CallSite, key: String?) -> Fault {
    if let isEnabled, !isEnabled() { return .pass }
    let (order, number) = state.withLock { state in
      state.calls += 1
      guard let key else {
        state.callsWithoutKey += 1
        return (state.calls, state.callsWithoutKey)
      }
      state.callsByKey[key, default: 0] += 1
      return (state.calls, state.callsByKey[key]!)
    }
    let call = FaultedCall(number: number, key: key, function: site.name, elapsed: elapsed())
    let fault = plan.choose(call)
    guard !fault.isPass else { return fault }
    state.withLock { $0.log.append((order, InjectedFault(call: call, fault: fault))) }
    return fault
  }

  /// Stops the program if a fault of the plan does not fit a function of these types.
  func check<Output, Failure: Error>(for name: String, _: Output.Type, _: Failure.Type) {
    for fault in plan.faults {
      if let misfit = fault.misfit(for: name, Output.self, Failure.self) { require(false, misfit) }
    }
  }
}

extension Faults {
  /// Faults.
  public var traits: DecoratorTraits {
    DecoratorTraits(.faulty, object: ObjectIdentifier(self))
  }
}

extension Faults: CustomStringConvertible {
  /// The plan and every setting in effect, as they read in source: `faulty(by: first(3, error(ServerDown())))`.
  public var description: String {
    let settings = clock.setting + (isEnabled == nil ? [] : ["enabled: a closure"])
    return "faulty(by: \(([plan.description] + settings).joined(separator: ", ")))"
  }
}
