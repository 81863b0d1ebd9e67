import DecoratorsTesting
import Generators
import Testing

@Suite("withGenerator and withGeneratedSequence", .hangLimit)
struct WithGeneratorTests {
  struct Failure: Error, Equatable {}

  @Test("withGenerator returns when the body has ended, however it is left (G2)")
  func scope() async throws {
    for leaves in ["at the end", "early", "by an error", "unread"] {
      let steps = ValueRecorder<String>()
      let body: @Sendable (GeneratorYield<Int>) async throws -> Void = { yield in
        defer { steps.append("defer") }
        do {
          for number in 1...2 { try await yield(number) }
        } catch {
          // Takes its time, which cancellation does not shorten.
          for _ in 0..<10 { await Task.yield() }
          throw error
        }
      }
      do {
        try await withGenerator(body) { numbers in
          if leaves == "unread" { return }
          for try await _ in numbers {
            if leaves == "early" { break }
            if leaves == "by an error" { throw Failure() }
          }
        }
        #expect(leaves != "by an error")
      } catch {
        #expect(error is Failure)
      }
      #expect(steps.values == (leaves == "unread" ? [] : ["defer"]))
    }
  }

  @Test("The body runs on the caller's thread, only when asked, and has ended when the call returns")
  func laziness() throws {
    let steps = ValueRecorder<String>()
    let found = try withGeneratedSequence({ yield in
      defer { steps.append("defer") }
      for number in 1... {
        steps.append("yield \(number)")
        try await yield(number)
      }
    }) { numbers in
      #expect(steps.values.isEmpty)
      return Array(numbers.prefix(2))
    }
    #expect(found == [1, 2])
    #expect(steps.values == ["yield 1", "yield 2", "defer"])
  }

  @Test("G2: The body ends with the loop, on the caller's thread")
  func leaving() throws {
    let steps = ValueRecorder<String>()
    try withGeneratedSequence({ yield in
      defer { steps.append("defer") }
      for number in 1... { try await yield(number) }
    }) { numbers in
      for _ in numbers { break }
      steps.append("after the loop")
    }
    #expect(steps.values == ["defer", "after the loop"])
  }

  @Test("Each iterator runs the body anew (G3), and stays ended (G1)")
  func restart() throws {
    try withGeneratedSequence({ yield in for number in 1...2 { try await yield(number) } }) { numbers in
      #expect(Array(numbers) == [1, 2])
      var iterator = numbers.makeIterator()
      #expect([iterator.next(), iterator.next(), iterator.next(), iterator.next()] == [1, 2, nil, nil])
    }
  }

  @Test("An error ends the sequence and is thrown when the body has returned")
  func failure() {
    var found: [Int] = []
    #expect(throws: Failure()) {
      try withGeneratedSequence({ yield in
        try await yield(1)
        throw Failure()
      }) { numbers in
        found = Array(numbers)
      }
    }
    #expect(found == [1])
  }

  @Test("A body that waits for something else blocks the caller's thread until it has an element")
  func awaitingBody() async throws {
    let clock = ManualClock()
    async let found = onOwnThread {
      try withGeneratedSequence({ yield in
        for number in 1...3 {
          try await clock.sleep(for: .seconds(1))
          try await yield(number)
        }
        try await clock.sleep(for: .seconds(1))
      }) { Array($0) }
    }
    for _ in 1...4 {
      await clock.sleepers(atLeast: 1)
      clock.advance(by: .seconds(1))
    }
    #expect(try await found == [1, 2, 3])
  }

  @Test("Cancellation ends the sequence with an error (G2)")
  func cancellation() async {
    await Task {
      var found = 0
      #expect(throws: CancellationError.self) {
        try withGeneratedSequence({ yield in for number in 1... { try await yield(number) } }) { numbers in
          for _ in numbers {
            found += 1
            if found == 3 { withUnsafeCurrentTask { $0?.cancel() } }
          }
        }
      }
      #expect(found == 3)
    }.value
  }

  @Test("A sequence that is used after its call has returned stops the program")
  func lateUse() async {
    let late = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let escaped = try await withGenerator({ yield in try await yield(1) }) { $0 }
      _ = escaped.makeAsyncIterator()
    }
    #expect(late.message.contains("A generator was used after the call of withGenerator"))
  }
}
