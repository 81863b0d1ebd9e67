import Decorators
import DecoratorsTesting
import Testing

@Suite struct CurrentAttemptTests {
  let numbers = ValueRecorder<Int?>()
  let policy = RetryPolicy(attempts: 3, backoff: .none)

  @Test("V1: code inside a retry sees its attempt from the second one on", arguments: [true, false])
  func numbers(isAsync: Bool) async {
    if isAsync {
      try? await policy.run { () async throws in
        numbers.append(RetryAttempt.current?.number)
        throw TimeoutError()
      }
    } else {
      try? synchronously {
        try policy.run { () throws in
          numbers.append(RetryAttempt.current?.number)
          throw TimeoutError()
        }
      }
    }
    #expect(numbers.values == [nil, 2, 3])
    #expect(RetryAttempt.current == nil)
  }

  @Test("V1, R12: tasks of an attempt see it until it ends, and a first attempt inside shows the one around it")
  func inheritance() async {
    let gate = Gate()
    let outlived = ValueRecorder<Task<Int?, Never>>()
    try? await policy.run { () async throws in
      numbers.append(await Task { RetryAttempt.current?.number }.value)
      await policy.run { numbers.append(RetryAttempt.current?.number) }
      outlived.append(
        Task {
          await gate.wait()
          return RetryAttempt.current?.number
        }
      )
      throw TimeoutError()
    }
    gate.open()
    #expect(numbers.values == [nil, nil, 2, 2, 3, 3])
    for task in outlived.values { #expect(await task.value == nil) }
  }

  @Test("V1: the attempt has the errors of the attempts before it")
  func errors() async {
    let errors = ValueRecorder<Int>()
    try? await policy.run { () async throws in
      errors.append(RetryAttempt.current?.errors.count ?? 0)
      throw TimeoutError()
    }
    #expect(errors.values == [0, 1, 2])
  }

  @Test("V1: under a limit of attempts, the body in its task sees the attempt")
  func limited() async {
    try? await policy.with(eachAttempt: .seconds(60)).run {
      numbers.append(RetryAttempt.current?.number)
      throw TimeoutError()
    }
    #expect(numbers.values == [nil, 2, 3])
  }
}
