import Testing

@testable import DecorateC

@Suite("Rules files") struct ReadRulesTests {
  private func rules(_ text: String) throws -> Rules { try Rules(parsing: text, file: "rules.yml") }

  @Test(
    "A misspelt key is reported with its place, with the nearest key and with all there are",
    arguments: [
      (
        "module: C\nfuntions:\n  f: {failure: never}", "2:1",
        "rules has no key 'funtions' (did you mean 'functions'?); there are: headers,"
      ),
      ("functions:\n  f:\n    falure: never", "3:5", "a function has no key 'falure' (did you mean 'failure'?)"),
      (
        "functions: {f: {paramters: {1: out}}}", "1:17",
        "a function has no key 'paramters' (did you mean 'parameters'?)"
      ),
      (
        "handles:\n  file: {releases: fclose}", "2:10",
        "a handle has no key 'releases' (did you mean 'release'?); there are: name, release, close."
      ),
      (
        "statuses:\n  Status:\n    enumeration: e", "3:5",
        "a set of statuses has no key 'enumeration'; there are: enum,"
      ),
      ("Decorate: timed", "1:1", "rules has no key 'Decorate' (did you mean 'decorate'?)"),
    ]
  )
  func reportsKeys(text: String, place: String, message: String) throws {
    let error = try #require(throws: ScannerError.self) { try rules(text) }
    #expect(error.description.hasPrefix("rules.yml:\(place): error: \(message)"))
  }

  @Test(
    "A value of another kind is reported with its place",
    arguments: [
      ("module: [a, b]", "1:9", "'module' has one text."), ("module:", "1:1", "'module' has one text."),
      ("functions: f", "1:12", "'functions' has keys with values."),
      ("functions:\n- f", "2:1", "'functions' has keys with values."),
      ("retriable: {EINTR: yes}", "1:12", "'retriable' has one text."),
      ("headers: [[a.h]]", "1:11", "'headers' has one text."), ("- headers", "1:1", "'rules' has keys with values."),
      ("functions:\n  f:\n    parameters: {1: [out]}", "3:21", "'1' has one text."),
      ("values: yes", "1:9", "'values' is 'true' or 'false'."),
    ]
  )
  func reportsTypes(text: String, place: String, message: String) throws {
    let error = try #require(throws: ScannerError.self) { try rules(text) }
    #expect(error.description == "rules.yml:\(place): error: \(message)")
  }

  @Test(
    "A word that means nothing is reported with its place",
    arguments: [
      (
        "functions: {f: {failure: negatve-errno}}", "1:26",
        "'negatve-errno' is no way to report failure (did you mean 'negative-errno'?)"
      ),
      ("functions: {f: {result: own}}", "1:25", "'own' is no use of a result; there are: none, value,"),
      ("functions: {f: {parameters: {1: outt}}}", "1:33", "'outt' is no use of a parameter; there are: value, string,"),
      ("functions: {f: {parameters: {1: bytes}}}", "1:33", "'bytes' is no use of a parameter"),
      ("functions:\n  (f: {failure: never}", "2:3", "'(f' is not a regular expression"),
      ("match: '['", "1:8", "'[' is not a regular expression"),
      ("module: a-b", "1:9", "'a-b' is no name of a module"), ("namespace: 2D", "1:12", "'2D' is no name in Swift"),
      ("assume: maybe", "1:9", "'maybe' is no way to report failure"),
      ("decorate: [timed, loged]", "1:11", "there is no decorator 'loged' (did you mean 'logged'?)"),
      ("decorate: [timed, timed]", "1:11", "the decorator 'timed' is there twice."),
      ("statuses: {S: {enum: e, fails: never}}", "1:32", "'fails' is 'negative' or 'others'."),
      ("module: a b", "1:9", "'a b' is no name of a module"), ("namespace: ''", "1:12", "'' is no name in Swift."),
      ("namespace: class", "1:12", "'class' is a word of Swift itself: choose another name."),
      ("statuses: {R x: {enum: e}}", "1:12", "'R x' is no name in Swift."),
      ("handles: {h: {name: 1 x}}", "1:21", "'1 x' is no name in Swift."),
      ("functions: {f: {name: foo bar}}", "1:23", "'foo bar' is no name in Swift."),
      ("functions: {f: {names: {1: a-b}}}", "1:28", "'a-b' is no name in Swift."),
      ("retry-on: ' '", "1:11", "'retry-on' needs a condition."),
      ("functions: {f: {failure: never, status: S}}", "1:33", "'f' has both 'failure' and 'status': leave one out."),
      ("statuses: {S: {success: [A]}}", "1:12", "'S' needs either 'enum' or 'constants'."),
      ("statuses: {S: {enum: e, constants: A.*}}", "1:12", "'S' needs either 'enum' or 'constants'."),
    ]
  )
  func reportsWords(text: String, place: String, message: String) throws {
    let error = try #require(throws: ScannerError.self) { try rules(text) }
    #expect(error.description.hasPrefix("rules.yml:\(place): error: \(message)"))
  }

  @Test("Rules that do not fit the header are reported with the place of the rule", .needsLibclang)
  func reportsMisfits() throws {
    func message(_ text: String) throws -> String {
      try #require(throws: ScannerError.self) { try scan("int f(int number);\n", rules: text) }.description
    }
    #expect(
      try message("functions:\n  f: {parameters: {nummer: value}}")
        == "rules.yaml:2:3: error: 'f' has no parameter 'nummer' (did you mean 'number'?)."
    )
    #expect(
      try message("functions: {f: {status: Stat}}") == "rules.yaml:1:13: error: there is no set of statuses 'Stat'."
    )
    #expect(
      try message("functions: {f: {result: owned, failure: never}}")
        == "rules.yaml:1:13: error: the result of 'f' is no handle."
    )
  }

  @Test("Of rules that match a function, a later one wins key by key")
  func overrides() throws {
    let rules = try rules(
      """
      functions:
        box_.*: {failure: null, because: all, names: {1: box}}
        box_open: {failure: never, name: openBox, names: {2: path}}
      """
    )
    let rule = try #require(rules.rule(for: "box_open"))
    #expect(rule.failure == .never)
    #expect(rule.because == "all")
    #expect(rule.name == "openBox")
    #expect(rule.parameterNames == ["1": "box", "2": "path"])
    #expect(rules.rule(for: "box_close")?.failure == .null)
    #expect(rules.rule(for: "my_box_open") == nil)
  }

  @Test("A mark of the byte order at the start is passed over")
  func byteOrderMark() throws {
    #expect(try rules("\u{FEFF}module: C").module == "C")
  }

  @Test("The built-in rules can be read, and name headers", arguments: Rules.libraries.map(\.file))
  func readsBuiltIn(file: String) throws {
    let text = try #require(Rules.libraries.first { $0.file == file }).text
    #expect(try !Rules(parsing: text, file: file).headers.isEmpty)
  }

  @Test("A function of the C library whose failure is also a success is left out", arguments: ["nice", "sysconf"])
  func cLibrary(function: String) throws {
    #expect(try Rules.builtIn(for: ["unistd.h"]).rule(for: function)?.skip?.contains("only errno says which") == true)
  }

  @Test("Functions of the C library that return the number of the error", arguments: ["getlogin_r", "ttyname_r"])
  func errorNumbers(function: String) throws {
    #expect(try Rules.builtIn(for: ["unistd.h"]).rule(for: function)?.failure == .errorNumber)
  }
}
