import Testing

@testable import DecorateC

@Suite("Rules for what is not there", .needsLibclang) struct CheckRulesTests {
  private static let header = """
    typedef struct box box;
    typedef enum { BOX_OK, BOX_FULL } box_status;
    void box_free(void *memory);
    /** Returns 0 on success. */
    int box_fill(box *box, char **message);
    char *box_name(void);
    """

  @Test(
    "A name that no header has is warned of, with its place",
    arguments: [
      ("prefix: zzz_", "1:9: warning: no function starts with 'zzz_'."),
      (
        "functions:\n  box_fil: {failure: never}",
        "2:3: warning: no function matches 'box_fil' (did you mean 'box_fill'?)."
      ),
      ("handles:\n  bix: {name: Box}", "2:3: warning: no function has to do with a 'bix' (did you mean 'box'?)."),
      ("statuses:\n  S: {enum: box_state}", "2:3: warning: the header has no enumeration 'box_state'."),
      ("statuses:\n  S: {constants: BAX_.*}", "2:3: warning: the header has no constant that matches 'BAX_.*'."),
      (
        "statuses:\n  S: {enum: box_status, details: {bix: x(pointer)}}",
        "2:3: warning: no function has to do with a 'bix' (did you mean 'box'?)."
      ),
      ("retriable: [BOX_FUL]", "1:12: warning: the header has no status 'BOX_FUL' (did you mean 'BOX_FULL'?)."),
    ]
  )
  func warns(rules: String, warning: String) throws {
    #expect(try scan(Self.header, rules: rules).warnings == ["rules.yaml:\(warning)"])
  }

  @Test("Rules that fit are not warned of")
  func fits() throws {
    let rules = """
      prefix: box_
      retriable: [BOX_FULL]
      statuses: {S: {enum: box_status, details: {box: x(pointer)}}}
      functions: {box_.*: {because: manual}, box_name: {result: string free}}
      handles: {box: {name: Crate}}
      """
    #expect(try scan(Self.header, rules: rules).warnings == [])
  }

  @Test(
    "A rule that needs what is not there is refused",
    arguments: [
      ("box_name: {result: string box_fre}", "the header declares no function 'box_fre' (did you mean 'box_free'?)."),
      ("box_fill: {parameters: {2: message nofree}}", "the header declares no function 'nofree'."),
      ("box_fill: {result: string}", "the result of 'box_fill' is 'int', not text."),
      (
        "box_fill: {status: S}",
        "there is nothing in the set of statuses 'S': the header has no enumeration 'box_state'."
      ),
    ]
  )
  func refuses(rule: String, message: String) throws {
    let error = try #require(throws: ScannerError.self) {
      try scan(Self.header, rules: "functions:\n  \(rule)\nstatuses: {S: {enum: box_state}}")
    }
    #expect(error.description == "rules.yaml:2:3: error: \(message)")
  }

  @Test("A set of statuses is found by the name that the rules give it, whatever its Swift name is")
  func renamed() throws {
    let scan = try scan(
      Self.header,
      rules: "statuses: {box_status: {enum: box_status}}\nfunctions: {box_fill: {status: box_status}}"
    )
    let wrapper = try #require(scan.wrappers.first { $0.function.name == "box_fill" })
    guard case .status(let set) = wrapper.convention else { return #expect(Bool(false), "no status") }
    #expect(set.name != "box_status")
  }
}
