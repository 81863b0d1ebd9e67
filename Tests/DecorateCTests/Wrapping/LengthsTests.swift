import Testing

@testable import DecorateC

@Suite("Lengths of bytes", .needsLibclang) struct LengthsTests {
  /// The parameters of the wrapper of a function that returns nothing.
  private func parameters(_ declaration: String) throws -> String {
    let text = try scan("#include <stddef.h>\n\(declaration)\n").swiftFile()
    return try String(#require(text.firstMatch(of: #/static func [a-zA-Z0-9]+\((.*)\) \{/#)).1)
  }

  @Test(
    "A length behind a pointer to bytes becomes a span",
    arguments: [
      ("void f(const void *data, size_t size);", "_ data: RawSpan"),
      ("void f(const void *p, size_t n_bytes);", "_ p: RawSpan"),
      ("void f(const unsigned char *dictionary, size_t dictLength);", "_ dictionary: Span<UInt8>"),
      ("void f(const char *text, size_t text_len);", "_ text: RawSpan"),
      ("void f(const char *buf, size_t len);", "_ buf: RawSpan"),
      (
        "/** Hashes a text. @param length the length of the text. */\nvoid f(const char *text, size_t length);",
        "_ text: RawSpan"
      ),
      ("/** Hashes count bytes of text. */\nvoid f(const char *text, size_t count);", "_ text: RawSpan"),
    ]
  )
  func lengths(declaration: String, expected: String) throws {
    #expect(try parameters(declaration) == expected)
  }

  @Test(
    "A number that may be of something else stays a parameter, and text stays text",
    arguments: [
      ("void f(const char *path, size_t length);", "_ path: String, length: Int"),
      ("void f(const char *name, size_t size);", "_ name: String, size: Int"),
      ("void f(const char *text, size_t count);", "_ text: String, count: Int"),
      ("void f(const char *buffer, size_t count);", "_ buffer: String, count: Int"),
      ("void f(const char *text, size_t max_len);", "_ text: String, maxLen: Int"),
      ("void f(const void *data, size_t block_size);", "_ data: UnsafeRawPointer?, blockSize: Int"),
      ("void f(const void *a, const void *b, size_t n);", "_ a: UnsafeRawPointer?, b: UnsafeRawPointer?, n: Int"),
      (
        "void f(void *to, const void *from, size_t n);",
        "_ to: UnsafeMutableRawPointer?, from: UnsafeRawPointer?, n: Int"
      ),
      ("void f(const void *base, size_t count, size_t size);", "_ base: UnsafeRawPointer?, count: Int, size: Int"),
    ]
  )
  func numbers(declaration: String, expected: String) throws {
    #expect(try parameters(declaration) == expected)
  }

  @Test(
    "A rule that gives a length twice, or to itself, is refused with its place",
    arguments: [
      ("{a: buffer n, b: bytes n}", "parameter 3 of 'f' is already the length of parameter 1."),
      ("{a: bytes n, b: buffer n}", "parameter 3 of 'f' is already the length of parameter 1."),
      ("{a: buffer a}", "parameter 1 of 'f' cannot be the number of its own bytes."),
      ("{a: buffer n, n: value}", "parameter 3 of 'f' has a rule of its own, so it is no length."),
      ("{a: buffer text}", "parameter 1 of 'f' is 'void *', which is not followed by its space."),
    ]
  )
  func refuses(parameters: String, message: String) throws {
    let error = try #require(throws: ScannerError.self) {
      try scan(
        "int f(void *a, void *b, unsigned long n, const char *text);\n",
        rules: "functions:\n  f: {failure: never, parameters: \(parameters)}\n"
      )
    }
    #expect(error.description == "rules.yaml:2:3: error: \(message)")
  }
}
