import Testing

@testable import DecorateC

@Suite("What comments say about failure") struct EvidenceTests {
  /// What is concluded about a function with a comment, and why.
  private func conclusion(
    _ comment: String,
    result: CType = .integer(.int),
    owner: String? = nil
  ) throws -> (word: String, reason: String) {
    let place = SourcePlace(file: "api.h", line: 1, column: 1)
    var function = CFunction(name: "api_f", result: result, parameters: [], place: place, comment: comment)
    function.commentOwner = owner
    let set = StatusSet(
      name: "Status",
      constants: [
        CConstant(name: "API_OK", value: 0, place: place), CConstant(name: "API_BAD", value: 1, place: place),
      ],
      successes: [0],
      prefix: "API_"
    )
    let conclusion = try FailureRules(statuses: [set], assumed: nil)
      .conclusion(for: function, rule: nil)
    return (conclusion.convention?.word ?? "undecided", conclusion.reason)
  }

  @Test(
    "Sentences about what is returned decide",
    arguments: [
      ("Returns its number, or -1 and sets errno.", "negative-errno", "'-1' and 'errno'"),
      ("Returns -1 on failure with errno set.", "negative-errno", "'-1 on failure with errno set'"),
      ("@return -1 on failure", "negative", "'-1 on failure', and nothing of errno"),
      ("\\return 0 on success, -1 on failure", "negative", "'-1 on failure'"),
      ("Opens. It returns -1 on error.", "negative", "'-1 on error'"),
      ("On success, 0 is returned; on error, -1 is returned.", "negative", "'-1'"),
      ("On failure returns -1.", "negative", "'-1'"),
      ("api_f() returns 0 if successful, otherwise -1.", "negative", "'-1'"),
      ("The return value is -1 if it could not be opened.", "negative", "'-1 if it could not be opened'"),
      ("Returns a negative value on error.", "negative", "'negative value on error'"),
      ("Returns a value less than 0 on error.", "negative", "'less than 0 on error'"),
      ("Returns 0 on success.", "nonzero", "'0 on success'"),
      ("Returns zero if it succeeded.", "nonzero", "'zero if it succeeded'"),
      ("@retval 0 success\n@retval 1 failure", "nonzero", "'0'"),
      ("Returns non-zero if an error occurred.", "nonzero", "'non-zero if an error occurred'"),
      ("Returns 0 on success, and sets errno otherwise.", "nonzero-errno", "'0 on success' and 'errno'"),
      ("Returns 0 on success. Does not block.", "nonzero", "'0 on success'"),
      ("Returns a positive number, or a negative errno.", "minus-errno", "'negative errno'"),
      ("Returns 0 on success, or -EINVAL.", "minus-errno", "'-EINVAL'"),
      ("Returns an error number, or 0.", "error-number", "'error number'"),
      ("Returns API_OK if all went well.", "status Status", "that it returns API_OK"),
      ("Returns 1 on success, -1 on failure.", "negative", "'-1 on failure'"),
    ]
  )
  func decides(comment: String, word: String, reason: String) throws {
    let conclusion = try conclusion(comment)
    #expect(conclusion.word == word)
    #expect(conclusion.reason.hasPrefix("its comment says \(reason)"), "\(conclusion.reason)")
  }

  @Test(
    "Numbers in other words, arguments and callbacks say nothing",
    arguments: [
      "Computes the SHA-1 digest of the latin (ISO-8859-1) text.", "Sets the timeout; -1 means none.",
      "@param seconds the timeout, -1 means none. @return the former timeout", "Copies n-1 bytes.",
      "Calls visit until it returns -1.", "The callback returns 0 on success.",
      "-1 is returned by the handler on failure.", "If visit() returns -1, it ends.",
      "api_g() returns 0 on success.", "Returns 100 bytes.", "The number of rows to return, or -1 for all.",
      "Returns the errno of the last failure.", "Handles -1 and 0.",
    ]
  )
  func saysNothing(comment: String) throws {
    let conclusion = try conclusion(comment)
    #expect(conclusion.word == "undecided")
    #expect(conclusion.reason == "neither the type 'int' nor the comment says what the result means")
  }

  @Test(
    "What is denied, or is success for others, is left undecided with its words",
    arguments: [
      ("Returns 100 on success, 0 on failure.", "'0 on failure'"),
      ("Never returns 0 on success: it returns the length.", "'Never returns 0 on success: it returns the length.'"),
      ("Returns non-zero if the check does not fail.", "'Returns non-zero if the check does not fail.'"),
      ("Returns -1 on failure, and does not touch errno.", "'-1 on failure', and is not clear about errno"),
      ("Returns 1 on success.", "'1 on success'"), ("Returns -1 on success.", "'-1 on success'"),
      ("Returns -1, 0 or 1, as the first is less, equal or greater.", "'-1'"),
      ("Returns -1 if a sorts before b.", "'-1 if a sorts before b'"),
      ("Returns 0 on success, never -1.", "'Returns 0 on success, never -1.'"),
    ]
  )
  func doubts(comment: String, reason: String) throws {
    let conclusion = try conclusion(comment)
    #expect(conclusion.word == "undecided")
    #expect(conclusion.reason.hasPrefix("its comment says \(reason)"), "\(conclusion.reason)")
  }

  @Test(
    "A comment that speaks of failure where the type is a value leaves it undecided",
    arguments: [
      ("Returns 0 on success, an error code otherwise.", CType.integer(.unsigned), "'0 on success'"),
      ("Returns false on failure.", .bool, "'false on failure'"),
      ("Returns true if it does not fail.", .bool, "'Returns true if it does not fail.'"),
      ("Returns (size_t)-1 and sets errno on failure.", .named("size_t", .integer(.unsignedLong)), "'(size_t)-1'"),
      ("Returns NAN on error.", .double, "'NAN on error'"),
    ]
  )
  func contradicts(comment: String, type: CType, reason: String) throws {
    let conclusion = try conclusion(comment, result: type)
    #expect(conclusion.word == "undecided")
    #expect(
      conclusion.reason == "its comment says \(reason), but a '\(type.cSpelling)' is taken for a value",
      "\(conclusion.reason)"
    )
  }

  @Test("A value is one where the comment says nothing else")
  func values() throws {
    #expect(try conclusion("Returns whether it is open.", result: .bool).word == "never")
    #expect(try conclusion("Returns the length of what is not in it.", result: .integer(.unsigned)).word == "never")
  }

  @Test("Null is a failure only where the comment says so")
  func null() throws {
    let pointer = CType.pointer(.integer(.char), isConstant: true, nullability: .unspecified)
    #expect(try conclusion("Returns NULL on failure.", result: pointer).word == "null")
    #expect(try conclusion("Returns null on failure, and sets errno.", result: pointer).word == "null-errno")
    for comment in [
      "Returns a name or NULL if there is none.", "NULL is never returned on failure.", "Pass NULL on failure.",
    ] {
      #expect(try conclusion(comment, result: pointer).word == "never", "\(comment)")
    }
  }

  @Test("A shared comment is quoted as that of its function")
  func shared() throws {
    #expect(
      try conclusion("Returns 0 on success.", owner: "api_check").reason
        == "the comment of api_check says '0 on success'"
    )
  }

  @Test("An assumption decides what a comment leaves open")
  func assumes() throws {
    let place = SourcePlace(file: "api.h", line: 1, column: 1)
    let failures = FailureRules(statuses: [], assumed: .nonzero)
    for (comment, type) in [("Returns 1 on success.", CType.integer(.int)), ("Returns false on failure.", .bool)] {
      let function = CFunction(name: "f", result: type, parameters: [], place: place, comment: comment)
      #expect(try failures.conclusion(for: function, rule: nil).convention == .nonzero)
    }
  }
}
