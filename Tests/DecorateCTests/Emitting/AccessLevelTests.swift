import Testing

@testable import DecorateC

/// Who can use the wrappers, and what they import for it.
@Suite("Access levels", .needsLibclang) struct AccessLevelTests {
  /// A function whose declaration names a type of C.
  private static let naming = """
    typedef struct { int x, y; } point;
    typedef struct line line;
    /** Returns -1 on failure. */
    int point_move(point *inout_point, const point *by);
    line *line_new(point from, int (*choose)(point));
    void line_free(line *line);

    """
  /// Functions whose declarations name none.
  private static let hiding = """
    typedef struct line line;
    line *line_new(int length);
    void line_free(line *line);
    /** Returns -1 on failure, and sets errno. */
    int line_draw(line *line, const char *name);

    """

  private static let features = [[], ["-enable-upcoming-feature", "InternalImportsByDefault"]]

  @Test(
    "The file compiles without a warning, whether imports are internal by default or not, in both language modes",
    arguments: AccessLevel.allCases,
    [naming, hiding]
  )
  func compiles(access: AccessLevel, header: String) throws {
    let decorations = Decorations([.timed, .retrying, .logged], areAttributes: false)
    let text = try scan(header).swiftFile(decorations: decorations, access: access)
    #expect(try SwiftTools.formatted(text) == text)
    for features in Self.features {
      for mode in ["5", "6"] {
        let complaints = try SwiftTools.complaints(
          about: text,
          module: "CApi",
          header: header,
          flags: ["-swift-version", mode, "-package-name", "Tests"] + features,
          beside: "import CApi\nimport Decorators\n"
        )
        #expect(complaints == [], "\(access) \(mode) \(features)")
      }
    }
  }

  @Test("Declarations have the level that is asked for")
  func levels() throws {
    let scan = try scan(Self.naming)
    #expect(scan.swiftFile().contains("\npublic enum Api {"))
    #expect(scan.swiftFile().contains("public import CApi\n"))
    let package = scan.swiftFile(access: .package)
    #expect(package.contains("\npackage enum Api {") && package.contains("  package static func"))
    #expect(!package.contains("public "))
    let `internal` = scan.swiftFile(access: .internal)
    #expect(`internal`.contains("\nenum Api {") && `internal`.contains("\nimport CApi\n"))
    #expect(!`internal`.contains("public ") && !`internal`.contains("package "))
  }

  @Test("Imports with a condition are behind the others, whatever the module is called", arguments: ["CApi", "Zed"])
  func imports(module: String) throws {
    let decorations = Decorations([.timed], areAttributes: false)
    let text = try scan(Self.hiding, rules: "module: \(module)").swiftFile(decorations: decorations, access: .package)
    #expect(try SwiftTools.formatted(text) == text)
  }

  @Test("The level comes from the option, and otherwise from the rules")
  func options() throws {
    let folder = try TemporaryFolder()
    let header = try folder.write(Self.hiding, to: "api.h")
    let rules = try folder.write("access: package\n", to: "rules.yml")
    #expect(decorateC("generate", header, "--rules", rules).output.contains("\npackage enum Api {"))
    #expect(decorateC("generate", header, "--rules", rules, "--access", "internal").output.contains("\nenum Api {"))
    let wrong = decorateC("generate", header, "--access", "pubic")
    #expect(wrong.status == 64)
    #expect(
      wrong.errors
        == "error: there is no access level 'pubic' (did you mean 'public'?); there are: public, package, internal.\n"
    )
  }
}
