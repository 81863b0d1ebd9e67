import Decorators
import DecoratorsTesting
import Testing

/// What happens in a test: how the function behaves, when the caller is cancelled, and who refuses.
struct PairScript: Sendable, CustomTestStringConvertible {
  enum Behaviour: Sendable {
    /// Works for a second, and then returns.
    case returns(Int)
    /// Works for a second, and then throws.
    case fails(PairModel.Thrown)
    /// Does nothing until it is cancelled.
    case hangs
    /// Works for eight and a half seconds and ignores its cancellation, and then returns, or throws.
    case ignoresCancellation(PairModel.Outcome)
  }

  /// How long the function works, in milliseconds.
  static let work = 1_000
  static let longWork = 8_500

  let testDescription: String
  /// The behaviour of the first calls of the function. The last one repeats.
  let behaviours: [Behaviour]
  /// How many calls are made, one after the other.
  var userCalls = 1
  /// When the task of each call is cancelled, in milliseconds after it began.
  var cancelledAfter = 1_000_000
  /// Which member refuses calls from the start: 0 for the outer one.
  var refusing: Int?

  func behaviour(ofCall number: Int) -> Behaviour { behaviours[min(number, behaviours.count) - 1] }

  static let all: [PairScript] = [
    PairScript(testDescription: "returns, twice", behaviours: [.returns(1), .returns(2)], userCalls: 2),
    PairScript(testDescription: "fails once, then returns", behaviours: [.fails(.broken), .returns(2)], userCalls: 2),
    PairScript(testDescription: "fails always", behaviours: [.fails(.broken)], userCalls: 3),
    PairScript(
      testDescription: "returns, then fails always",
      behaviours: [.returns(1), .fails(.broken)],
      userCalls: 2
    ),
    PairScript(testDescription: "the request is wrong", behaviours: [.fails(.wrongRequest)], userCalls: 3),
    PairScript(testDescription: "hangs once, then returns", behaviours: [.hangs, .returns(2)], userCalls: 2),
    PairScript(testDescription: "hangs always", behaviours: [.hangs], userCalls: 2),
    PairScript(testDescription: "the outer one refuses", behaviours: [.returns(1)], userCalls: 2, refusing: 0),
    PairScript(testDescription: "the inner one refuses", behaviours: [.returns(1)], userCalls: 2, refusing: 1),
    PairScript(testDescription: "cancelled before it asks", behaviours: [.returns(1)], userCalls: 2, cancelledAfter: 0),
    PairScript(
      testDescription: "cancelled while it runs",
      behaviours: [.returns(1)],
      userCalls: 2,
      cancelledAfter: 500
    ),
    PairScript(
      testDescription: "cancelled while a retry waits",
      behaviours: [.fails(.broken), .returns(2)],
      userCalls: 2,
      cancelledAfter: 1_500
    ),
    PairScript(testDescription: "returns late", behaviours: [.ignoresCancellation(.value(1))], userCalls: 2),
    PairScript(testDescription: "fails late", behaviours: [.ignoresCancellation(.error(.broken))], userCalls: 2),
    PairScript(
      testDescription: "returns late, and the caller is cancelled",
      behaviours: [.ignoresCancellation(.value(1)), .returns(2)],
      userCalls: 2,
      cancelledAfter: 6_000
    ),
    PairScript(
      testDescription: "fails late, and the caller is cancelled",
      behaviours: [.ignoresCancellation(.error(.broken))],
      userCalls: 2,
      cancelledAfter: 6_000
    ),
    PairScript(
      testDescription: "cancelled in a second attempt",
      behaviours: [.hangs],
      userCalls: 2,
      cancelledAfter: 15_500
    ),
  ]

  /// The function that behaves so.
  func function(on clock: ManualClock, counting calls: Counter) -> PairFunction {
    AsyncFunction(named: "f") { (_: Int) async throws in
      let number = calls.increment()
      switch behaviour(ofCall: number) {
      case .hangs:
        try await clock.sleep(for: .milliseconds(PairModel.never))
        return 0
      case .returns(let value):
        try await clock.sleep(for: .milliseconds(Self.work))
        return value
      case .fails(let error):
        try await clock.sleep(for: .milliseconds(Self.work))
        throw error == .wrongRequest ? StatusError(status: 400) as any Error : Broken()
      case .ignoresCancellation(let outcome):
        // A task of its own is not cancelled with the call, and runs in the simulation.
        let executor = withUnsafeCurrentTask { $0?.unownedTaskExecutor?.asTaskExecutor() }
        await Task(executorPreference: executor) { try? await clock.sleep(for: .milliseconds(Self.longWork)) }.value
        guard case .value(let value) = outcome else { throw Broken() }
        return value
      }
    }
  }

  /// Makes a call in a task that is cancelled at its time.
  func call(_ function: PairFunction, on clock: ManualClock) async -> PairModel.Ending {
    await withTaskGroup(of: PairModel.Ending?.self) { group in
      group.addTask {
        if cancelledAfter == 0 { withUnsafeCurrentTask { $0?.cancel() } }
        let outcome: PairModel.Outcome
        do { outcome = .value(try await function(1)) } catch { outcome = .error(PairModel.Thrown(error)) }
        return PairModel.Ending(outcome: outcome, at: milliseconds(clock.now.offset))
      }
      group.addTask {
        if cancelledAfter > 0 { try? await clock.sleep(for: .milliseconds(cancelledAfter)) }
        return nil
      }
      var ending: PairModel.Ending?
      while let next = await group.next() {
        if next != nil || cancelledAfter > 0 { group.cancelAll() }
        ending = next ?? ending
      }
      return ending!
    }
  }
}

extension PairModel.Thrown {
  init(_ error: any Error) {
    switch error {
    case is Broken: self = .broken
    case is StatusError: self = .wrongRequest
    case is CancellationError: self = .cancelled
    case is CircuitOpenError: self = .circuitOpen
    case is BulkheadFullError: self = .bulkheadFull
    case let error as RateLimitedError:
      self = .rateLimited(retryAfter: error.retryAfter.map(milliseconds) ?? PairModel.never)
    case let error as TimeLimitExceeded: self = error.scope == .whole ? .limitOfCall : .limitOfAttempt
    default: fatalError("\(error)")
    }
  }
}
