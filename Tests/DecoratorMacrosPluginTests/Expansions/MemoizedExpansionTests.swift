import Testing

@Suite struct MemoizedExpansionTests {
  @Test func globalFunction_hasAFunctionThatGivesItsCache() {
    assertExpansion(
      """
      @Memoized(capacity: 128, timeToLive: .seconds(60))
      func fib(_ n: Int) -> Int { n }
      """,
      """
      func fib(_ n: Int) -> Int {
      // Decorated, outermost first: @Memoized
      #sourceLocation(file: "test.swift", line: 2)
      let __macro_local_3keyfMu_ = Decorators::MemoKey.part(n)
      #sourceLocation()
      #sourceLocation(file: "test.swift", line: 2)
      func `fib(_:)`() -> Int {
      #sourceLocation()
      #sourceLocation(file: "test.swift", line: 2)
                                  n
      }
      #sourceLocation()
      #sourceLocation(file: "test.swift", line: 1)
      return (fibCache(Int.self) as Decorators::FunctionCache<Int, Int>).value(for: __macro_local_3keyfMu_) { () -> Int in `fib(_:)`() }
      #sourceLocation()
      }

      private nonisolated let __macro_local_16storage_Int__IntfMu_: Decorators::FunctionCache<Int, Int> = Decorators::FunctionCache<Int, Int>(capacity: 128, timeToLive: .seconds(60), named: "fib(_:)")

      nonisolated func fibCache(_: Int.Type = Int.self) -> Decorators::FunctionCache<Int, Int> {
        __macro_local_16storage_Int__IntfMu_
      }
      """
    )
  }

  @Test func staticMethod_hasAStaticFunctionThatGivesItsCache() {
    assertExpansion(
      """
      enum Prices {
        @Memoized
        static func price(of item: String, count: Int?) -> Double { 1 }
      }
      """,
      """
      enum Prices {
        static func price(of item: String, count: Int?) -> Double {
        // Decorated, outermost first: @Memoized
        #sourceLocation(file: "test.swift", line: 3)
        let __macro_local_4itemfMu_ = Decorators::MemoKey.part(item)
        #sourceLocation()
        #sourceLocation(file: "test.swift", line: 3)
        let __macro_local_5countfMu_ = Decorators::MemoKey.part(count)
        #sourceLocation()
        let __macro_local_3keyfMu_ = Decorators::Arguments(__macro_local_4itemfMu_, __macro_local_5countfMu_)
        #sourceLocation(file: "test.swift", line: 3)
        func `price(of:count:)`() -> Double {
        #sourceLocation()
        #sourceLocation(file: "test.swift", line: 3)
                                                                      1
        }
        #sourceLocation()
        #sourceLocation(file: "test.swift", line: 2)
        return (Self.priceCache(of: String.self, count: (Int?).self) as Decorators::FunctionCache<Decorators::Arguments<String, Int?>, Double>).value(for: __macro_local_3keyfMu_) { () -> Double in `price(of:count:)`() }
        #sourceLocation()
        }

        private nonisolated static let __macro_local_42storage_of__String__count__Int_3f___DoublefMu_: Decorators::FunctionCache<Decorators::Arguments<String, Int?>, Double> = Decorators::FunctionCache<Decorators::Arguments<String, Int?>, Double>(named: "Prices.price(of:count:)")

        nonisolated static func priceCache(of _: String.Type = String.self, count _: (Int?).Type = (Int?).self) -> Decorators::FunctionCache<Decorators::Arguments<String, Int?>, Double> {
          __macro_local_42storage_of__String__count__Int_3f___DoublefMu_
        }
      }
      """
    )
  }

  @Test func onEviction_isASettingOfTheCache() {
    assertExpansion(
      """
      @Memoized(onEviction: { (key: Int, value: String, cause: EvictionCause) in print(cause) })
      func text(_ id: Int) -> String { "" }
      """,
      """
      func text(_ id: Int) -> String {
      // Decorated, outermost first: @Memoized
      #sourceLocation(file: "test.swift", line: 2)
      let __macro_local_3keyfMu_ = Decorators::MemoKey.part(id)
      #sourceLocation()
      #sourceLocation(file: "test.swift", line: 2)
      func `text(_:)`() -> String {
      #sourceLocation()
      #sourceLocation(file: "test.swift", line: 2)
                                       ""
      }
      #sourceLocation()
      #sourceLocation(file: "test.swift", line: 1)
      return (textCache(Int.self) as Decorators::FunctionCache<Int, String>).value(for: __macro_local_3keyfMu_) { () -> String in `text(_:)`() }
      #sourceLocation()
      }

      private nonisolated let __macro_local_19storage_Int__StringfMu_: Decorators::FunctionCache<Int, String> = Decorators::FunctionCache<Int, String>(named: "text(_:)", onEviction: { (key: Int, value: String, cause: EvictionCause) in print(cause) })

      nonisolated func textCache(_: Int.Type = Int.self) -> Decorators::FunctionCache<Int, String> {
        __macro_local_19storage_Int__StringfMu_
      }
      """
    )
  }

  @Test func abandonedLoads_areASettingOfTheCache() {
    assertExpansion(
      """
      final class Reports: Sendable {
        @Memoized(capacity: 24, abandoned: .keep)
        func report(_ month: Int) async -> String { "" }
      }
      """,
      """
      final class Reports: Sendable {
        func report(_ month: Int) async -> String {
        // Decorated, outermost first: @Memoized
        #sourceLocation(file: "test.swift", line: 3)
        let __macro_local_3keyfMu_ = Decorators::MemoKey.part(month)
        #sourceLocation()
        #sourceLocation(file: "test.swift", line: 2)
        return await self.reportCache.value(for: __macro_local_3keyfMu_) { () async -> String in
        #sourceLocation()
        #sourceLocation(file: "test.swift", line: 3)
                                                      ""
        }
        #sourceLocation()
        }

        #sourceLocation(file: "test.swift", line: 2)
        nonisolated let reportCache: Decorators::FunctionCache<Int, String> = Decorators::FunctionCache<Int, String>(capacity: 24, named: "Reports.report(_:)", abandoned: .keep)
        #sourceLocation()
      }
      """
    )
  }

  @Test func inlinable_isUsableFromInline() {
    assertExpansion(
      """
      @inlinable @Memoized
      public func square(_ number: Int) -> Int { number }
      """,
      """
      @inlinable
      public func square(_ number: Int) -> Int {
      // Decorated, outermost first: @Memoized
      #sourceLocation(file: "test.swift", line: 2)
      let __macro_local_3keyfMu_ = Decorators::MemoKey.part(number)
      #sourceLocation()
      #sourceLocation(file: "test.swift", line: 2)
      func `square(_:)`() -> Int {
      #sourceLocation()
      #sourceLocation(file: "test.swift", line: 2)
                                                 number
      }
      #sourceLocation()
      #sourceLocation(file: "test.swift", line: 1)
      return (squareCache(Int.self) as Decorators::FunctionCache<Int, Int>).value(for: __macro_local_3keyfMu_) { () -> Int in `square(_:)`() }
      #sourceLocation()
      }

      private nonisolated let __macro_local_16storage_Int__IntfMu_: Decorators::FunctionCache<Int, Int> = Decorators::FunctionCache<Int, Int>(named: "square(_:)")

      @usableFromInline internal nonisolated func squareCache(_: Int.Type = Int.self) -> Decorators::FunctionCache<Int, Int> {
        __macro_local_16storage_Int__IntfMu_
      }
      """
    )
  }

  @Test func void_isKeptWithoutACheck() {
    assertExpansion(
      """
      @Memoized
      func warm(_ id: Int) -> () {}
      """,
      """
      func warm(_ id: Int) -> () {
      // Decorated, outermost first: @Memoized
      #sourceLocation(file: "test.swift", line: 2)
      let __macro_local_3keyfMu_ = Decorators::MemoKey.part(id)
      #sourceLocation()
      #sourceLocation(file: "test.swift", line: 2)
      func `warm(_:)`() -> () {
      #sourceLocation()
      }
      #sourceLocation(file: "test.swift", line: 1)
      return (warmCache(Int.self) as Decorators::FunctionCache<Int, ()>).value(for: __macro_local_3keyfMu_) { () -> () in `warm(_:)`() }
      #sourceLocation()
      }

      private nonisolated let __macro_local_21storage_Int___28__29_fMu_: Decorators::FunctionCache<Int, ()> = Decorators::FunctionCache<Int, ()>(named: "warm(_:)")

      nonisolated func warmCache(_: Int.Type = Int.self) -> Decorators::FunctionCache<Int, ()> {
        __macro_local_21storage_Int___28__29_fMu_
      }
      """
    )
  }

  @Test func nameInBackticks_namesTheCacheWithout() {
    assertExpansion(
      """
      @Memoized
      func `default`(_ id: Int!) -> (Int, Int)! { (1, 1) }
      """,
      """
      func `default`(_ id: Int!) -> (Int, Int)! {
      // Decorated, outermost first: @Memoized
      #sourceLocation(file: "test.swift", line: 2)
      let __macro_local_3keyfMu_ = Decorators::MemoKey.part(id)
      #sourceLocation()
      #sourceLocation(file: "test.swift", line: 2)
      func `default(_:)`() -> (Int, Int)? {
      #sourceLocation()
      #sourceLocation(file: "test.swift", line: 2)
                                                  (1, 1)
      }
      #sourceLocation()
      #sourceLocation(file: "test.swift", line: 1)
      return (defaultCache((Int?).self) as Decorators::FunctionCache<Int?, (Int, Int)?>).value(for: __macro_local_3keyfMu_) { () -> (Int, Int)? in `default(_:)`() }
      #sourceLocation()
      }

      private nonisolated let __macro_local_43storage_Int_3f____28_Int_2c__20_Int_29__3f_fMu_: Decorators::FunctionCache<Int?, (Int, Int)?> = Decorators::FunctionCache<Int?, (Int, Int)?>(named: "default(_:)")

      nonisolated func defaultCache(_: (Int?).Type = (Int?).self) -> Decorators::FunctionCache<Int?, (Int, Int)?> {
        __macro_local_43storage_Int_3f____28_Int_2c__20_Int_29__3f_fMu_
      }
      """
    )
  }
}
