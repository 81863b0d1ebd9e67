internal import Foundation
import Testing

@testable import DecorateC

@Suite("The command line") struct CommandLineTests {
  @Test(
    "Wrong usage is a sentence, and exit status 64",
    arguments: [
      ([], "decorate-c generate HEADER"),
      (["generat"], "there is no command 'generat' (did you mean 'generate'?)."),
      (["generate"], "name a header, such as 'zlib.h' or 'include/api.h'."),
      (
        ["list", "a.h", "--mach", "x"],
        "there is no option '--mach' (did you mean '--match'?). Flags for clang follow '--'."
      ),
      (["list", "a.h", "--values"], "there is no option '--values'."),
      (["generate", "a.h", "-Iinclude"], "there is no option '-Iinclude'."),
      (["generate", "a.h", "--match"], "'--match' needs a value."),
      (["generate", "a.h", "--match", "--", "x"], "'--match' needs a value."),
      (["generate", "a.h", "-o", "--quiet"], "'-o' needs a value."),
      (["generate", "a.h", "-o", "--match=x"], "'-o' needs a value."),
      (["generate", "a.h", "-o", "x", "--output", "y"], "'-o' and '--output' are the same: leave one out."),
      (["generate", "a.h", "--values=true"], "'--values' takes no value."),
      (["generate", "a.h", "--decorate", "retrying", "--retry-on", " "], "'--retry-on' needs a condition."),
      (["generate", "a.h", "--module", ""], "'' is no name of a module"),
      (
        ["generate", "a.h", "--decorate", ","],
        "'--decorate' needs a decorator; there are: timed, retrying, logged, memoized."
      ),
      (["generate", "a.h", "--decorate", "timed,timed"], "the decorator 'timed' is there twice."),
      (["generate", "a.h", "--module", "A", "--module=B"], "'--module' is there twice."),
      (
        ["generate", "a.h", "--module", "no name"],
        "'no name' is no name of a module: use letters, digits and underscores."
      ),
      (["generate", "a.h", "--module", "A..B"], "'A..B' is no name of a module"),
      (["generate", "a.h", "--match", "("], "'(' is not a regular expression"),
      (["generate", "a.h", "--assume", "nil"], "'nil' is no way to report failure (did you mean 'null'?)"),
      (["generate", "a.h", "--decorate", "timed,logge"], "there is no decorator 'logge' (did you mean 'logged'?)"),
      (["generate", "a.h", "--decorate", "memoized", "--values"], "'memoized' is only written as an attribute"),
      (["generate", "a.h", "--retry-on", "true"], "'--retry-on' belongs to the decorator 'retrying'"),
      (["list", "a.h", "--format", "yaml"], "there is no format 'yaml'; there are: table, json, markdown."),
    ] as [([String], String)]
  )
  func refuses(arguments: [String], sentence: String) {
    let result = run(arguments)
    #expect(result.status == 64)
    #expect(result.errors.contains(sentence))
    #expect(result.output == "")
  }

  @Test(
    "Help is shown wherever it is asked for",
    arguments: [["help"], ["--help"], ["-h"], ["generate", "--help"], ["list", "a.h", "-h"]]
  )
  func helps(arguments: [String]) {
    let result = run(arguments)
    #expect(result.status == 0)
    #expect(result.output == DecorateCCommand.usage)
    #expect(result.errors == "")
  }

  @Test(
    "Wrong input is a sentence, and exit status 1",
    .needsLibclang,
    arguments: [
      (["list", "no/such.h"], "no/such.h"), (["list", "/"], "'/' is a folder: name a header in it."),
      (["list", "--rules", "no/such.yml"], "cannot read the rules 'no/such.yml': no such file or directory."),
      (["list", "a.h", "--libclang", "/no/such"], "--libclang names '/no/such', which is not there."),
    ] as [([String], String)]
  )
  func fails(arguments: [String], sentence: String) {
    let result = run(arguments)
    #expect(result.status == 1)
    #expect(result.errors.contains(sentence))
    #expect(result.output == "")
  }

  @Test(
    "What is written replaces the file, is the same for the same input, and leaves nothing beside it",
    .needsLibclang
  )
  func writes() throws {
    let folder = try TemporaryFolder()
    let header = try folder.write("void api_ring(void);\nint api_mystery(int number);\n", to: "api.h")
    let output = try folder.write("old", to: "Wrappers.swift")
    let result = decorateC("generate", header, "-o", output)
    #expect(result.status == 0)
    #expect(result.errors.hasSuffix("2 functions, 1 wrapped, 1 left out\n"))
    #expect(result.errors.contains("api.h:2:5: note: api_mystery is left out: "))
    let written = try String(contentsOfFile: output, encoding: .utf8)
    #expect(written == decorateC("generate", header).output)
    #expect(written.contains("public static func ring()"))
    #expect(try folder.names == ["Wrappers.swift", "api.h"])
    #expect(decorateC("generate", header, "--quiet", "--output=\(output)").errors == "")
  }

  @Test("Where nothing can be written, the old file stays as it is, and nothing is left beside it", .needsLibclang)
  func leavesNoHalfFile() throws {
    let folder = try TemporaryFolder()
    let header = try folder.write("void api_ring(void);\n", to: "api.h")
    let broken = try folder.write("void api_ring(\n", to: "broken.h")
    let output = try folder.write("old", to: "Wrappers.swift")
    #expect(decorateC("generate", broken, "-o", output).status == 1)
    #expect(try String(contentsOfFile: output, encoding: .utf8) == "old")

    try FileManager.default.createDirectory(atPath: "\(folder.path)/taken", withIntermediateDirectories: false)
    let taken = decorateC("generate", header, "-o", "\(folder.path)/taken")
    #expect(taken.status == 1)
    #expect(taken.errors.contains("cannot write '\(folder.path)/taken': it is a folder."))

    let nowhere = decorateC("generate", header, "-o", "\(folder.path)/none/Wrappers.swift")
    #expect(nowhere.status == 1)
    #expect(nowhere.errors.contains("cannot write '\(folder.path)/none/Wrappers.swift': no such file or directory."))
    #expect(try folder.names == ["Wrappers.swift", "api.h", "broken.h", "taken"])
  }

  @Test("A rules file names headers beside it and options; an option of the command wins", .needsLibclang)
  func takesOptionsFromRules() throws {
    let folder = try TemporaryFolder()
    let header = "#ifdef LOUD\nint api_shout(int number);\n#endif\nvoid api_ring(void);\nvoid api_stop(void);\n"
    _ = try folder.write(header, to: "api.h")
    let rules = try folder.write(
      """
      headers: api.h
      match: ring|stop|shout
      exclude: stop
      assume: negative
      decorate: [retrying, timed]
      values: true
      retry-on: "!(error is CancellationError)"
      flags: [-DLOUD]
      """,
      to: "decorate-c.yml"
    )
    let result = decorateC("generate", "--rules", rules)
    #expect(result.status == 0)
    #expect(result.errors == "2 functions, 2 wrapped, 0 left out\n")
    #expect(result.output.contains("public static func shout(_ number: Int32) throws -> Int32"))
    #expect(
      result.output.contains(
        "static let retries = RetryPolicy(when: { error in .retry(if: !(error is CancellationError)) })"
      )
    )
    #expect(result.output.contains("Timings.apiRing.run"))

    let other = decorateC("generate", "--rules", rules, "--match", "ring", "--exclude", "x", "--decorate", "retrying")
    #expect(other.errors == "1 functions, 1 wrapped, 0 left out\n")
    #expect(!other.output.contains("Timings"))

    let undecided = decorateC("list", "--rules", rules, "--assume", "never", "--", "-ULOUD")
    #expect(undecided.status == 0)
    #expect(!undecided.output.contains("api_shout"))
  }

  private func run(_ arguments: [String]) -> CommandResult {
    var (output, errors) = ("", "")
    let status = DecorateCCommand(print: { output += $0 }, report: { errors += $0 }).run(arguments)
    return CommandResult(status: status, output: output, errors: errors)
  }
}

extension TemporaryFolder {
  fileprivate var names: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: path).sorted() }
  }
}
