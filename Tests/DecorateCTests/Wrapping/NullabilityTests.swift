import Testing

@testable import DecorateC

/// What a header says of null, in attributes, pragmas and names of types.
@Suite("Null in C", .needsLibclang) struct NullabilityTests {
  private static let header = """
    #pragma clang assume_nonnull begin
    typedef struct obj obj;
    obj *nu_new(const char *name);
    void nu_free(obj *o);
    int *nu_ints(int *a, int * _Nullable b);
    const char *nu_text(void);
    void nu_out(int * _Nullable * _Nonnull out_value);
    void nu_callback(void (*cb)(void *ctx, int *p), void *ctx);
    #pragma clang assume_nonnull end
    const char *nu_r(void) __attribute__((returns_nonnull));
    char *nu_r2(const char *a, void *b) __attribute__((returns_nonnull));
    int *nu_r3(int *a, void *b) __attribute__((returns_nonnull, nonnull(1)));
    int * _Null_unspecified nu_q(int * _Null_unspecified a);
    int * _Nullable nu_q2(int * _Nullable a);
    void nu_two(int * _Nullable * _Nonnull a, const char * _Nonnull const * _Nullable names);
    typedef int * _Nonnull nu_ptr;
    nu_ptr nu_p(nu_ptr p);
    typedef int *nu_plain;
    nu_plain _Nonnull nu_p3(nu_plain _Nonnull p, nu_plain q);

    """

  @Test("Wrappers take and return null where the header says so")
  func compiles() throws {
    let text = try scan(
      Self.header,
      rules: "functions: {nu_callback: {parameters: {1: during-call ctx}}}"
    ).swiftFile()
    for declaration in [
      "func new(_ name: String) -> Obj {", "func text() -> String {", "func r() -> String {",
      "func ints(_ a: UnsafeMutablePointer<Int32>, b: UnsafeMutablePointer<Int32>?) -> UnsafeMutablePointer<Int32> {",
      "func out() -> UnsafeMutablePointer<Int32>? {", "func p(_ p: nu_ptr) -> nu_ptr {",
      "func p3(_ p: nu_plain, q: nu_plain?) -> nu_plain {",
    ] {
      let flat = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        .replacing("( ", with: "(").replacing(" )", with: ")")
      #expect(flat.contains(declaration), "\(declaration)\n\(text)")
    }
    for mode in ["5", "6"] {
      let complaints = try SwiftTools.complaints(
        about: text,
        module: "CApi",
        header: Self.header,
        flags: ["-swift-version", mode, "-Xcc", "-Wno-nullability-completeness"]
      )
      #expect(complaints == [])
    }
  }

  @Test("A function without a value to start with, or whose type contradicts its convention, is left out")
  func leavesOut() throws {
    let rows = try scan(
      "const char * _Nonnull text(void);\nvoid get(const char * _Nonnull * _Nonnull out_text);\n",
      rules: "functions: {text: {failure: 'null'}}"
    ).rows
    #expect(
      rows.map(\.reason) == [
        "its result is never null, which does not fit null",
        "'out_text' points to a pointer that is never null, so Swift has none to start with: say 'value' in a rule",
      ]
    )
  }

  @Test("A status of an enumeration that Swift imports as its own has a message", arguments: ["open", "closed"])
  func enumerations(extensibility: String) throws {
    let header = """
      enum __attribute__((enum_extensibility(\(extensibility)))) state { STATE_OK, STATE_BAD };
      enum state go(enum state from);
      const char *state_strerror(enum state code);

      """
    let text = try scan(header).swiftFile()
    #expect(text.contains("state_strerror(code)"))
    #expect(try SwiftTools.complaints(about: text, module: "CApi", header: header) == [])
  }
}
