import Testing

@Suite struct TaskDiagnosticsTests {
  @Test(arguments: [
    Misuse(
      #"@Memoized(ignoring: "work") func load(_ id: Int, work: () -> Int) async -> Int { 1 }"#,
      .error(
        "the body of an asynchronous function with '@Memoized' runs in a task, which cannot use the closure 'work', which does not escape: write '@escaping @Sendable' before its type",
        at: "work: () -> Int"
      )
    ),
    Misuse(
      #"@Memoized(ignoring: "work") func load(_ id: Int, work: @autoclosure () throws -> Int) async rethrows -> Int { 1 }"#,
      .error(
        "the body of an asynchronous function with '@Memoized' runs in a task, which cannot use the closure 'work', which does not escape: write '@escaping @Sendable' before its type",
        at: "work: @autoclosure () throws -> Int"
      )
    ),
    Misuse(
      #"@Memoized(ignoring: "text") func load(_ id: Int, text: borrowing String) async -> Int { 1 }"#,
      .error(
        "the body of an asynchronous function with '@Memoized' runs in a task, which cannot use the borrowing parameter 'text': write its type without 'borrowing'",
        at: "text: borrowing String"
      )
    ),
    Misuse(
      #"@Memoized(ignoring: "text") func load(_ id: Int, text: consuming String) async -> Int { 1 }"#,
      .error(
        "the body of an asynchronous function with '@Memoized' runs in a task, which cannot use the consuming parameter 'text': write its type without 'consuming'",
        at: "text: consuming String"
      )
    ),
    Misuse(
      "@Hedged(after: .seconds(1)) func load(_ id: sending Int) async -> Int { id }",
      .error(
        "the body of an asynchronous function with '@Hedged' runs in a task, which cannot use the sending parameter 'id': write its type without 'sending'",
        at: "_ id: sending Int"
      )
    ),
    Misuse(
      "@Decorated(concurrentlyBy: hedge) func load(_ ids: Span<Int>) async throws -> Int { 1 }",
      .error(
        "the body of an asynchronous function with '@Decorated' runs in a task, which cannot use 'ids', which does not escape: pass an array",
        at: "_ ids: Span<Int>"
      )
    ),
  ])
  func misuse_isSaidAtTheParameter(_ misuse: Misuse) {
    #expect(Diagnosed.all(in: misuse.source) == misuse.diagnosed)
  }

  @Test(arguments: [
    #"@Memoized(ignoring: "work") func load(_ id: Int, work: @escaping @Sendable () -> Int) async -> Int { 1 }"#,
    #"@Memoized(ignoring: "work") func load(_ id: Int, work: (@Sendable () -> Int)?) async -> Int { 1 }"#,
    #"@Memoized(ignoring: "work") func load(_ id: Int, work: () -> Int) -> Int { 1 }"#,
    "@Timed func load(_ id: Int, work: () -> Int) async -> Int { 1 }",
    "@Decorated(by: gate) func load(_ text: borrowing String) async throws -> Int { 1 }",
  ])
  func use_isAccepted(_ source: String) {
    #expect(Diagnosed.all(in: source) == [])
  }
}
