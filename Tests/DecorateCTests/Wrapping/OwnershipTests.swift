import Testing

@testable import DecorateC

@Suite("Who releases a handle", .needsLibclang) struct OwnershipTests {
  private static let declarations = """
    typedef struct row row;
    row *row_new(void);
    void row_free(row *row);

    """

  /// Nil if the function has a wrapper, or the reason why not.
  private func reason(_ declaration: String, rules: String = "") throws -> String? {
    let scan = try scan(Self.declarations + "\n" + declaration, rules: rules)
    let entry = try #require(scan.entries.last)
    if case .failure(let omission) = entry.wrapper { return omission.reason }
    return nil
  }

  @Test(
    "A result is owned if the first or last word of the name says that it is new",
    arguments: [
      "row *row_copy(row *from);", "row *row_new_from_text(const char *text);", "row *open_row(void);",
      "row *row_row_new_from(const char *text);",
    ]
  )
  func owned(declaration: String) throws {
    #expect(try reason(declaration) == nil)
    let wrapper = try scan(Self.declarations + "\n" + declaration).wrappers.last
    #expect(wrapper?.result == .handle("Row", isOwned: true))
  }

  @Test(
    "A result is not owned because of another word, nor if it is constant",
    arguments: [
      "row *row_start(void);", "row *row_connect(void);", "row *row_init(void);", "row *row_of_new_list(void);",
      "const row *row_copy(void);",
    ]
  )
  func unknown(declaration: String) throws {
    #expect(try reason(declaration)?.hasPrefix("whether its result has to be released is not known") == true)
  }

  @Test("A comment that says who owns a result wins over the name")
  func borrowed() throws {
    #expect(
      try reason("/** Opens a row, which must not be freed. */\nrow *row_open(void);")
        == "its comment says 'not be freed': say 'result: owned' or 'result: borrowed' in a rule"
    )
  }

  @Test("A function that takes over a handle is left out, unless a rule says that it does not")
  func takesOver() throws {
    let declaration = "/** Takes over the row. */\nvoid row_append(row *list, row *row);"
    #expect(try reason(declaration)?.hasPrefix("its comment says 'takes over'") == true)
    #expect(try reason(declaration, rules: "functions: {row_append: {parameters: {1: handle, 2: handle}}}") == nil)
  }

  @Test(
    "A function that keeps text or bytes is left out, unless a rule passes the pointer on",
    arguments: ["const char *name", "const void *data, unsigned long size"]
  )
  func keeps(parameters: String) throws {
    let declaration = "/** Keeps the bytes, which have to stay valid. */\nvoid row_set(row *row, \(parameters));"
    #expect(
      try reason(declaration)
        == "its comment says 'keeps the', so it may keep what it is passed: say 'value' in a rule"
    )
    let rules = "functions: {row_set: {parameters: {2: value}}}"
    #expect(try reason(declaration, rules: rules) == nil)
  }
}
