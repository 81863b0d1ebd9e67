import Generators
import SystemPackage
import Testing

@Suite("Path patterns")
struct PathPatternTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let pattern: String
    let matching: [FilePath]
    let others: [FilePath]

    init(_ pattern: String, _ matching: [FilePath], not others: [FilePath]) {
      (self.pattern, self.matching, self.others) = (pattern, matching, others)
    }

    var testDescription: String { pattern }
  }

  @Test(
    "A pattern matches what a shell matches",
    arguments: [
      Case("app.log", ["app.log", "./app.log"], not: ["app.log.1", "a/app.log", "/app.log", "app-log"]),
      Case("/var/*.log", ["/var/a.log", "/var/a.b.log"], not: ["/var/a/b.log", "var/a.log", "/var/.log", "/var"]),
      Case("a*b*c", ["abc", "aXbXc", "abbc", "abcbc"], not: ["ab", "acb", "abcd"]),
      Case("?.log", ["a.log", "é.log", "日.log"], not: [".log", "ab.log"]),
      Case("[a-cx].log", ["b.log", "x.log"], not: ["d.log", "-.log", ".log"]),
      Case("[!a-c]", ["d", "é"], not: ["a", ".", "dd"]),
      Case("[^a]", ["b"], not: ["a"]),
      Case("[]a]", ["]", "a"], not: ["b"]),
      Case("[a-]", ["-", "a"], not: ["b"]),
      Case("[\\]]", ["]"], not: ["\\"]),
      Case("[ä-ü]", ["ö"], not: ["a"]),
      Case("log.[[:digit:]]", ["log.7"], not: ["log.x", "log.["]),
      Case("[a", ["[a"], not: ["a"]),
      Case("\\*.log", ["*.log"], not: ["a.log"]),
      Case("*", ["a", "a.b"], not: [".a", "a/b"]),
      Case(".*", [".a"], not: ["a"]),
      Case("[.]a", [], not: [".a"]),
      Case("**/*.log", ["a.log", "x/a.log", "x/y/a.log"], not: [".x/a.log", "x/.a.log", "/a.log", "a.txt"]),
      Case("/a/**/b", ["/a/b", "/a/x/b", "/a/x/y/b"], not: ["/a", "/a/x", "/b", "/a/.x/b"]),
      Case("a/**", ["a/b", "a/b/c"], not: ["a", "b", "a/.b"]),
      Case("**/x/**/y", ["x/y", "a/x/y", "a/x/b/y", "x/x/y"], not: ["y", "x", "a/y"]),
      Case("a**b", ["ab", "axxb"], not: ["a/b"]),
      Case("{app,web}.log", ["app.log", "web.log"], not: ["{app,web}.log", "appweb.log"]),
      Case("{a,b{1,2}}/x", ["a/x", "b1/x", "b2/x"], not: ["b/x", "b{1,2}/x"]),
      Case("a{,.1}", ["a", "a.1"], not: ["a.2"]),
      Case("{a/b,c}/d", ["a/b/d", "c/d"], not: ["a/d"]),
      Case("{a}", ["{a}"], not: ["a"]),
      Case("{a,b", ["{a,b"], not: ["a"]),
      Case("[{,}]", ["{", ",", "}"], not: ["[{]"]),
      Case("\\{a,b}", ["{a,b}"], not: ["a"]),
      Case("{x{a,b}", ["{xa", "{xb"], not: ["xa"]),
    ]
  )
  func matches(of test: Case) throws {
    let pattern = try PathPattern(test.pattern)
    for path in test.matching { #expect(pattern.matches(path), "\(test.pattern) has to match \(path)") }
    for path in test.others { #expect(!pattern.matches(path), "\(test.pattern) must not match \(path)") }
  }

  @Test("A name that is not UTF-8 is matched byte by byte")
  func bytes() throws {
    let path = FilePath(platformString: [0x63, 0x61, 0x66, CInterop.PlatformChar(bitPattern: 0xE9), 0x2E, 0x6C, 0])
    for pattern in ["caf?.l", "*", "caf[!e].l"] { #expect(try PathPattern(pattern).matches(path), "\(pattern)") }
    #expect(try PathPattern(path).matches(path))
    for pattern in ["caf??.l", "café.l", "caf\u{FFFD}.l"] { #expect(try !PathPattern(pattern).matches(path)) }
  }

  @Test("The roots are the directories before the first special character")
  func roots() throws {
    func roots(_ pattern: String) throws -> [FilePath] { try PathPattern(pattern).roots }
    #expect(try roots("/var/log/app/**/*.log") == ["/var/log/app"])
    #expect(try roots("/var/log/app.log") == ["/var/log"])
    #expect(try roots("*.log") == ["."])
    #expect(try roots("./*.log") == ["."])
    #expect(try roots("/*") == ["/"])
    #expect(try roots("{a,b/c}/{1,2}.log") == ["a", "b/c"])
    #expect(try roots("a\\*/x*") == ["a*"])
  }

  @Test("A directory can hold a match, or not")
  func directories() throws {
    let pattern = try PathPattern("/var/log/{app,web}/**/*.log")
    for directory: FilePath in ["/", "/var", "/var/log", "/var/log/app", "/var/log/app/a/b"] {
      #expect(pattern.canMatch(below: directory), "\(directory)")
    }
    for directory: FilePath in ["/etc", "/var/log/db", "/var/log/app/.hidden", "var", "."] {
      #expect(!pattern.canMatch(below: directory), "\(directory)")
    }
    #expect(try PathPattern("*.log").canMatch(below: "."))
    #expect(try !PathPattern("*.log").canMatch(below: "a"))
  }

  @Test("A pattern with a NUL, or with too many alternatives, is an error that names it")
  func invalid() {
    let pair = "{a,b}"
    for pattern in ["a\0b", String(repeating: pair, count: 11)] {
      let error = #expect(throws: ReadingError.self) { try PathPattern(pattern) }
      #expect(error?.code == .invalidPath)
      #expect(error?.source == pattern)
    }
    #expect(throws: Never.self) { try PathPattern(String(repeating: pair, count: 10)) }
  }

  @Test("Matching takes time in proportion to the pattern and the name, not more", .timeLimit(.minutes(10)))
  func backtracking() throws {
    let pattern = try PathPattern(String(repeating: "*a", count: 100) + "b")
    #expect(!pattern.matches(FilePath(String(repeating: "a", count: 250))))
    let deep = try PathPattern(String(repeating: "**/a/", count: 50) + "b")
    #expect(!deep.matches(FilePath(String(repeating: "a/", count: 500))))
  }
}
