import Testing

@Suite struct MemoizedInInstancesExpansionTests {
  @Test func instanceMethod_hasAPropertyThatIsItsCache() {
    assertExpansion(
      #"""
      final class Users: Sendable {
        @Memoized(capacity: 3, named: "users", clock: \Self.clock)
        func user(_ id: String) async throws -> User { User() }
      }
      """#,
      """
      final class Users: Sendable {
        func user(_ id: String) async throws -> User {
        // Decorated, outermost first: @Memoized
        #sourceLocation(file: "test.swift", line: 3)
        let __macro_local_3keyfMu_ = Decorators::MemoKey.part(id)
        #sourceLocation()
        #sourceLocation(file: "test.swift", line: 2)
        return try await self.userCache.value(for: __macro_local_3keyfMu_, clock: self.clock) { () async throws -> User in
        #sourceLocation()
        #sourceLocation(file: "test.swift", line: 3)
                                                         User()
        }
        #sourceLocation()
        }

        #sourceLocation(file: "test.swift", line: 2)
        nonisolated let userCache: Decorators::FunctionCache<String, User> = Decorators::FunctionCache<String, User>(capacity: 3, named: "users")
        #sourceLocation()
      }
      """
    )
  }

  @Test func actorMethod_hasANonisolatedProperty() {
    assertExpansion(
      """
      actor Users {
        @Memoized
        private func user(_ id: String) -> User { User() }
      }
      """,
      """
      actor Users {
        private func user(_ id: String) -> User {
        // Decorated, outermost first: @Memoized
        #sourceLocation(file: "test.swift", line: 3)
        let __macro_local_3keyfMu_ = Decorators::MemoKey.part(id)
        #sourceLocation()
        #sourceLocation(file: "test.swift", line: 3)
        func `user(_:)`() -> User {
        #sourceLocation()
        #sourceLocation(file: "test.swift", line: 3)
                                                    User()
        }
        #sourceLocation()
        #sourceLocation(file: "test.swift", line: 2)
        return self.userCache.value(for: __macro_local_3keyfMu_) { () -> User in `user(_:)`() }
        #sourceLocation()
        }

        #sourceLocation(file: "test.swift", line: 2)
        private nonisolated let userCache: Decorators::FunctionCache<String, User> = Decorators::FunctionCache<String, User>(named: "Users.user(_:)")
        #sourceLocation()
      }
      """
    )
  }

  @Test func genericClass_keepsInEachInstance() {
    assertExpansion(
      """
      final class Shelf<Content: Hashable & Sendable>: Sendable {
        @Memoized
        func wrapped(_ content: Content) -> [Content] { [content] }
      }
      """,
      """
      final class Shelf<Content: Hashable & Sendable>: Sendable {
        func wrapped(_ content: Content) -> [Content] {
        // Decorated, outermost first: @Memoized
        #sourceLocation(file: "test.swift", line: 3)
        let __macro_local_3keyfMu_ = Decorators::MemoKey.part(content)
        #sourceLocation()
        #sourceLocation(file: "test.swift", line: 3)
        func `wrapped(_:)`() -> [Content] {
        #sourceLocation()
        #sourceLocation(file: "test.swift", line: 3)
                                                          [content]
        }
        #sourceLocation()
        #sourceLocation(file: "test.swift", line: 2)
        return self.wrappedCache.value(for: __macro_local_3keyfMu_) { () -> [Content] in `wrapped(_:)`() }
        #sourceLocation()
        }

        #sourceLocation(file: "test.swift", line: 2)
        nonisolated let wrappedCache: Decorators::FunctionCache<Content, [Content]> = Decorators::FunctionCache<Content, [Content]>(named: "Shelf.wrapped(_:)")
        #sourceLocation()
      }
      """
    )
  }

  @Test func declaredCache_hasNoPeer() {
    assertExpansion(
      #"""
      struct Users {
        @Memoized(in: \Self.users, ignoring: "trace")
        func user(_ id: String, trace: Trace) -> User { User() }
      }
      """#,
      """
      struct Users {
        func user(_ id: String, trace: Trace) -> User {
        // Decorated, outermost first: @Memoized
        #sourceLocation(file: "test.swift", line: 3)
        let __macro_local_3keyfMu_ = Decorators::MemoKey.part(id)
        #sourceLocation()
        #sourceLocation(file: "test.swift", line: 3)
        func `user(_:trace:)`() -> User {
        #sourceLocation()
        #sourceLocation(file: "test.swift", line: 3)
                                                          User()
        }
        #sourceLocation()
        #sourceLocation(file: "test.swift", line: 2)
        return self.users.value(for: __macro_local_3keyfMu_) { () -> User in `user(_:trace:)`() }
        #sourceLocation()
        }
      }
      """
    )
  }

  @Test func declaredGlobalCache_isNamedAsItIs() {
    assertExpansion(
      """
      @Memoized(in: users, key: { (id: String) in id })
      func user(_ id: String) -> User { User() }
      """,
      """
      func user(_ id: String) -> User {
      // Decorated, outermost first: @Memoized
      #sourceLocation(file: "test.swift", line: 1)
      let __macro_local_3keyfMu_ = Decorators::MemoKey.whole({ (id: String) in id }(id))
      #sourceLocation()
      #sourceLocation(file: "test.swift", line: 2)
      func `user(_:)`() -> User {
      #sourceLocation()
      #sourceLocation(file: "test.swift", line: 2)
                                        User()
      }
      #sourceLocation()
      #sourceLocation(file: "test.swift", line: 1)
      return users.value(for: __macro_local_3keyfMu_) { () -> User in `user(_:)`() }
      #sourceLocation()
      }
      """
    )
  }
}
