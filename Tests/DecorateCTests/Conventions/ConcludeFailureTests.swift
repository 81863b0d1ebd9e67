import Testing

@testable import DecorateC

/// What comments are taken to say, and what they are not.
@Suite("Conclusions from comments", .needsLibclang) struct ConcludeFailureTests {
  private func word(_ comment: String, _ declaration: String) throws -> String {
    try #require(scan("/** \(comment) */\n\(declaration)\n").rows.first).failure
  }

  @Test(
    "Sentences about the result decide",
    arguments: [
      ("Returns -1 on failure, and sets errno.", "int f(int);", "negative-errno"),
      ("@return -1 if it is full", "int f(int);", "negative"),
      ("Returns 0 on success, and an error code otherwise.", "int f(int);", "nonzero"),
      ("Returns zero if successful.", "int f(int);", "nonzero"),
      ("Returns non-zero on error.", "int f(int);", "nonzero"),
      ("Returns a negative errno on failure.", "int f(int);", "minus-errno"),
      ("Returns an error number.", "int f(int);", "error-number"),
      ("Returns NULL on error.", "void *f(int);", "null"),
    ]
  )
  func decides(comment: String, declaration: String, expected: String) throws {
    #expect(try word(comment, declaration) == expected)
  }

  @Test(
    "Numbers that are no results, and sentences that deny, decide nothing",
    arguments: [
      ("Computes the SHA-1 digest of ISO-8859-1 text.", "int f(int);"),
      ("Sets the timeout; -1 means none.", "int f(int);"),
      ("Returns the SHA-1 digest.", "int f(int);"), ("Returns 100 on success, 0 on failure.", "int f(int);"),
      ("Never returns 0 on success: it returns the length.", "int f(int);"),
      ("Returns non-zero if the check does not fail.", "int f(int);"),
      ("Returns 1 on success, 0 on error.", "int f(int);"),
    ]
  )
  func decidesNothing(comment: String, declaration: String) throws {
    #expect(try word(comment, declaration) == "undecided")
  }

  @Test(
    "A type without room for a failure and a comment that speaks of one contradict each other",
    arguments: [
      ("Returns 0 on success, an error code otherwise.", "unsigned int f(int);"),
      ("Returns false on failure.", "_Bool f(int);"),
      ("Returns (size_t)-1 and sets errno on failure.", "unsigned long f(int);"),
    ]
  )
  func contradicts(comment: String, declaration: String) throws {
    let row = try #require(scan("/** \(comment) */\n\(declaration)\n").rows.first)
    #expect(row.failure == "undecided")
    #expect(row.because.hasPrefix("its type '") && row.because.contains("but its comment says '"))
  }

  @Test("What a sentence denies of errno is not concluded")
  func errno() throws {
    #expect(try word("Returns -1 on failure, and does not touch errno.", "int f(int);") == "negative")
    #expect(try word("Returns a name or NULL if there is none.", "void *f(int);") == "never")
  }

  @Test("A shared comment is named with the function that it belongs to")
  func shared() throws {
    let rows = try scan("/** Returns 0 on success, nonzero on failure. */\nint f(int);\nint g(int);\n").rows
    #expect(rows[0].because == "its comment says 'nonzero on failure'")
    #expect(rows[1].because == "the comment of f says 'nonzero on failure'")
  }
}
