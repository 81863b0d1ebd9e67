import Foundation
import Generators
import Glibc
import SystemPackage
import Testing

@Suite("Paths")
struct PathsTests {
  /// Calls `body` with a directory that holds empty files at `paths`, and which is removed afterwards.
  private func withFiles(_ paths: [String], _ body: (String) throws -> Void) throws {
    let directory = temporaryPath()
    defer { try? FileManager.default.removeItem(atPath: directory) }
    for path in paths {
      let parent = directory + "/" + path.prefix(through: path.lastIndex(of: "/") ?? path.startIndex)
      try FileManager.default.createDirectory(
        atPath: path.contains("/") ? parent : directory,
        withIntermediateDirectories: true
      )
      if !path.hasSuffix("/") { try Data().write(to: URL(fileURLWithPath: directory + "/" + path)) }
    }
    try body(directory)
  }

  private static let files = [
    "app.log", "app.log.1", "app.log.10", "app.log.2", ".app.log", "[x].log", "web/a.log", "web/b.txt", "web/x/c.log",
    "web/x/y/d.log", "web/.hidden/e.log", "db/a.log", "empty/",
  ]

  @Test(
    "A pattern gives the paths that match in the order of their bytes, and none where nothing does",
    arguments: [
      "app.log*": ["app.log", "app.log.1", "app.log.10", "app.log.2"], "*.log": ["[x].log", "app.log"],
      "app.log.[12]": ["app.log.1", "app.log.2"], "\\[x].log": ["[x].log"], "app.log": ["app.log"], "nothing*": [],
      "nothing": [], "nothing/app.log": [], "app.log/x": [], "*/a.log": ["db/a.log", "web/a.log"],
      "**/*.log": ["[x].log", "app.log", "db/a.log", "web/a.log", "web/x/c.log", "web/x/y/d.log"],
      "web/**/*.log": ["web/a.log", "web/x/c.log", "web/x/y/d.log"],
      "web/**": [
        "web/a.log", "web/b.txt", "web/x", "web/x/c.log", "web/x/y", "web/x/y/d.log",
      ], "{web,db,none}/a.log": ["db/a.log", "web/a.log"], "{app.log,*.log}": ["[x].log", "app.log"],
      "web/{*.log,x/{c,d}.log}": ["web/a.log", "web/x/c.log"], "web/.*/*": ["web/.hidden/e.log"],
      "web/../db/*": ["web/../db/a.log"], "empty/*": [], "empty": ["empty"],
      // Nothing can have so long a name.
      String(repeating: "x", count: 300): [], "{app.log,\(String(repeating: "x", count: 300))}": ["app.log"],
    ] as [String: [String]]
  )
  func patterns(pattern: String, names: [String]) throws {
    try withFiles(Self.files) { directory throws in
      let found = try paths(matching: directory + "/" + pattern)
      #expect(found == names.map { FilePath(directory + "/" + $0) })
      #expect(try paths(matching: FilePath(directory).appending(pattern)) == found)
      // What is found is what the pattern says it matches.
      let matcher = try PathPattern(directory + "/" + pattern)
      #expect(found.allSatisfy { matcher.matches($0) })
    }
  }

  @Test(
    "A pattern that ends in a slash gives directories only, and symbolic links to them",
    arguments: [
      "*/": ["db", "empty", "link", "web"], "web/": ["web"], "app.log/": [], "to-file/": [], "nothing/": [],
      "web/**/": ["web/x", "web/x/y"], "{app.log,web}/": ["web"], "{app.log/,web/,app.log.1}": ["app.log.1", "web"],
    ] as [String: [String]]
  )
  func slashAtEnd(pattern: String, names: [String]) throws {
    try withFiles(Self.files) { directory throws in
      for (link, target) in ["link": "web", "to-file": "app.log", "nowhere": "none"] {
        try FileManager.default.createSymbolicLink(atPath: directory + "/" + link, withDestinationPath: target)
      }
      let found = try paths(matching: directory + "/" + pattern)
      #expect(found == names.map { FilePath(directory + "/" + $0) })
      #expect(try paths(matching: (directory + "/" + pattern)[...]) == found)
      let matcher = try PathPattern(directory + "/" + pattern)
      #expect(found.allSatisfy { matcher.matches($0, isDirectory: true) })
      #expect(!matcher.matches(FilePath(directory + "/app.log")))
    }
  }

  @Test("A relative pattern starts in the current directory and gives relative paths")
  func relative() throws {
    let first = try #require(try paths(matching: "*").first)
    #expect(first.isRelative)
    #expect(try paths(matching: "./*").first == FilePath("./" + first.string))
    #expect(try paths(matching: ".") == ["."])
    #expect(try paths(matching: "/") == ["/"])
    #expect(try paths(matching: "").isEmpty)
  }

  @Test("The oldest comes first where that is asked for; those that are gone come last")
  func oldestFirst() throws {
    try withFiles(["app.log", "app.log.1", "app.log.2.gz", "app.log.3.gz", "same.log", "same.log.1"]) {
      directory throws in
      let ages = [
        "app.log": 0, "app.log.1": 60, "app.log.2.gz": 120, "app.log.3.gz": 180, "same.log": 200, "same.log.1": 200,
      ]
      for (name, age) in ages {
        let date = Date(timeIntervalSince1970: 1_700_000_000 - Double(age))
        try FileManager.default.setAttributes([.modificationDate: date], ofItemAtPath: directory + "/" + name)
      }
      try FileManager.default.createSymbolicLink(atPath: directory + "/dangling.log", withDestinationPath: "none")
      let found = try paths(matching: directory + "/*.log*", order: .oldestFirst)
      // A symbolic link that leads nowhere has the time of its own, which is now.
      #expect(
        found.map { $0.lastComponent?.string } == [
          "same.log", "same.log.1", "app.log.3.gz", "app.log.2.gz", "app.log.1", "app.log", "dangling.log",
        ]
      )
    }
  }

  @Test("Names keep their bytes, and are shown with the bytes that are not UTF-8 escaped")
  func bytes() async throws {
    let name: [CInterop.PlatformChar] = [0x61, CInterop.PlatformChar(bitPattern: 0xE9), 0x2E, 0x6C, 0x6F, 0x67, 0]
    let directory = FilePath(temporaryPath())
    try FileManager.default.createDirectory(atPath: directory.string, withIntermediateDirectories: true)
    let path = directory.appending(FilePath.Component(platformString: name)!)
    defer {
      _ = path.withPlatformString { unlink($0) }
      try? FileManager.default.removeItem(atPath: directory.string)
    }
    let descriptor = path.withPlatformString { open($0, O_CREAT | O_WRONLY, 0o600) }
    #expect(write(descriptor, "line\n", 5) == 5)
    close(descriptor)

    let found = try paths(matching: directory.appending("*.log"))
    #expect(found == [path])
    let shown = directory.string + "/a\\xE9.log"
    let sources = try withLines(atPaths: found) { Array($0.map(\.source)) }
    #expect(sources == [shown])
    var asynchronous: [String] = []
    for try await line in AsyncLines(at: path) { asynchronous.append(line.source + ": " + line.string) }
    #expect(asynchronous == [shown + ": line"])
    #expect(try withCSVRecords(at: path) { Array($0.map(\.source)) } == [shown])

    let gone = directory.appending(FilePath.Component(platformString: name)!).appending("x")
    let error = #expect(throws: ReadingError.self) { try withLines(at: gone) { _ in } }
    #expect(error?.source == shown + "/x")
  }

  @Test("A string is a path as it is, and so is a part of one")
  func strings() throws {
    try withTemporaryFile(Array("line\n".utf8)) { path throws in
      let spelled = path.replacingOccurrences(of: "/generators", with: "//generators")
      #expect(try withLines(at: spelled) { Array($0.map(\.source)) } == [spelled])
      #expect(try withLines(at: spelled[...]) { Array($0.map(\.source)) } == [spelled])
    }
  }

  @Test("A NUL in a path is an error that names it, in every form")
  func nul() async throws {
    try await withTemporaryFile(Array("line\n".utf8)) { path in
      let cut = path + "\0.log"
      let errors = [
        #expect(throws: ReadingError.self) { try withLines(at: cut) { _ in } },
        #expect(throws: ReadingError.self) { try withLines(atPaths: [cut]) { for _ in $0 {} } },
        #expect(throws: ReadingError.self) { try withCSVRecords(at: cut) { _ in } },
        #expect(throws: ReadingError.self) { try paths(matching: cut) },
        await #expect(throws: ReadingError.self) { for try await _ in AsyncLines(at: cut) {} },
      ]
      for error in errors {
        #expect(error?.code == .invalidPath)
        #expect(error?.source == cut)
        #expect(error?.description.contains("\\0.log\": a path cannot contain a NUL") == true)
      }
      var left: [ReadingError] = []
      let lines = try withLines(atPaths: [cut, path], onUnreadable: { left.append($0) }) { Array($0).count }
      #expect(lines == 1)
      #expect(left.map(\.code) == [.invalidPath])
    }
  }

  @Test("Symbolic links are followed where they are named, but not by **, so that circles end")
  func links() throws {
    try withFiles(["real/a.log", "real/sub/b.log"]) { directory throws in
      try FileManager.default.createSymbolicLink(atPath: directory + "/real/sub/circle", withDestinationPath: "..")
      try FileManager.default.createSymbolicLink(atPath: directory + "/link", withDestinationPath: "real")
      func found(_ pattern: String) throws -> [String] {
        try paths(matching: directory + "/" + pattern).map { String($0.string.dropFirst(directory.count + 1)) }
      }
      #expect(try found("**/*.log") == ["real/a.log", "real/sub/b.log"])
      #expect(try found("link/**/*.log") == ["link/a.log", "link/sub/b.log"])
      #expect(try found("*/*.log") == ["link/a.log", "real/a.log"])
      #expect(try found("real/sub/circle/*.log") == ["real/sub/circle/a.log"])
    }
  }

  @Test("A directory that cannot be searched is an error that names it, and a handler may go on")
  func unsearchable() throws {
    try withFiles(["good/a.log", "other/a.log"]) { directory throws in
      // A link to itself cannot be opened, whoever asks.
      try FileManager.default.createSymbolicLink(atPath: directory + "/loop", withDestinationPath: "loop")
      for pattern in ["/loop/*.log", "/loop/a.log", "/{good,loop}/a.log", "/*/*.log", "/*/a.log"] {
        let error = #expect(throws: ReadingError.self) { try paths(matching: directory + pattern) }
        #expect(error?.code == .openFailed, "\(pattern)")
        #expect(error?.source == directory + "/loop", "\(pattern)")
        #expect(error?.systemError == ELOOP)
        #expect(error?.description.contains("/loop\": this directory cannot be searched: ") == true)
      }
      var errors: [String] = []
      let found = try paths(matching: directory + "/*/*.log", onUnreadable: { errors.append($0.source) })
      #expect(found.map(\.string) == [directory + "/good/a.log", directory + "/other/a.log"])
      #expect(errors == [directory + "/loop"])
      struct Refusal: Error {}
      #expect(throws: Refusal.self) {
        try paths(matching: directory + "/*/*.log", onUnreadable: { _ in throw Refusal() })
      }
    }
  }

  @Test("A directory without permission is told as such, listed or not", .enabled(if: canGiveUpRights, "not root"))
  func denied() throws {
    try withFiles(["good/a.log", "closed/a.log", "unlisted/a.log"]) { directory throws in
      chmod(directory, 0o755)
      chmod(directory + "/closed", 0)
      chmod(directory + "/unlisted", 0o711)
      defer {
        chmod(directory + "/closed", 0o755)
        chmod(directory + "/unlisted", 0o755)
      }
      try withoutRights { () throws in
        for pattern in ["/closed/*.log", "/closed/a.log", "/{closed,good}/*", "/**/a.log"] {
          let error = #expect(throws: ReadingError.self) {
            try paths(matching: directory + pattern) {
              if $0.source != directory + "/unlisted" { throw $0 }
            }
          }
          #expect(error?.code == .permissionDenied, "\(pattern)")
          #expect(error?.source == directory + "/closed", "\(pattern)")
          #expect(error?.description.contains("permission denied to search this directory") == true)
        }
        #expect(try paths(matching: directory + "/unlisted/a.log").count == 1)
        #expect(try paths(matching: directory + "/unlisted/{a.log,*}", onUnreadable: { _ in }).count == 1)
      }
    }
  }

  private static var canGiveUpRights: Bool { geteuid() == 0 && setFileSystemUser != nil }

  private static let setFileSystemUser: (@convention(c) (uid_t) -> Int32)? = dlsym(nil, "setfsuid").map {
    unsafeBitCast($0, to: (@convention(c) (uid_t) -> Int32).self)
  }

  /// Calls `body` with the rights of nobody for files, on this thread only.
  private func withoutRights(_ body: () throws -> Void) rethrows {
    let nobody: uid_t = 65_534
    _ = Self.setFileSystemUser!(nobody)
    defer { _ = Self.setFileSystemUser!(0) }
    try body()
  }

  @Test("Thousands of files take time in proportion", .timeLimit(.minutes(10)))
  func many() throws {
    try withFiles((0..<5_000).map { "\($0 % 10)/\($0).log" }) { directory throws in
      #expect(try paths(matching: directory + "/**/*.log").count == 5_000)
      #expect(try paths(matching: directory + "/*/{*1,*2}.log").count == 1_000)
    }
  }
}
