internal import Foundation
import Testing

@testable import DecorateC

/// Rules, paths and places for output that are wrong or strange.
@Suite("Bad files", .needsLibclang) struct BadFilesTests {
  private let folder: TemporaryFolder
  private let header: String

  init() throws {
    folder = try TemporaryFolder()
    header = try folder.write("/* Returns 0 on success, and nonzero on failure. */\nint api_call(void);\n", to: "api.h")
  }

  private var names: [String] { ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).sorted() }

  @Test(
    "A mistake in a rules file is reported with its place, and the command exits with 1",
    arguments: [
      (
        "functions:\n  api_call:\n    failur: nonzero\n",
        "rules.yaml:3:5: error: a function has no key 'failur' (did you mean 'failure'?)"
      ),
      ("function:\n", "rules.yaml:1:1: error: rules has no key 'function' (did you mean 'functions'?)"),
      ("functions:\n  api_call: {failure: nonzer}\n", "rules.yaml:2:23: error: 'nonzer' is no way to report failure"),
      ("functions:\n  '(': {failure: nonzero}\n", "rules.yaml:2:3: error: '(' is not a regular expression"),
      (
        "a: \(String(repeating: "[", count: 100_000))",
        "rules.yaml:1:36: error: lists and mappings are nested too deeply"
      ),
      (
        String(repeating: "- ", count: 100_000) + "a",
        "rules.yaml:1:65: error: lists and mappings are nested too deeply"
      ),
    ]
  )
  func rules(text: String, error: String) throws {
    let rules = try folder.write(text, to: "rules.yaml")
    let result = decorateC("generate", header, "--rules", rules, "-o", "\(folder.path)/Wrappers.swift")
    #expect(result.status == 1)
    #expect(result.errors.replacing("\(folder.path)/", with: "").hasPrefix(error), "\(result.errors)")
    #expect(names == ["api.h", "rules.yaml"])
  }

  @Test("Rules that are not there, or not in UTF-8, are reported")
  func unreadableRules() throws {
    let missing = decorateC("list", header, "--rules", "\(folder.path)/none.yaml")
    #expect(missing.status == 1)
    #expect(missing.errors == "error: cannot read the rules '\(folder.path)/none.yaml': no such file or directory.\n")
    let path = "\(folder.path)/rules.yaml"
    try Data(Array("prefix: api_\nmodule: Caf".utf8) + [0xe9, 0x0a]).write(to: URL(fileURLWithPath: path))
    let latin = decorateC("list", header, "--rules", path)
    #expect(latin.status == 1)
    #expect(latin.errors == "\(path):2:12: error: this is not UTF-8.\n")
  }

  @Test("Paths with spaces and quotes work, and the file keeps its mode and its link")
  func strangePaths() throws {
    let strange = "\(folder.path)/a \"b' c"
    try FileManager.default.createDirectory(atPath: strange, withIntermediateDirectories: true)
    try FileManager.default.copyItem(atPath: header, toPath: "\(strange)/my \"api' x.h")
    let output = "\(strange)/out put's.swift"
    try FileManager.default.createSymbolicLink(atPath: "\(strange)/link", withDestinationPath: output)
    for path in [output, "\(strange)/link"] {
      if path != output { chmod(output, 0o640) }
      let result = decorateC("generate", "\(strange)/my \"api' x.h", "--values", "-o", path)
      #expect(result.status == 0, "\(result.errors)")
    }
    let attributes = try FileManager.default.attributesOfItem(atPath: output)
    #expect(attributes[.posixPermissions] as? Int == 0o640)
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: "\(strange)/link") == output)
    let text = try String(contentsOfFile: output, encoding: .utf8)
    let module = try #require(text.firstMatch(of: #/import (C[A-Za-z]+)/#)).1
    let quoted = header.replacing("\"", with: "\\\"")
    #expect(
      try SwiftTools.complaints(about: text, module: String(module), header: "#include \"\(quoted)\"\n") == []
    )
    #expect(try FileManager.default.contentsOfDirectory(atPath: strange).count == 3)
  }

  @Test("A name with a line break is refused")
  func lineBreak() throws {
    let path = try folder.write("int f(void);\n", to: "a\nlet injected = 1\n.h")
    let result = decorateC("generate", path)
    #expect(result.status == 1)
    #expect(result.errors.contains("control characters"))
  }

  @Test("A place that cannot be written to is reported, and nothing is left there")
  func unwritable() throws {
    for (place, reason) in [
      ("\(folder.path)/none/Wrappers.swift", "no such file or directory"), (folder.path, "it is a folder"),
      ("\(header)/Wrappers.swift", "not a directory"),
      ("\(folder.path)/\(String(repeating: "x", count: 300)).swift", "file name too long"),
    ] {
      let result = decorateC("generate", header, "--values", "-o", place)
      #expect(result.status == 1)
      #expect(result.errors.hasSuffix("error: cannot write '\(place)': \(reason).\n"), "\(result.errors)")
    }
    #expect(names == ["api.h"])
  }

  @Test("A link to a file that is not there stays a link, and one to itself is reported")
  func links() throws {
    let (link, target, loop) = ("\(folder.path)/link", "\(folder.path)/target", "\(folder.path)/loop")
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: target)
    try FileManager.default.createSymbolicLink(atPath: loop, withDestinationPath: loop)
    #expect(decorateC("generate", header, "--values", "-o", link).status == 0)
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == target)
    #expect(FileManager.default.fileExists(atPath: target))
    let result = decorateC("generate", header, "--values", "-o", loop)
    #expect(result.status == 1)
    #expect(result.errors.hasSuffix("error: cannot write '\(loop)': too many levels of symbolic links.\n"))
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: loop) == loop)
  }

  @Test("A rule about decorators that does not fit is reported with its place")
  func misfits() throws {
    for (text, message) in [
      ("retry-on: 'true'\n", "1:11: error: 'retry-on' belongs to the decorator 'retrying': add it to 'decorate'."),
      (
        "decorate: memoized\nvalues: true\n",
        "2:9: error: 'memoized' is only written as an attribute: leave out 'values'."
      ),
    ] {
      let rules = try folder.write(text, to: "rules.yml")
      let result = decorateC("generate", header, "--rules", rules)
      #expect(result.errors == "\(rules):\(message)\n")
    }
  }

  #if os(Linux)
    @Test("Standard output that cannot be written to is reported", arguments: ["generate", "list", "help"])
    func standardOutput(command: String) throws {
      let arguments = [command] + (command == "help" ? [] : [header, "--assume", "never"])
      let program = "\(SwiftTools.buildFolder)/decorate-c"
      let result = try SwiftTools.run(["sh", "-c", "\"$0\" \"$@\" > /dev/full", program] + arguments)
      #expect(result.status == 1)
      #expect(result.output.hasSuffix("error: cannot write to standard output: no space left on device.\n"))
    }

    @Test("A full disk leaves nothing behind, and a device stays a device")
    func devices() throws {
      let full = decorateC("generate", header, "--values", "-o", "/dev/full")
      #expect(full.status == 1)
      #expect(full.errors.hasSuffix("error: cannot write '/dev/full': no space left on device.\n"))
      #expect(decorateC("generate", header, "--values", "-o", "/dev/null").status == 0)
      let type = try FileManager.default.attributesOfItem(atPath: "/dev/null")[.type] as? FileAttributeType
      #expect(type == .typeCharacterSpecial)
    }
  #endif

  @Test("The same input that fails leaves the file of an earlier run as it was")
  func keepsFormerFile() throws {
    let output = try folder.write("// former\n", to: "Wrappers.swift")
    let broken = try folder.write("int f(;\n", to: "broken.h")
    #expect(decorateC("generate", broken, "-o", output).status == 1)
    #expect(try String(contentsOfFile: output, encoding: .utf8) == "// former\n")
  }

  @Test("Where there is no libclang, one sentence says what to install")
  func noLibclang() throws {
    let error = try #require(throws: ScannerError.self) {
      try Libclang.find(environment: ["PATH": folder.path], systemFolders: [folder.path])
    }
    #expect(error.description.contains("install the package libclang-dev"))
    #expect(error.description.split(whereSeparator: \.isNewline).count == 1)
    let broken = try folder.write("no library", to: "libclang.so")
    let loaded = decorateC("list", header, "--libclang", broken)
    #expect(loaded.status == 1)
    #expect(loaded.errors.hasPrefix("error: cannot load libclang: "))
  }
}
