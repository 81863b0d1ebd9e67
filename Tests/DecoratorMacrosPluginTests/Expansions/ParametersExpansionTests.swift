import Testing

@Suite struct ParametersExpansionTests {
  @Test func variadic_isAnArray() {
    assertExpansion(
      """
      @Logged(arguments: .all) @Memoized
      func total(_ numbers: Int...) -> Int { 1 }
      """,
      """
      func total(_ numbers: Int...) -> Int {
      // Decorated, outermost first: @Logged, @Memoized
      enum __macro_local_10decoratorsfMu_ {
        nonisolated static let __macro_local_6loggedfMu_ = Decorators::LoggingPolicy(arguments: .all)
      }
      #sourceLocation(file: "test.swift", line: 2)
      let __macro_local_3keyfMu_ = Decorators::MemoKey.part(numbers)
      #sourceLocation()
      #sourceLocation(file: "test.swift", line: 2)
      func `total(_:)`() -> Int {
      #sourceLocation()
      #sourceLocation(file: "test.swift", line: 2)
                                             1
      }
      #sourceLocation()
      #sourceLocation(file: "test.swift", line: 1)
      return Decorators::withLogging(__macro_local_10decoratorsfMu_.__macro_local_6loggedfMu_, named: "total(_:)", arguments: ["numbers": numbers as Any]) { () -> Int in
      #sourceLocation()
      #sourceLocation(file: "test.swift", line: 1)
      (totalCache([Int].self, variadic: ()) as Decorators::FunctionCache<[Int], Int>).value(for: __macro_local_3keyfMu_) { () -> Int in `total(_:)`() }
      #sourceLocation()
      }
      }

      private nonisolated let __macro_local_34storage__5b_Int_5d___variadic__IntfMu_: Decorators::FunctionCache<[Int], Int> = Decorators::FunctionCache<[Int], Int>(named: "total(_:)")

      nonisolated func totalCache(_: [Int].Type = [Int].self, variadic _: Void = ()) -> Decorators::FunctionCache<[Int], Int> {
        __macro_local_34storage__5b_Int_5d___variadic__IntfMu_
      }
      """,
      body: "Memoized"
    )
  }

  @Test func inout_isCopiedBeforeTheCallIfItIsNamed() {
    assertExpansion(
      """
      @Logged(arguments: .only("numbers"))
      func append(_ number: Int, to numbers: inout [Int]) {}
      """,
      """
      func append(_ number: Int, to numbers: inout [Int]) {
      // Decorated, outermost first: @Logged
      enum __macro_local_10decoratorsfMu_ {
        nonisolated static let __macro_local_6loggedfMu_ = Decorators::LoggingPolicy(arguments: .all)
      }
      let __macro_local_7numbersfMu_ = numbers
      #sourceLocation(file: "test.swift", line: 2)
      func `append(_:to:)`() {
      #sourceLocation()
      }
      #sourceLocation(file: "test.swift", line: 1)
      return Decorators::withLogging(__macro_local_10decoratorsfMu_.__macro_local_6loggedfMu_, named: "append(_:to:)", arguments: ["numbers": __macro_local_7numbersfMu_ as Any]) { () -> Void in `append(_:to:)`() }
      #sourceLocation()
      }
      """
    )
  }

  @Test func inout_isLeftOutOfAll() {
    assertExpansion(
      """
      @Logged(arguments: .all)
      func append(_ number: Int, to numbers: inout [Int]) {}
      """,
      """
      func append(_ number: Int, to numbers: inout [Int]) {
      // Decorated, outermost first: @Logged
      enum __macro_local_10decoratorsfMu_ {
        nonisolated static let __macro_local_6loggedfMu_ = Decorators::LoggingPolicy(arguments: .all)
      }
      #sourceLocation(file: "test.swift", line: 2)
      func `append(_:to:)`() {
      #sourceLocation()
      }
      #sourceLocation(file: "test.swift", line: 1)
      return Decorators::withLogging(__macro_local_10decoratorsfMu_.__macro_local_6loggedfMu_, named: "append(_:to:)", arguments: ["number": number as Any]) { () -> Void in `append(_:to:)`() }
      #sourceLocation()
      }
      """
    )
  }

  @Test func keywordsAndBackticks_areNamesAsUsersReadThem() {
    assertExpansion(
      """
      @Logged(arguments: .all(redacting: "in")) @Memoized
      func load(default: Int, for `in`: String) -> Int { `default` }
      """,
      """
      func load(default: Int, for `in`: String) -> Int {
      // Decorated, outermost first: @Logged, @Memoized
      enum __macro_local_10decoratorsfMu_ {
        nonisolated static let __macro_local_6loggedfMu_ = Decorators::LoggingPolicy(arguments: .all)
      }
      #sourceLocation(file: "test.swift", line: 2)
      let __macro_local_7defaultfMu_ = Decorators::MemoKey.part(`default`)
      #sourceLocation()
      #sourceLocation(file: "test.swift", line: 2)
      let __macro_local_2infMu_ = Decorators::MemoKey.part(`in`)
      #sourceLocation()
      let __macro_local_3keyfMu_ = Decorators::Arguments(__macro_local_7defaultfMu_, __macro_local_2infMu_)
      #sourceLocation(file: "test.swift", line: 2)
      func `load(default:for:)`() -> Int {
      #sourceLocation()
      #sourceLocation(file: "test.swift", line: 2)
                                                         `default`
      }
      #sourceLocation()
      #sourceLocation(file: "test.swift", line: 1)
      return Decorators::withLogging(__macro_local_10decoratorsfMu_.__macro_local_6loggedfMu_, named: "load(default:for:)", arguments: ["default": `default` as Any, "in": Decorators::Redacted(`in`)]) { () -> Int in
      #sourceLocation()
      #sourceLocation(file: "test.swift", line: 1)
      (loadCache(default: Int.self, for: String.self) as Decorators::FunctionCache<Decorators::Arguments<Int, String>, Int>).value(for: __macro_local_3keyfMu_) { () -> Int in `load(default:for:)`() }
      #sourceLocation()
      }
      }

      private nonisolated let __macro_local_38storage_default__Int__for__String__IntfMu_: Decorators::FunctionCache<Decorators::Arguments<Int, String>, Int> = Decorators::FunctionCache<Decorators::Arguments<Int, String>, Int>(named: "load(default:for:)")

      nonisolated func loadCache(default _: Int.Type = Int.self, for _: String.Type = String.self) -> Decorators::FunctionCache<Decorators::Arguments<Int, String>, Int> {
        __macro_local_38storage_default__Int__for__String__IntfMu_
      }
      """,
      body: "Memoized"
    )
  }

  @Test func rawIdentifiers_areQuoted() {
    assertExpansion(
      """
      @Logged(arguments: .all)
      func `an "odd" name`(`with blanks` value: Int, `more blanks`: Int) {}
      """,
      """
      func `an "odd" name`(`with blanks` value: Int, `more blanks`: Int) {
      // Decorated, outermost first: @Logged
      enum __macro_local_10decoratorsfMu_ {
        nonisolated static let __macro_local_6loggedfMu_ = Decorators::LoggingPolicy(arguments: .all)
      }
      #sourceLocation(file: "test.swift", line: 2)
      func `an "odd" name(with blanks:more blanks:)`() {
      #sourceLocation()
      }
      #sourceLocation(file: "test.swift", line: 1)
      return Decorators::withLogging(__macro_local_10decoratorsfMu_.__macro_local_6loggedfMu_, named: #"an "odd" name(with blanks:more blanks:)"#, arguments: ["value": value as Any, "more blanks": `more blanks` as Any]) { () -> Void in `an "odd" name(with blanks:more blanks:)`() }
      #sourceLocation()
      }
      """
    )
  }

  @Test func whatNoLogCanKeep_isLeftOutOfAll() {
    assertExpansion(
      """
      @Logged(arguments: .all)
      func load(
        _ id: Int,
        work: @escaping () -> Void,
        done: (() -> Void)?,
        failed: (() -> Void)!,
        lazy: @autoclosure () -> Int,
        ticket: borrowing Ticket,
        on actor: isolated Counter,
        _: Int
      ) {}
      """,
      """
      func load(
        _ id: Int,
        work: @escaping () -> Void,
        done: (() -> Void)?,
        failed: (() -> Void)!,
        lazy: @autoclosure () -> Int,
        ticket: borrowing Ticket,
        on actor: isolated Counter,
        _: Int
      ) {
      // Decorated, outermost first: @Logged
      enum __macro_local_10decoratorsfMu_ {
        nonisolated static let __macro_local_6loggedfMu_ = Decorators::LoggingPolicy(arguments: .all)
      }
      #sourceLocation(file: "test.swift", line: 2)
      func `load(_:work:done:failed:lazy:ticket:on:_:)`() {
      #sourceLocation()
      }
      #sourceLocation(file: "test.swift", line: 1)
      return Decorators::withLogging(__macro_local_10decoratorsfMu_.__macro_local_6loggedfMu_, named: "load(_:work:done:failed:lazy:ticket:on:_:)", arguments: ["id": id as Any]) { () -> Void in `load(_:work:done:failed:lazy:ticket:on:_:)`() }
      #sourceLocation()
      }
      """
    )
  }

  @Test func pack_isLeftOutOfAll() {
    assertExpansion(
      """
      @Logged(arguments: .all)
      func count<each Value>(_ values: repeat each Value, _ id: Int) {}
      """,
      """
      func count<each Value>(_ values: repeat each Value, _ id: Int) {
      // Decorated, outermost first: @Logged
      #sourceLocation(file: "test.swift", line: 2)
      func `count(_:_:)`() {
      #sourceLocation()
      }
      #sourceLocation(file: "test.swift", line: 1)
      return Decorators::withLogging(Decorators::LoggingPolicy(arguments: .all), named: "count(_:_:)", arguments: ["id": id as Any]) { () -> Void in `count(_:_:)`() }
      #sourceLocation()
      }
      """
    )
  }

  @Test func tuplesDefaultsAndWrappers_areShown() {
    assertExpansion(
      """
      @Logged(arguments: .all)
      func load(@Clamped size: Int = 1, at point: (x: Int, y: Int), flag: Bool! = nil, in book: sending Notebook) {}
      """,
      """
      func load(@Clamped size: Int = 1, at point: (x: Int, y: Int), flag: Bool! = nil, in book: sending Notebook) {
      // Decorated, outermost first: @Logged
      enum __macro_local_10decoratorsfMu_ {
        nonisolated static let __macro_local_6loggedfMu_ = Decorators::LoggingPolicy(arguments: .all)
      }
      #sourceLocation(file: "test.swift", line: 2)
      func `load(size:at:flag:in:)`() {
      #sourceLocation()
      }
      #sourceLocation(file: "test.swift", line: 1)
      return Decorators::withLogging(__macro_local_10decoratorsfMu_.__macro_local_6loggedfMu_, named: "load(size:at:flag:in:)", arguments: ["size": Decorators::Redacted(size), "point": point as Any, "flag": flag as Any, "book": book as Any]) { () -> Void in `load(size:at:flag:in:)`() }
      #sourceLocation()
      }
      """
    )
  }
}
