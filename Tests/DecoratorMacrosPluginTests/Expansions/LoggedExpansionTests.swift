import Testing

@Suite struct LoggedExpansionTests {
  @Test func nothingSaid_showsNoArgument() {
    assertExpansion(
      """
      @Logged
      func login(user: String, password: String) {}
      """,
      """
      func login(user: String, password: String) {
      // Decorated, outermost first: @Logged
      #sourceLocation(file: "test.swift", line: 2)
      func `login(user:password:)`() {
      #sourceLocation()
      }
      #sourceLocation(file: "test.swift", line: 1)
      return Decorators::withLogging(named: "login(user:password:)") { () -> Void in `login(user:password:)`() }
      #sourceLocation()
      }
      """
    )
  }

  @Test func settings_makeThePolicyOnce() {
    assertExpansion(
      """
      @Logged(levels: .all(.info), result: .value, errors: .description, duration: .always, valueLimit: 40, callID: { "1" })
      func login() {}
      """,
      """
      func login() {
      // Decorated, outermost first: @Logged
      enum __macro_local_10decoratorsfMu_ {
        nonisolated static let __macro_local_6loggedfMu_ = Decorators::LoggingPolicy(levels: .all(.info), result: .value, errors: .description, duration: .always, valueLimit: 40, callID: { "1" })
      }
      #sourceLocation(file: "test.swift", line: 2)
      func `login()`() {
      #sourceLocation()
      }
      #sourceLocation(file: "test.swift", line: 1)
      return Decorators::withLogging(__macro_local_10decoratorsfMu_.__macro_local_6loggedfMu_, named: "login()") { () -> Void in `login()`() }
      #sourceLocation()
      }
      """
    )
  }

  @Test func level_isThatOfCallsAndSuccesses() {
    assertExpansion(
      """
      @Logged(level: .info, named: "login", clock: SuspendingClock())
      func login() {}
      """,
      """
      func login() {
      // Decorated, outermost first: @Logged
      enum __macro_local_10decoratorsfMu_ {
        nonisolated static let __macro_local_6loggedfMu_ = Decorators::LoggingPolicy(levels: Decorators::LogLevels(call: .info, success: .info))
      }
      #sourceLocation(file: "test.swift", line: 2)
      func `login()`() {
      #sourceLocation()
      }
      #sourceLocation(file: "test.swift", line: 1)
      return Decorators::withLogging(__macro_local_10decoratorsfMu_.__macro_local_6loggedfMu_, named: "login", clock: SuspendingClock()) { () -> Void in `login()`() }
      #sourceLocation()
      }
      """
    )
  }

  @Test func only_showsThose() {
    assertExpansion(
      """
      @Logged(arguments: .only("user"))
      func login(user: String, password: String) {}
      """,
      """
      func login(user: String, password: String) {
      // Decorated, outermost first: @Logged
      enum __macro_local_10decoratorsfMu_ {
        nonisolated static let __macro_local_6loggedfMu_ = Decorators::LoggingPolicy(arguments: .all)
      }
      #sourceLocation(file: "test.swift", line: 2)
      func `login(user:password:)`() {
      #sourceLocation()
      }
      #sourceLocation(file: "test.swift", line: 1)
      return Decorators::withLogging(__macro_local_10decoratorsfMu_.__macro_local_6loggedfMu_, named: "login(user:password:)", arguments: ["user": user as Any]) { () -> Void in `login(user:password:)`() }
      #sourceLocation()
      }
      """
    )
  }

  @Test func except_showsTheOthers() {
    assertExpansion(
      """
      @Logged(arguments: ArgumentLogging.except("password"))
      func login(user: String, password: String) {}
      """,
      """
      func login(user: String, password: String) {
      // Decorated, outermost first: @Logged
      enum __macro_local_10decoratorsfMu_ {
        nonisolated static let __macro_local_6loggedfMu_ = Decorators::LoggingPolicy(arguments: .all)
      }
      #sourceLocation(file: "test.swift", line: 2)
      func `login(user:password:)`() {
      #sourceLocation()
      }
      #sourceLocation(file: "test.swift", line: 1)
      return Decorators::withLogging(__macro_local_10decoratorsfMu_.__macro_local_6loggedfMu_, named: "login(user:password:)", arguments: ["user": user as Any]) { () -> Void in `login(user:password:)`() }
      #sourceLocation()
      }
      """
    )
  }

  @Test func redacting_hidesTheValue() {
    assertExpansion(
      """
      @Logged(arguments: .all(redacting: "password"))
      func login(user: String, password: String) {}
      """,
      """
      func login(user: String, password: String) {
      // Decorated, outermost first: @Logged
      enum __macro_local_10decoratorsfMu_ {
        nonisolated static let __macro_local_6loggedfMu_ = Decorators::LoggingPolicy(arguments: .all)
      }
      #sourceLocation(file: "test.swift", line: 2)
      func `login(user:password:)`() {
      #sourceLocation()
      }
      #sourceLocation(file: "test.swift", line: 1)
      return Decorators::withLogging(__macro_local_10decoratorsfMu_.__macro_local_6loggedfMu_, named: "login(user:password:)", arguments: ["user": user as Any, "password": Decorators::Redacted(password)]) { () -> Void in `login(user:password:)`() }
      #sourceLocation()
      }
      """
    )
  }

  @Test func choiceOfTheRunningProgram_givesItAll() {
    assertExpansion(
      """
      @Logged(arguments: choice)
      func login(user: String, password: String) {}
      """,
      """
      func login(user: String, password: String) {
      // Decorated, outermost first: @Logged
      enum __macro_local_10decoratorsfMu_ {
      #sourceLocation(file: "test.swift", line: 1)
        nonisolated static let __macro_local_6loggedfMu_ = Decorators::LoggingPolicy(arguments: choice)
      #sourceLocation()
      }
      #sourceLocation(file: "test.swift", line: 2)
      func `login(user:password:)`() {
      #sourceLocation()
      }
      #sourceLocation(file: "test.swift", line: 1)
      return Decorators::withLogging(__macro_local_10decoratorsfMu_.__macro_local_6loggedfMu_, named: "login(user:password:)", arguments: ["user": user as Any, "password": password as Any]) { () -> Void in `login(user:password:)`() }
      #sourceLocation()
      }
      """
    )
  }

  @Test func policy_choosesAmongAllArguments() {
    assertExpansion(
      """
      @Logged(audit, logger: Self.logger, named: "login")
      func login(user: String, done: () -> Void) {}
      """,
      """
      func login(user: String, done: () -> Void) {
      // Decorated, outermost first: @Logged
      #sourceLocation(file: "test.swift", line: 2)
      func `login(user:done:)`() {
      #sourceLocation()
      }
      #sourceLocation(file: "test.swift", line: 1)
      return Decorators::withLogging(audit, logger: Self.logger, named: "login", arguments: ["user": user as Any]) { () -> Void in `login(user:done:)`() }
      #sourceLocation()
      }
      """
    )
  }

  @Test func keyPaths_areReadFromTheInstance() {
    assertExpansion(
      #"""
      struct Accounts {
        @Logged(\Self.audit, logger: \Self.logger, clock: \Self.clock)
        func login() {}
      }
      """#,
      """
      struct Accounts {
        func login() {
        // Decorated, outermost first: @Logged
        #sourceLocation(file: "test.swift", line: 3)
        func `login()`() {
        #sourceLocation()
        }
        #sourceLocation(file: "test.swift", line: 2)
        return Decorators::withLogging(self.audit, logger: self.logger, named: "Accounts.login()", clock: self.clock) { () -> Void in `login()`() }
        #sourceLocation()
        }
      }
      """
    )
  }

  @Test func clockOfAMutatingMethod_isReadBeforeTheCall() {
    assertExpansion(
      #"""
      struct Accounts {
        @Logged(logger: \Self.logger, clock: \Self.clock)
        mutating func login() {}
      }
      """#,
      """
      struct Accounts {
        mutating func login() {
        // Decorated, outermost first: @Logged
        let __macro_local_5clockfMu_ = self.clock
        #sourceLocation(file: "test.swift", line: 3)
        func `login()`() {
        #sourceLocation()
        }
        #sourceLocation(file: "test.swift", line: 2)
        return Decorators::withLogging(logger: self.logger, named: "Accounts.login()", clock: __macro_local_5clockfMu_) { () -> Void in `login()`() }
        #sourceLocation()
        }
      }
      """
    )
  }

  @Test func genericCode_makesThePolicyOnEachCall() {
    assertExpansion(
      """
      @Logged(level: .info)
      func login<User>(user: User) {}
      """,
      """
      func login<User>(user: User) {
      // Decorated, outermost first: @Logged
      #sourceLocation(file: "test.swift", line: 2)
      func `login(user:)`() {
      #sourceLocation()
      }
      #sourceLocation(file: "test.swift", line: 1)
      return Decorators::withLogging(Decorators::LoggingPolicy(levels: Decorators::LogLevels(call: .info, success: .info)), named: "login(user:)") { () -> Void in `login(user:)`() }
      #sourceLocation()
      }
      """
    )
  }
}
