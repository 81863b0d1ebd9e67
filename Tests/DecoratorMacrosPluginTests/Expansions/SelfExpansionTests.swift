import Testing

@Suite struct SelfExpansionTests {
  @Test func Self_isTheTypeWhereATypeOfItsOwnWouldBeMeant() {
    assertExpansion(
      #"""
      struct Outer {
        struct Inner {
          @Timed(named: Self.name, to: [.log(\Self.name)])
          func load() {}
        }
      }
      """#,
      #"""
      struct Outer {
        struct Inner {
          func load() {
          // Decorated, outermost first: @Timed
          enum __macro_local_10decoratorsfMu_ {
          #sourceLocation(file: "test.swift", line: 3)
            nonisolated static let __macro_local_5timedfMu_ = Decorators::TimingPolicy(named: Outer.Inner.name, to: [.log(\Outer.Inner.name)])
          #sourceLocation()
          }
          #sourceLocation(file: "test.swift", line: 4)
          func `load()`() {
          #sourceLocation()
          }
          #sourceLocation(file: "test.swift", line: 3)
          return __macro_local_10decoratorsfMu_.__macro_local_5timedfMu_.run(named: Self.name) { () -> Void in `load()`() }
          #sourceLocation()
          }
        }
      }
      """#
    )
  }

  @Test func Self_ofATypeInAFunctionIsThatType() {
    assertExpansion(
      """
      func outer() {
        struct Inner {
          @Timed(named: Self.name)
          func load() {}
        }
      }
      """,
      """
      func outer() {
        struct Inner {
          func load() {
          // Decorated, outermost first: @Timed
          enum __macro_local_10decoratorsfMu_ {
          #sourceLocation(file: "test.swift", line: 3)
            nonisolated static let __macro_local_5timedfMu_ = Decorators::TimingPolicy(named: Inner.name)
          #sourceLocation()
          }
          #sourceLocation(file: "test.swift", line: 4)
          func `load()`() {
          #sourceLocation()
          }
          #sourceLocation(file: "test.swift", line: 3)
          return __macro_local_10decoratorsfMu_.__macro_local_5timedfMu_.run(named: Self.name) { () -> Void in `load()`() }
          #sourceLocation()
          }
        }
      }
      """
    )
  }

  @Test func Self_inAFunctionOfAMethodIsTheTypeOfTheMethod() {
    assertExpansion(
      """
      struct Outer {
        func load() {
          @Timed(named: Self.name)
          func inner() {}
        }
      }
      """,
      """
      struct Outer {
        func load() {
          func inner() {
          // Decorated, outermost first: @Timed
          enum __macro_local_10decoratorsfMu_ {
          #sourceLocation(file: "test.swift", line: 3)
            nonisolated static let __macro_local_5timedfMu_ = Decorators::TimingPolicy(named: Outer.name)
          #sourceLocation()
          }
          #sourceLocation(file: "test.swift", line: 4)
          func `inner()`() {
          #sourceLocation()
          }
          #sourceLocation(file: "test.swift", line: 3)
          return __macro_local_10decoratorsfMu_.__macro_local_5timedfMu_.run(named: Self.name) { () -> Void in `inner()`() }
          #sourceLocation()
          }
        }
      }
      """
    )
  }

  @Test func Self_isTheTypeInThePeer() {
    assertExpansion(
      """
      struct Grade {
        @Memoized(capacity: Self.count)
        static func named(_ name: String) -> Self? { nil }
      }
      """,
      """
      struct Grade {
        static func named(_ name: String) -> Self? {
        // Decorated, outermost first: @Memoized
        #sourceLocation(file: "test.swift", line: 3)
        let __macro_local_3keyfMu_ = Decorators::MemoKey.part(name)
        #sourceLocation()
        #sourceLocation(file: "test.swift", line: 3)
        func `named(_:)`() -> Self? {
        #sourceLocation()
        #sourceLocation(file: "test.swift", line: 3)
                                                       nil
        }
        #sourceLocation()
        #sourceLocation(file: "test.swift", line: 2)
        return (Self.namedCache(String.self) as Decorators::FunctionCache<String, Self?>).value(for: __macro_local_3keyfMu_) { () -> Self? in `named(_:)`() }
        #sourceLocation()
        }

        private nonisolated static let __macro_local_24storage_String__Self_3f_fMu_: Decorators::FunctionCache<String, Grade?> = Decorators::FunctionCache<String, Grade?>(capacity: Grade.count, named: "Grade.named(_:)")

        nonisolated static func namedCache(_: String.Type = String.self) -> Decorators::FunctionCache<String, Grade?> {
          __macro_local_24storage_String__Self_3f_fMu_
        }
      }
      """
    )
  }
}
