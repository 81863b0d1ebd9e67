internal import Foundation
import Testing

@testable import DecorateC

/// Headers that cannot be read, or are made to break who reads them.
@Suite("Bad headers", .needsLibclang) struct BadHeaderTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// What `list` says of a header.
  private func list(_ text: String, _ arguments: String...) throws -> CommandResult {
    try list(Data(text.utf8), arguments)
  }

  private func list(_ data: Data, _ arguments: [String] = []) throws -> CommandResult {
    let path = "\(folder.path)/api.h"
    try data.write(to: URL(fileURLWithPath: path))
    var result = decorateC(["list", path] + arguments)
    result.errors = result.errors.replacing("\(folder.path)/", with: "")
    return result
  }

  @Test(
    "clang's errors are shown with file, line and column, and the command exits with 1",
    arguments: [
      ("int f(void);\nint g(;\n", "api.h:2:7: error: "),
      ("#include \"nowhere.h\"\nint f(void);\n", "api.h:1:10: error: 'nowhere.h' file not found"),
      ("typedef b a;\ntypedef a b;\n", "api.h:1:9: error: unknown type name 'b'"),
      ("struct a { struct a inner; };\n", "api.h:1:21: error: field has incomplete type 'struct a'"),
      ("#if 1\nint f(void);\n", "api.h:1:2: error: unterminated conditional directive"),
      ("#include \"api.h\"\n", "api.h:1:10: error: #include nested too deeply"),
      ("#error not for you\n", "api.h:1:2: error: not for you"),
      ("int f(int first" + String(repeating: "(", count: 1_000) + "\n", "api.h:1:"),
    ]
  )
  func diagnoses(header: String, error: String) throws {
    let result = try list(header)
    #expect(result.status == 1)
    #expect(result.output == "")
    #expect(result.errors.hasPrefix(error), "\(result.errors)")
  }

  @Test("A header that is nowhere, a folder, and flags that clang does not know are reported")
  func reportsNames() throws {
    let missing = decorateC("list", "nowhere/at-all.h")
    #expect(missing.status == 1)
    #expect(
      missing.errors == "error: there is no file 'nowhere/at-all.h', and clang finds no header <nowhere/at-all.h>.\n"
    )
    let isFolder = decorateC("list", folder.path)
    #expect(isFolder.status == 1)
    #expect(isFolder.errors.contains("is a folder"))
    let flags = try list("int f(void);\n", "--", "-std=nonsense")
    #expect(flags.status == 1)
    #expect(flags.errors.contains("check the flags after '--'"))
  }

  @Test("Macros that double and nest take no time and no stack")
  func macros() throws {
    let doubled = (1..<60).map { "#define M\($0) (M\($0 - 1) + M\($0 - 1))\n" }.joined()
    let deep = String(repeating: "(", count: 100_000) + "1" + String(repeating: ")", count: 100_000)
    let signs = String(repeating: "- ", count: 100_000) + "1"
    let text =
      "#define M0 1\n\(doubled)#define DEEP \(deep)\n#define SIGNS \(signs)\n#define SELF SELF + 1\nint f(void);\n"
    let path = try folder.write(text, to: "api.h")
    let header = try Header(named: path, clang: #require(libclang))
    let values = Dictionary(header.macros.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 })
    #expect(values["M40"] == .some(1 << 40))
    #expect(values["DEEP"] == .some(nil))
    #expect(values["SIGNS"] == .some(nil))
    #expect(values["SELF"] == .some(nil))
  }

  @Test("Types that use one another twice take no time")
  func types() throws {
    let types = (1..<60).map { "typedef void (*F\($0))(F\($0 - 1), F\($0 - 1));\n" }.joined()
    let result = try list(
      "typedef void (*F0)(void);\n\(types)int f(F59 first);\nvoid g(F59 *first);\n",
      "--format",
      "json"
    )
    #expect(result.status == 0)
    #expect(result.output.contains("F59"))
    let generated = decorateC("generate", "\(folder.path)/api.h", "--values", "--assume", "never")
    #expect(generated.status == 0)
    #expect(generated.errors.contains("f is left out: Swift has no type for"))
  }

  @Test("A comment in another encoding, with NUL and with carriage returns, stays a comment")
  func comments() throws {
    var text = Data("/* Caf".utf8)
    text += Data([0xe9, 0x00, 0xff, 0x0d])
    text += Data("public let injected = 1\r */\nint f(void);\n".utf8)
    let path = "\(folder.path)/api.h"
    try text.write(to: URL(fileURLWithPath: path))
    let result = decorateC("generate", path, "--values", "--assume", "negative")
    #expect(result.status == 0)
    #expect(result.output.contains("/// Caf"))
    let code = result.output.split(whereSeparator: \.isNewline).filter { !$0.drop { $0 == " " }.hasPrefix("///") }
    #expect(!code.contains { $0.contains("injected") })
    #expect(result.output.utf8.allSatisfy { $0 >= 32 || $0 == 10 })
    let complaints = try SwiftTools.complaints(about: result.output, module: "CApi", header: "int f(void);\n")
    #expect(complaints == [])
  }

  @Test("A message of a deprecated function cannot leave its string")
  func messages() throws {
    let path = try folder.write(
      #"int f(void) __attribute__((deprecated("\\(fatalError()) \" \n x")));"# + "\n",
      to: "api.h"
    )
    let result = decorateC("generate", path, "--values", "--assume", "negative")
    #expect(result.output.contains(#"message: "\\(fatalError()) \" \n x")"#))
  }

  @Test("Nothing of a header is executed")
  func executesNothing() throws {
    let marker = "\(folder.path)/marker"
    let result = try list(
      """
      #include <stdlib.h>
      #pragma comment(lib, "api")
      static int made = 0;
      __attribute__((constructor)) static void make(void) { made = system("touch '\(marker)'"); }
      static inline int f(void) { return system("touch '\(marker)'"); }

      """
    )
    #expect(result.status == 0)
    #expect(!FileManager.default.fileExists(atPath: marker))
  }

  /// Headers whose code is nested deeply, each in its own way.
  private static let nested: [String: @Sendable () -> String] = [
    "stars": { "int f(int \(String(repeating: "*", count: 20_000))p);\n" },
    "brackets": {
      let (open, close) = (String(repeating: "(", count: 20_000), String(repeating: ")", count: 20_000))
      return "int f(void);\nenum { A = \(open)1\(close) };\n"
    },
    "signs": { "int f(void);\nenum { A =\n\(String(repeating: "- ", count: 300_000))1 };\n" },
    "conditions": { "int f(void);\nenum { A = \(String(repeating: "1 ? 1 : ", count: 100_000))1 };\n" },
    "structures": {
      let (open, close) = ((0..<20_000).map { "struct s\($0) { " }, (0..<20_000).map { "} m\($0);" })
      return open.joined() + "int x;" + close.joined() + "\nint f(void);\n"
    },
  ]

  @Test(
    "Code that is nested deeply is read, or a sentence names its place and no file is left",
    arguments: VersionTests.libraries + [libclang?.path].compactMap { $0 },
    nested.keys.sorted()
  )
  func deep(library: String, kind: String) throws {
    let makeHeader = try #require(Self.nested[kind])
    let header = makeHeader()
    let path = try folder.write(header, to: "api.h")
    let output = "\(folder.path)/Wrappers.swift"
    let result = try SwiftTools.run(
      [
        "\(SwiftTools.buildFolder)/decorate-c", "generate", path, "--assume", "never", "--libclang", library, "-o",
        output,
      ]
    )
    let isWritten = FileManager.default.fileExists(atPath: output)
    #expect(result.status == (isWritten ? 0 : 1), "\(result.output.prefix(400))")
    let namesPlace = result.output.contains(#/api\.h:[0-9]+:[0-9]+: error: /#)
    #expect(isWritten || namesPlace, "\(result.output.prefix(400))")
    #expect(
      try Set(FileManager.default.contentsOfDirectory(atPath: folder.path)).isSubset(of: ["api.h", "Wrappers.swift"])
    )
  }

  @Test("A header of ten megabytes is read")
  func big() throws {
    var text = ""
    for number in 0..<20_000 {
      text += "/* \(String(repeating: "What number \(number) does. ", count: 20)) */\n"
      text += "struct record_\(number) { int field; };\ntypedef enum { ITEM_\(number) } kind_\(number);\n"
      text += "int api_call_\(number)(struct record_\(number) *first, kind_\(number) kind);\n"
    }
    #expect(text.utf8.count > 10_000_000)
    let path = try folder.write(text, to: "api.h")
    let header = try Header(named: path, clang: #require(libclang))
    #expect(header.functions.count == 20_000)
    #expect(header.records.count == 20_000)
    #expect(header.enumerations.last?.name == "kind_19999")
    #expect(decorateC("list", path, "--match", "^api_call_1999.$").output.contains("api_call_19999"))
  }
}
