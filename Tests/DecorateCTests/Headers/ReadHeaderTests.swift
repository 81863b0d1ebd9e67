import Testing

@testable import DecorateC

@Suite("Headers as they are read", .needsLibclang) struct ReadHeaderTests {
  private func functions(_ text: String) throws -> [CFunction] {
    let folder = try TemporaryFolder()
    return try Header(named: folder.write(text, to: "api.h"), clang: #require(libclang)).functions
  }

  @Test(
    "An attribute says which parameters are never null",
    arguments: [
      ("void f(int *a, int *b) __attribute__((nonnull));", [true, true]),
      ("void f(int *a, int *b) __attribute__((nonnull(2)));", [false, true]),
      ("int *f(int *a, int *b) __attribute__((returns_nonnull));", [false, false]),
      ("int *f(int *a, int *b) __attribute__((returns_nonnull, nonnull(1)));", [true, false]),
      ("void check_nonnull(int *a, int *b);", [false, false]), ("void f(int *a, int *nonnull);", [false, false]),
    ]
  )
  func nonNull(declaration: String, expected: [Bool]) throws {
    let function = try #require(functions("\(declaration)\n").first)
    #expect(function.parameters.map { $0.type.nullability == .nonNull } == expected)
  }

  @Test("A function that clang knows itself keeps the name of its result's type, also behind attributes")
  func builtins() throws {
    let functions = try functions(
      "typedef __SIZE_TYPE__ size_t;\nextern size_t strlen(const char *s) __attribute__((pure));\n"
    )
    #expect(functions.map(\.result.name) == ["size_t"])
  }

  @Test("Functions without a blank line between share a comment, and know whose it is")
  func sharesComments() throws {
    let functions = try functions(
      "/** Returns 0 on success. */\nint a(void);\nint b(void);\nint c(void);\n\nint d(void);\n"
    )
    #expect(
      functions.map(\.comment) == ["Returns 0 on success.", "Returns 0 on success.", "Returns 0 on success.", ""]
    )
    #expect(functions.map(\.commentOwner) == [nil, "a", "a", nil])
  }
}
