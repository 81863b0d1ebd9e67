import Testing

@testable import DecorateC

/// What is concluded of parameters and results, and what is left to rules.
@Suite("Plans", .needsLibclang) struct PlanWrapperTests {
  private static let handle = "typedef struct box box;\nbox *box_new(void);\nvoid box_free(box *box);\n"

  private func reason(_ name: String, _ header: String, rules: String = "") throws -> String {
    let rows = try scan(header, name: "store.h", rules: rules).rows
    let row = try #require(rows.first { $0.name == name })
    return try #require(row.wrapper ?? row.reason)
  }

  @Test("A second function that releases a handle is left out, unless a rule says that it does not")
  func releases() throws {
    let header = Self.handle + "void box_destroy(box *box);\n"
    #expect(
      try reason("box_destroy", header)
        == "its name says that it releases an object, which the class Box does with box_free: if it does not, say "
        + "'parameters: {1: handle}' in a rule"
    )
    #expect(
      try reason("box_destroy", header, rules: "functions: {box_destroy: {parameters: {1: handle}}}")
        == "Store.Box.destroy"
    )
  }

  @Test(
    "A function that is marked for Swift is left out",
    arguments: [
      ("swift_name(\"renamed(_:)\")", "swift_name"), ("swift_private", "swift_private"),
      ("availability(swift, unavailable, message=\"no\")", "availability"),
    ]
  )
  func markedForSwift(attribute: String, word: String) throws {
    let header = "int box_count(void) __attribute__((\(attribute)));\nint box_swift_version(void);\n"
    let rules = "functions: {.*: {failure: never}}"
    #expect(
      try reason("box_count", header, rules: rules)
        == "'\(word)' says how Swift imports it: call it so, or not at all"
    )
    #expect(try reason("box_swift_version", header, rules: rules) == "Store.swiftVersion")
  }

  @Test("A message of a function without statuses is refused, as nothing holds it")
  func messages() {
    let error = #expect(throws: ScannerError.self) {
      _ = try scan(
        "int f(char **text);\nvoid g(char *text);\n",
        rules: "functions: {f: {failure: nonzero, parameters: {1: message g}}}"
      )
    }
    #expect(
      error?.description
        == "rules.yaml:1:13: error: only errors of statuses have a message, and 'f' returns none: say 'value' for it, or 'status'."
    )
  }

  @Test("A handle takes a pointer to something constant")
  func constantHandles() throws {
    let header = """
      struct pt { int x; };
      void pt_free(struct pt *p);
      const struct pt *pt_copy(const struct pt *p);
      const struct pt *pt_first(void);

      """
    let text = try scan(
      header,
      rules:
        "handles: {pt: {release: pt_free}}\nfunctions: {pt_copy: {result: owned}, pt_first: {failure: 'null', result: borrowed}}"
    ).swiftFile()
    #expect(text.contains("UnsafeMutablePointer(mutating: "))
    #expect(try SwiftTools.complaints(about: text, module: "CApi", header: header) == [])
  }

  @Test("Functions that return twice are left out")
  func twice() throws {
    #expect(
      try reason("setjmp", "typedef int jmp_buf[8];\nint setjmp(jmp_buf env);\n")
        == "it returns twice, which Swift cannot do"
    )
  }

  @Test("A tuple that is too long for a line is divided")
  func tuples() throws {
    let header = """
      int box_get(const char **out_text, int **out_numbers);
      int box_get_all(const char **out_text, int **out_numbers, const unsigned char **out_bytes);
      int box_find(int some_number, int another_number, const char **out_text, int **out_numbers, void **out_rest);

      """
    let text = try scan(header, rules: "functions: {.*: {failure: nonzero}}")
      .swiftFile(decorations: Decorations([.timed, .retrying], areAttributes: false))
    #expect(text.contains("func get() throws -> (\n    outText: UnsafePointer<CChar>?,\n"))
    #expect(try SwiftTools.formatted(text) == text)
    #expect(try SwiftTools.complaints(about: text, module: "CApi", header: header) == [])
  }

  @Test("Functions with any number of arguments name their twins")
  func variadic() throws {
    let header =
      "#include <stdarg.h>\nvoid box_printf(const char *, ...);\nvoid box_vprintf(const char *, va_list);\nvoid box_log(int, ...);\n"
    #expect(
      try reason("box_printf", header)
        == "it takes any number of arguments, and Swift imports no such function: use box_vprintf, which takes a va_list"
    )
    #expect(try reason("box_log", header).hasSuffix("write a C function with fixed parameters that calls it"))
  }

  @Test("Names that meet one another, or what wrappers have, are told apart")
  func names() throws {
    let header = """
      typedef struct box box;
      typedef struct { int x; } Store;
      typedef struct box_string box_string;
      typedef enum { BOX_OK, BOX_Bad, BOX_BAD, BOX_FAR = -2147483647 } box_state;
      box *box_new(Store *store);
      int box_free(box *box);
      void box_pointer(box *box, int await);
      int box_owner(box *box);
      void box_opened(box *box, int async);
      box_string *box_string_new(box *box);
      void box_string_free(box_string *text);
      const char *box_string_text(box_string *text);
      box_state box_retries(int count);
      box_state box_logging(int count);
      void box_a_b(int (*value)[3]);
      void box_aB(int count);
      void box_aC(int count);
      void box_a_c(int count);

      """
    let text = try scan(
      header,
      name: "store.h",
      rules: "functions: {box_.*: {failure: never}, box_(retries|logging): {status: State}}"
    ).swiftFile(decorations: Decorations([.timed, .retrying, .logged], areAttributes: false))
    #expect(try SwiftTools.complaints(about: text, module: "CStore", header: header) == [])
    #expect(try SwiftTools.formatted(text) == text)
  }
}
