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
      enum __macro_local_6timingfMu_ {
        nonisolated static let __macro_local_6timingfMu0_ = Decorators.TimingPolicy(named: "load", to: [.metric(), .log(level: .info)])
      }
      #sourceLocation(file: "test.swift", line: 1)
      return Decorators.withTiming(__macro_local_6timingfMu_.__macro_local_6timingfMu0_, clock: SuspendingClock()) { () -> Void in
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
      #sourceLocation(file: "test.swift", line: 1)
      return Decorators.withTiming(loading, clock: Self.clock) { () -> Void in
      #sourceLocation()
      }
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
        #sourceLocation(file: "test.swift", line: 2)
        return Decorators.withTiming(self.timing, clock: self.clock) { () -> Void in
        #sourceLocation()
        }
        }
      }
      """
    )
  }

  @Test func keyPathsWithAName_areTheSame() {
    assertExpansion(
      #"""
      struct Monitoring {
        @Timed(\Monitoring.timings[0], clock: \.clocks.first!)
        func push() {}
      }
      """#,
      """
      struct Monitoring {
        func push() {
        // Decorated, outermost first: @Timed
        #sourceLocation(file: "test.swift", line: 2)
        return Decorators.withTiming(self.timings[0], clock: self.clocks.first!) { () -> Void in
        #sourceLocation()
        }
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
        #sourceLocation(file: "test.swift", line: 2)
        return Decorators.withTiming(self[0]) { () -> Void in
        #sourceLocation()
        }
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
        #sourceLocation(file: "test.swift", line: 2)
        return Decorators.withTiming(.kept(for: "TestModule/test.swift:3:8 Monitoring.push() named Self.name") { Decorators.TimingPolicy(named: Self.name) }) { () -> Void in
        #sourceLocation()
        }
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
      enum __macro_local_6timingfMu_ {
        nonisolated static let __macro_local_6timingfMu0_ = Decorators.TimingPolicy(named: "whole")
      }
      enum __macro_local_8retryingfMu_ {
        nonisolated static let __macro_local_8retryingfMu0_ = Decorators.RetryPolicy()
      }
      enum __macro_local_6timingfMu1_ {
        nonisolated static let __macro_local_6timingfMu2_ = Decorators.TimingPolicy(named: "attempt")
      }
      #sourceLocation(file: "test.swift", line: 1)
      return try Decorators.withTiming(__macro_local_6timingfMu_.__macro_local_6timingfMu0_) { () throws in
      #sourceLocation()
      #sourceLocation(file: "test.swift", line: 1)
        try Decorators.withRetry(__macro_local_8retryingfMu_.__macro_local_8retryingfMu0_, named: "load()") { () throws in
      #sourceLocation()
      #sourceLocation(file: "test.swift", line: 1)
          try Decorators.withTiming(__macro_local_6timingfMu1_.__macro_local_6timingfMu2_) { () throws -> Void in
      #sourceLocation()
          }
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
      enum __macro_local_8retryingfMu_ {
        nonisolated static let __macro_local_8retryingfMu0_ = Decorators.RetryPolicy()
      }
      #sourceLocation(file: "test.swift", line: 1)
      return try Decorators.withTiming(whole) { () throws in
      #sourceLocation()
      #sourceLocation(file: "test.swift", line: 1)
        try Decorators.withRetry(__macro_local_8retryingfMu_.__macro_local_8retryingfMu0_, named: "load()") { () throws in
      #sourceLocation()
      #sourceLocation(file: "test.swift", line: 1)
          try Decorators.withTiming(attempt) { () throws -> Void in
      #sourceLocation()
          }
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
        #sourceLocation(file: "test.swift", line: 2)
        return try Decorators.withTiming(.kept(for: #"TestModule/test.swift:3:8 Monitoring.load() named "whole""#) { Decorators.TimingPolicy(named: "whole") }) { () throws in
        #sourceLocation()
        #sourceLocation(file: "test.swift", line: 2)
          try Decorators.withRetry(named: "Monitoring.load()") { () throws in
        #sourceLocation()
        #sourceLocation(file: "test.swift", line: 2)
            try Decorators.withTiming(.kept(for: #"TestModule/test.swift:3:8 Monitoring.load() named "attempt""#) { Decorators.TimingPolicy(named: "attempt") }) { () throws -> Void in
        #sourceLocation()
            }
          }
        }
        }
      }
      """,
      body: "Retrying"
    )
  }
}
