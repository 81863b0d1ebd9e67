import Testing

@Suite struct MemoizedKeyExpansionTests {
  @Test func noParameters_haveAnEmptyKey() {
    assertExpansion(
      """
      @Memoized
      func answer() -> Int { 42 }
      """,
      """
      func answer() -> Int {
      // Decorated, outermost first: @Memoized
      let __macro_local_3keyfMu_ = Decorators::Arguments()
      #sourceLocation(file: "test.swift", line: 2)
      func `answer()`() -> Int {
      #sourceLocation()
      #sourceLocation(file: "test.swift", line: 2)
                             42
      }
      #sourceLocation()
      #sourceLocation(file: "test.swift", line: 1)
      return (answerCache() as Decorators::FunctionCache<Decorators::Arguments<>, Int>).value(for: __macro_local_3keyfMu_) { () -> Int in `answer()`() }
      #sourceLocation()
      }

      private nonisolated let __macro_local_11storage_IntfMu_: Decorators::FunctionCache<Decorators::Arguments<>, Int> = Decorators::FunctionCache<Decorators::Arguments<>, Int>(named: "answer()")

      nonisolated func answerCache() -> Decorators::FunctionCache<Decorators::Arguments<>, Int> {
        __macro_local_11storage_IntfMu_
      }
      """
    )
  }

  @Test func ignoring_leavesParametersOutOfTheKey() {
    assertExpansion(
      """
      @Memoized(ignoring: "trace", "work")
      func user(_ id: String, trace: Trace, work: (Int)->Int) -> User { User() }
      """,
      """
      func user(_ id: String, trace: Trace, work: (Int)->Int) -> User {
      // Decorated, outermost first: @Memoized
      #sourceLocation(file: "test.swift", line: 2)
      let __macro_local_3keyfMu_ = Decorators::MemoKey.part(id)
      #sourceLocation()
      #sourceLocation(file: "test.swift", line: 2)
      func `user(_:trace:work:)`() -> User {
      #sourceLocation()
      #sourceLocation(file: "test.swift", line: 2)
                                                                        User()
      }
      #sourceLocation()
      #sourceLocation(file: "test.swift", line: 1)
      return (userCache(String.self, trace: Trace.self, work: ((Int)->Int).self) as Decorators::FunctionCache<String, User>).value(for: __macro_local_3keyfMu_) { () -> User in `user(_:trace:work:)`() }
      #sourceLocation()
      }

      private nonisolated let __macro_local_64storage_String__trace__Trace__work___28_Int_29__2d__3e_Int__UserfMu_: Decorators::FunctionCache<String, User> = Decorators::FunctionCache<String, User>(named: "user(_:trace:work:)")

      nonisolated func userCache(_: String.Type = String.self, trace _: Trace.Type = Trace.self, work _: ((Int)->Int).Type = ((Int)->Int).self) -> Decorators::FunctionCache<String, User> {
        __macro_local_64storage_String__trace__Trace__work___28_Int_29__2d__3e_Int__UserfMu_
      }
      """
    )
  }

  @Test func key_takesAllParameters() {
    assertExpansion(
      """
      @Memoized(key: { (id: String, trace: Trace) -> Substring in id.prefix(3) })
      func user(_ id: String, in trace: Trace) -> User { User() }
      """,
      """
      func user(_ id: String, in trace: Trace) -> User {
      // Decorated, outermost first: @Memoized
      #sourceLocation(file: "test.swift", line: 1)
      let __macro_local_3keyfMu_ = Decorators::MemoKey.whole({ (id: String, trace: Trace) -> Substring in id.prefix(3) }(id, trace))
      #sourceLocation()
      #sourceLocation(file: "test.swift", line: 2)
      func `user(_:in:)`() -> User {
      #sourceLocation()
      #sourceLocation(file: "test.swift", line: 2)
                                                         User()
      }
      #sourceLocation()
      #sourceLocation(file: "test.swift", line: 1)
      return (userCache(String.self, in: Trace.self) as Decorators::FunctionCache<Substring, User>).value(for: __macro_local_3keyfMu_) { () -> User in `user(_:in:)`() }
      #sourceLocation()
      }

      private nonisolated let __macro_local_31storage_String__in__Trace__UserfMu_: Decorators::FunctionCache<Substring, User> = Decorators::FunctionCache<Substring, User>(named: "user(_:in:)")

      nonisolated func userCache(_: String.Type = String.self, in _: Trace.Type = Trace.self) -> Decorators::FunctionCache<Substring, User> {
        __macro_local_31storage_String__in__Trace__UserfMu_
      }
      """
    )
  }
}
