import Testing

@testable import DecorateC

@Suite("Comments of declarations") struct CommentsTests {
  /// The comment of `int f(void)` in a file.
  private func comment(_ text: String) throws -> String { try comment(Array(text.utf8)) }

  private func comment(_ bytes: [UInt8]) throws -> String {
    let name = Array("int f(void)".utf8)
    let start = try #require(bytes.indices.first { bytes[$0...].starts(with: name) })
    return bytes.withUnsafeBytes { Comments(in: $0).comment(of: start..<start + name.count) }
  }

  @Test(
    "The comment before a declaration, without its markers",
    arguments: [
      ("/* Rings. */\nint f(void);", "Rings."), ("/** Rings. **/\nint f(void);", "Rings."),
      ("/// Rings.\n/// Twice.\nint f(void);", "Rings.\nTwice."), ("//! Rings.\nint f(void);", "Rings."),
      ("/**\n * Rings.\n *\n *   Twice.\n */\nint f(void);", "Rings.\n\n  Twice."),
      ("/*!\n** Rings.\n**\n** Twice.\n*/\nint f(void);", "Rings.\n\nTwice."),
      ("/*\n     Rings.\n       Twice.\n*/\nint f(void);", "Rings.\n  Twice."),
      ("/* Rings. */ int f(void);", "Rings."), ("/* First. */\n\n/* Rings. */\nint f(void);", "Rings."),
      ("/* Rings.\r\n * Twice. */\r\nint f(void);", "Rings.\nTwice."),
      ("// A.\n\n// Rings.\nint f(void);", "Rings."), ("  /* Rings. */\n  int f(void);", "Rings."),
    ]
  )
  func before(text: String, expected: String) throws {
    #expect(try comment(text) == expected)
  }

  @Test(
    "The comment after a declaration, where none is before it",
    arguments: [
      ("int f(void); /* Rings. */", "Rings."), ("int f(void); /**< Rings. */", "Rings."),
      ("int f(void); ///< Rings.\n", "Rings."), ("int f(void)\n  ATTRIBUTE;\n/*\n  Rings.\n*/", "Rings."),
      ("/* Before. */\nint f(void);\n/* After. */", "Before."),
    ]
  )
  func after(text: String, expected: String) throws {
    #expect(try comment(text) == expected)
  }

  @Test(
    "A comment of something else does not belong to it",
    arguments: [
      "/* Of the file. */\n\nint f(void);", "int a; /* Of a. */\nint f(void);", "/* Of a. */\nint a;\nint f(void);",
      "int f(void);\n\n/* Of b. */\nint b;", "int f(void);\n/** Of b. */\nint b;",
      "int f(void) { return 1; } /* Behind the body. */",
      "const char *a = \"/* No comment. */\";\nint f(void);", "char a = '\"'; char b = '\"';\nint f(void);",
    ]
  )
  func others(text: String) throws {
    #expect(try comment(text) == "")
  }

  @Test("Bytes that are no UTF-8 are replaced, and an open comment at the end does no harm")
  func damaged() throws {
    #expect(try comment(Array("/* caf".utf8) + [0xE9] + Array(". */\nint f(void);".utf8)) == "caf\u{FFFD}.")
    #expect(try comment("int f(void); /* never ends") == "never ends")
    #expect(try comment("int f(void); /*") == "")
    #expect(try comment("int f(void)") == "")
  }
}
