import Testing

@Suite struct TimedExpansionTests {
  @Test func settings_makeThePolicyOnce() {
    assertExpansion(
      """
      @Timed(named: "load", to: [.metric(), .log(level: .info)], clock: SuspendingClock())
      func load() {}
      """,
      """
      func load() {
      // Decorated, outermost first: @Timed
      enum __macro_local_10decoratorsfMu_ {
        nonisolated static let __macro_local_5timedfMu_ = Decorators::TimingPolicy(named: "load", to: [.metric(), .log(level: .info)])
      }
      #sourceLocation(file: "test.swift", line: 2)
      func `load()`() {
      #sourceLocation()
      }
      #sourceLocation(file: "test.swift", line: 1)
      return __macro_local_10decoratorsfMu_.__macro_local_5timedfMu_.with(clock: SuspendingClock()).run(named: "load") { () -> Void in `load()`() }
      #sourceLocation()
      }
      """
    )
  }

  @Test func valuesOfAGlobalActor_areReadOnIt() {
    assertExpansion(
      """
      @MainActor struct View {
        @Timed(to: Self.sinks) func draw() {}
        @Timed(to: Self.sinks) nonisolated func size() {}
      }
      """,
      """
      @MainActor struct View {
        func draw() {
        // Decorated, outermost first: @Timed
        enum __macro_local_10decoratorsfMu_ {
        #sourceLocation(file: "test.swift", line: 2)
          @MainActor static let __macro_local_5timedfMu_ = Decorators::TimingPolicy(named: "View.draw()", to: View.sinks)
        #sourceLocation()
        }
        #sourceLocation(file: "test.swift", line: 2)
        func `draw()`() {
        #sourceLocation()
        }
        #sourceLocation(file: "test.swift", line: 2)
        return __macro_local_10decoratorsfMu_.__macro_local_5timedfMu_.run(named: "View.draw()") { () -> Void in `draw()`() }
        #sourceLocation()
        }
        nonisolated func size() {
        // Decorated, outermost first: @Timed
        enum __macro_local_10decoratorsfMu0_ {
        #sourceLocation(file: "test.swift", line: 3)
          nonisolated static let __macro_local_5timedfMu0_ = Decorators::TimingPolicy(named: "View.size()", to: View.sinks)
        #sourceLocation()
        }
        #sourceLocation(file: "test.swift", line: 3)
        func `size()`() {
        #sourceLocation()
        }
        #sourceLocation(file: "test.swift", line: 3)
        return __macro_local_10decoratorsfMu0_.__macro_local_5timedfMu0_.run(named: "View.size()") { () -> Void in `size()`() }
        #sourceLocation()
        }
      }
      """
    )
  }

  @Test func macroOfAnActor_isNoGlobalActor() {
    assertExpansion(
      """
      @ModelActor actor Store {
        @Timed(to: sinks) func save() {}
      }
      """,
      """
      @ModelActor actor Store {
        func save() {
        // Decorated, outermost first: @Timed
        enum __macro_local_10decoratorsfMu_ {
        #sourceLocation(file: "test.swift", line: 2)
          nonisolated static let __macro_local_5timedfMu_ = Decorators::TimingPolicy(named: "Store.save()", to: sinks)
        #sourceLocation()
        }
        #sourceLocation(file: "test.swift", line: 2)
        func `save()`() {
        #sourceLocation()
        }
        #sourceLocation(file: "test.swift", line: 2)
        return __macro_local_10decoratorsfMu_.__macro_local_5timedfMu_.run(named: "Store.save()") { () -> Void in `save()`() }
        #sourceLocation()
        }
      }
      """
    )
  }

  @Test func policy_standsForThem() {
    assertExpansion(
      """
      @Timed(loading, clock: Self.clock)
      func load() {}
      """,
      """
      func load() {
      // Decorated, outermost first: @Timed
      #sourceLocation(file: "test.swift", line: 2)
      func `load()`() {
      #sourceLocation()
      }
      #sourceLocation(file: "test.swift", line: 1)
      return loading.with(clock: Self.clock).run(named: "load()") { () -> Void in `load()`() }
      #sourceLocation()
      }
      """
    )
  }

  @Test func keyPaths_areReadFromTheInstance() {
    assertExpansion(
      #"""
      struct Monitoring {
        @Timed(\Self.timing, clock: \Self.clock)
        func push() {}
      }
      """#,
      """
      struct Monitoring {
        func push() {
        // Decorated, outermost first: @Timed
        #sourceLocation(file: "test.swift", line: 3)
        func `push()`() {
        #sourceLocation()
        }
        #sourceLocation(file: "test.swift", line: 2)
        return self.timing.with(clock: self.clock).run(named: "Monitoring.push()") { () -> Void in `push()`() }
        #sourceLocation()
        }
      }
      """
    )
  }

  @Test func keyPathsWithAName_areTheSame() {
    assertExpansion(
      #"""
      struct Monitoring {
        @Timed(\Monitoring.timings[0], clock: \Self.clocks.first!)
        func push() {}
      }
      """#,
      """
      struct Monitoring {
        func push() {
        // Decorated, outermost first: @Timed
        #sourceLocation(file: "test.swift", line: 3)
        func `push()`() {
        #sourceLocation()
        }
        #sourceLocation(file: "test.swift", line: 2)
        return self.timings[0].with(clock: self.clocks.first!).run(named: "Monitoring.push()") { () -> Void in `push()`() }
        #sourceLocation()
        }
      }
      """
    )
  }

  @Test func subscriptOfTheInstance_isReadFromIt() {
    assertExpansion(
      #"""
      struct Monitoring {
        @Timed(\Self.[0])
        func push() {}
      }
      """#,
      """
      struct Monitoring {
        func push() {
        // Decorated, outermost first: @Timed
        #sourceLocation(file: "test.swift", line: 3)
        func `push()`() {
        #sourceLocation()
        }
        #sourceLocation(file: "test.swift", line: 2)
        return self[0].run(named: "Monitoring.push()") { () -> Void in `push()`() }
        #sourceLocation()
        }
      }
      """
    )
  }

  @Test func nameFromSelf_isNoPartOfTheTableKey() {
    assertExpansion(
      """
      extension Monitoring {
        @Timed(named: Self.name)
        func push() {}
      }
      """,
      """
      extension Monitoring {
        func push() {
        // Decorated, outermost first: @Timed
        #sourceLocation(file: "test.swift", line: 3)
        func `push()`() {
        #sourceLocation()
        }
        #sourceLocation(file: "test.swift", line: 2)
        return Decorators::TimingPolicy.kept(for: "TestModule/test.swift:3:8 Monitoring.push() named Self.name") { Decorators::TimingPolicy(named: Self.name) }.run(named: Self.name) { () -> Void in `push()`() }
        #sourceLocation()
        }
      }
      """
    )
  }

  @Test func pairAroundRetrying_measuresTheWholeAndEachAttempt() {
    assertExpansion(
      """
      @Timed(named: "whole") @Retrying @Timed(named: "attempt")
      func load() throws {}
      """,
      """
      func load() throws {
      // Decorated, outermost first: @Timed, @Retrying, @Timed
      enum __macro_local_10decoratorsfMu_ {
        nonisolated static let __macro_local_5timedfMu_ = Decorators::TimingPolicy(named: "whole")
        nonisolated static let __macro_local_8retryingfMu_ = Decorators::RetryPolicy()
        nonisolated static let __macro_local_5timedfMu0_ = Decorators::TimingPolicy(named: "attempt")
      }
      #sourceLocation(file: "test.swift", line: 2)
      func `load()`() throws {
      #sourceLocation()
      }
      #sourceLocation(file: "test.swift", line: 1)
      return try __macro_local_10decoratorsfMu_.__macro_local_5timedfMu_.run(named: "whole") { () throws -> Void in
      #sourceLocation()
      #sourceLocation(file: "test.swift", line: 1)
      try __macro_local_10decoratorsfMu_.__macro_local_8retryingfMu_.run(named: "load()") { () throws -> Void in
      #sourceLocation()
      #sourceLocation(file: "test.swift", line: 1)
      try __macro_local_10decoratorsfMu_.__macro_local_5timedfMu0_.run(named: "attempt") { () throws -> Void in try `load()`() }
      #sourceLocation()
      }
      }
      }
      """,
      body: "Retrying"
    )
  }

  @Test func pairOfPolicies_measuresTheWholeAndEachAttempt() {
    assertExpansion(
      """
      @Timed(whole) @Retrying @Timed(attempt)
      func load() throws {}
      """,
      """
      func load() throws {
      // Decorated, outermost first: @Timed, @Retrying, @Timed
      enum __macro_local_10decoratorsfMu_ {
        nonisolated static let __macro_local_8retryingfMu_ = Decorators::RetryPolicy()
      }
      #sourceLocation(file: "test.swift", line: 2)
      func `load()`() throws {
      #sourceLocation()
      }
      #sourceLocation(file: "test.swift", line: 1)
      return try whole.run(named: "load()") { () throws -> Void in
      #sourceLocation()
      #sourceLocation(file: "test.swift", line: 1)
      try __macro_local_10decoratorsfMu_.__macro_local_8retryingfMu_.run(named: "load()") { () throws -> Void in
      #sourceLocation()
      #sourceLocation(file: "test.swift", line: 1)
      try attempt.run(named: "load()") { () throws -> Void in try `load()`() }
      #sourceLocation()
      }
      }
      }
      """,
      body: "Retrying"
    )
  }

  @Test func pairInGenericCode_hasTwoPlacesInTheTable() {
    assertExpansion(
      """
      extension Monitoring {
        @Timed(named: "whole") @Retrying @Timed(named: "attempt")
        func load() throws {}
      }
      """,
      """
      extension Monitoring {

        func load() throws {
        // Decorated, outermost first: @Timed, @Retrying, @Timed
        #sourceLocation(file: "test.swift", line: 3)
        func `load()`() throws {
        #sourceLocation()
        }
        #sourceLocation(file: "test.swift", line: 2)
        return try Decorators::TimingPolicy.kept(for: #"TestModule/test.swift:3:8 Monitoring.load() named "whole""#) { Decorators::TimingPolicy(named: "whole") }.run(named: "whole") { () throws -> Void in
        #sourceLocation()
        #sourceLocation(file: "test.swift", line: 2)
        try Decorators::withRetry(named: "Monitoring.load()") { () throws -> Void in
        #sourceLocation()
        #sourceLocation(file: "test.swift", line: 2)
        try Decorators::TimingPolicy.kept(for: #"TestModule/test.swift:3:8 Monitoring.load() named "attempt""#) { Decorators::TimingPolicy(named: "attempt") }.run(named: "attempt") { () throws -> Void in try `load()`() }
        #sourceLocation()
        }
        }
        }
      }
      """,
      body: "Retrying"
    )
  }
}
