import Decorators
import DecoratorsTesting
import Foundation
import Testing

private protocol Transient {}
extension TimeoutError: Transient {}
extension StatusError: Transient {}

private let transientErrors: [any Error.Type] = [TimeoutError.self, ConnectionError.self]

/// Ends the process as if nothing were wrong.
private func leave() { exit(EXIT_SUCCESS) }

/// What `on:` takes (R14).
@Suite struct RetriedErrorsTests {
  let calls = Counter()

  /// Which of the errors get a second call.
  private func retried(_ policy: RetryPolicy, _ errors: any Error...) -> [Bool] {
    errors.map { error in
      let before = calls.value
      try? policy.run { () throws in
        calls.increment()
        throw error
      }
      return calls.value - before == 2
    }
  }

  @Test("R14: on: takes types, arrays of types and protocols, and each of them beside the others")
  func types_arraysAndProtocols() {
    func on(_ types: Any...) -> [Bool] {
      retried(
        RetryPolicy(attempts: 2, backoff: .none, on: types),
        TimeoutError(),
        ConnectionError(),
        StatusError(status: 503)
      )
    }
    #expect(on(TimeoutError.self) == [true, false, false])
    #expect(on(TimeoutError.self, ConnectionError.self) == [true, true, false])
    #expect(on(transientErrors) == [true, true, false])
    #expect(on([TimeoutError.self]) == [true, false, false])
    #expect(on((any Transient).self) == [true, false, true])
    #expect(on((any Transient).self, [ConnectionError.self]) == [true, true, true])
    #expect(on((any Error & Transient).self) == [true, false, true])
    #expect(on((any Error).self) == [true, true, true])
  }

  @Test("R14: without on: every error is retried, and for a list without elements none is")
  func anEmptyList_retriesNothing() {
    #expect(retried(RetryPolicy(attempts: 2, backoff: .none), ProgrammingError()) == [true])
    #expect(retried(RetryPolicy(attempts: 2, backoff: .none, on: [any Error.Type]()), TimeoutError()) == [false])
  }

  @Test func everyFormTakesThem() async throws {
    let clock = RecordingClock()
    func fail() throws { throw calls.increment() % 2 == 1 ? TimeoutError() : ConnectionError() as any Error }
    func failLater() async throws { try fail() }
    let (calls, backoff) = (calls, Backoff.none)
    @Sendable func failSendably() throws {
      throw calls.increment() % 2 == 1 ? TimeoutError() : ConnectionError() as any Error
    }
    func twice(_ form: () async throws -> Void) async {
      let before = calls.value
      await #expect(throws: ConnectionError.self) { try await form() }
      #expect(calls.value - before == 2)
    }
    let list = [TimeoutError.self] as [any Error.Type]
    let transient = (any Transient).self
    await twice {
      try synchronously { try withRetry(attempts: 9, backoff: backoff, on: list, clock: clock) { try fail() } }
    }
    await twice { try await withRetry(attempts: 9, backoff: backoff, on: transient) { try await failLater() } }
    await twice { try retrying(attempts: 9, backoff: backoff, on: list) { try failSendably() }() }
    await twice {
      try await retrying(attempts: 9, backoff: backoff, on: transient) { () async throws in try failSendably() }()
    }
    await twice { try Function(failSendably).retrying(attempts: 9, backoff: backoff, on: list)() }
    await twice { try await AsyncFunction(failSendably).retrying(attempts: 9, backoff: backoff, on: transient)() }
    await twice { try Function(failSendably).decorated(by: .retrying(attempts: 9, backoff: backoff, on: list))() }
  }

  @Test func whatIsNoError_stopsTheProgramWithASentence() async {
    let type = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = RetryPolicy(on: TimeoutError.self, [Int.self])
    }
    #expect(
      lastWords(type).contains("'on:' takes types of errors, protocols, and arrays of them, but Int is not a type")
    )
    let value = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = RetryPolicy(on: TimeoutError())
    }
    #expect(lastWords(value).contains("such as TimeoutError.self, but it was given a value of the type TimeoutError."))
  }

  @Test func whatIsNoError_stopsEveryFormBeforeTheFirstCall() async {
    let exits = [
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        synchronously { withRetry(attempts: 3, on: 503) { leave() } }
      },
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        await withRetry(attempts: 3, on: TimeoutError.self, [503]) { () async in leave() }
      },
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        retrying(attempts: 3, on: 503) { leave() }()
      },
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        Function(leave).decorated(by: .retrying(attempts: 3, on: 503))()
      },
    ]
    for exit in exits {
      #expect(lastWords(exit).contains("such as TimeoutError.self, but it was given a value of the type Int."))
    }
  }
}
