import Testing

/// What attributes expand to compiles without a word where the bare function does.
@Suite(.enabled(if: Compiler.isThere, "Skipped: there is no swiftc in PATH, or no plugin beside the tests."))
struct LanguageEdgesTests {
  @Test func unsafePointers_needNothingMoreUnderStrictMemorySafety() throws {
    let source = """
      import DecoratorMacros
      @Timed @Logged(arguments: .all) func first(_ numbers: UnsafePointer<Int>) -> Int { unsafe numbers.pointee }
      @Timed @Memoized(ignoring: "bytes") func once(_ id: Int, bytes: UnsafeRawPointer) -> Int { id }
      """
    #expect(try Compiler.messages(about: source, "-c", "-strict-memory-safety") == [])
  }

  @Test func functionThatNeverReturns_isCompiledWithoutAWarning() throws {
    let source = """
      import DecoratorMacros
      @Timed func stop() -> Never { fatalError() }
      @Timed @Logged func stopLater() async -> Never { fatalError() }
      @Timed @Logged @Retrying func failLater() async throws -> Never { throw CancellationError() }
      """
    #expect(try Compiler.messages(about: source, "-c") == [])
  }

  @Test func warningInABody_isSaidOnce() throws {
    let source = """
      import DecoratorMacros
      @Timed func unfinished() -> Int {
        #warning("soon")
        return 1
      }
      """
    #expect(try Compiler.messages(about: source, "-c").map(\.text) == ["soon"])
  }

  @Test func propertyWrapperWithTheNameOfAnAttribute_isUsedWithItsModule() throws {
    let source = """
      import DecoratorMacros
      @propertyWrapper struct Logged<Value> { var wrappedValue: Value }
      struct Settings {
        @Source.Logged var level = 1
        @DecoratorMacros.Logged func set() {}
      }
      """
    #expect(try Compiler.messages(about: source, "-c") == [])
  }
}
