import Foundation
import Testing

@testable import DecoratorListing

/// The tool on a package on disk, in a folder with spaces and quotes in its path.
@Suite final class ListingToolTests {
  private let folder = FileManager.default.temporaryDirectory
    .appending(path: "list decorated's \"package\" \(UUID().uuidString)", directoryHint: .isDirectory)

  init() throws {
    try write("Sources/App/B.swift", "@Timed func b() {}\nlet c = retrying { 1 }\n")
    try write("Sources/App/A.swift", "@Logged func a() {}\n")
    try write("Sources/Base/Z.swift", "@Memoized func z() -> Int { 1 }\n")
    try write("Tests/AppTests/T.swift", "@Timed func t() {}\n")
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  private func write(_ path: String, _ text: String) throws {
    let file = folder.appending(path: path)
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
  }

  /// The tool with the targets in no order, as the plugin may send them.
  private func run(_ arguments: String...) -> ListingTool.Result {
    func files(_ names: String...) -> [String] { names.map { folder.appending(path: $0).path(percentEncoded: false) } }
    let request = ListingRequest(
      package: folder.path(percentEncoded: false),
      workingDirectory: folder.path(percentEncoded: false),
      targets: [
        .init(name: "Base", isTest: false, files: files("Sources/Base/Z.swift")),
        .init(name: "AppTests", isTest: true, files: files("Tests/AppTests/T.swift")),
        .init(name: "App", isTest: false, files: files("Sources/App/B.swift", "Sources/App/A.swift")),
      ]
    )
    return ListingTool(request).run(arguments)
  }

  @Test func functions_areInTheOrderOfTargetsFilesAndLines() throws {
    let result = run("--format", "json")
    #expect(result.status == 0 && result.errors.isEmpty)
    let listing = try JSONDecoder().decode(DecoratedListing.self, from: Data(result.output.utf8))
    #expect(listing.functions.map(\.name) == ["a()", "b()", "c", "z()"])
    #expect(listing.functions.map(\.file).first == "Sources/App/A.swift")
    #expect(result == run("--format", "json"))
  }

  @Test func target_selectsAlsoATestTarget() {
    #expect(run("--target", "AppTests").output.hasPrefix("t()\n  Tests/AppTests/T.swift:1:13, target AppTests\n"))
    #expect(run("--target", "Base", "--target", "AppTests").output.contains("z()\n"))
  }

  @Test(arguments: [
    ("Ap", "no target 'Ap' uses the decorators: did you mean 'App'?"),
    (
      "Unrelated",
      "no target 'Unrelated' uses the decorators: the targets that use this package are App, AppTests, Base"
    ),
  ])
  func unknownTarget_isReported(_ name: String, _ sentence: String) {
    #expect(run("--target", name) == ListingTool.Result(errors: [sentence], status: 64))
  }

  @Test func unknownOption_isReported() {
    let result = run("--frmat", "json")
    #expect(result.errors == ["unknown option '--frmat': did you mean '--format'?"] && result.status == 64)
  }

  @Test func committedTable_isChecked() throws {
    try write("Docs/Decorated functions.md", run("--format", "markdown").output)
    #expect(run("--check", "Docs/Decorated functions.md") == ListingTool.Result())
    try write("Sources/App/A.swift", "\n\n@Logged func a() {}\n")
    #expect(run("--check", "Docs/Decorated functions.md") == ListingTool.Result())
    try write("Sources/App/A.swift", "@Logged(level: .info) func a() {}\n")
    let result = run("--check", "Docs/Decorated functions.md")
    #expect(result.status == 1 && result.output.isEmpty)
    let sentence = try #require(result.errors.first)
    #expect(
      sentence.hasPrefix("'Docs/Decorated functions.md' has drifted at line 9: the file has '…/A.swift` | `@Logged`")
    )
    #expect(sentence.contains("level: .info"))
    #expect(
      sentence.hasSuffix(
        "write it with 'swift package list-decorated --format markdown > \"Docs/Decorated functions.md\"'"
      )
    )
  }

  @Test func folderInPlaceOfTheFile_isNamed_withoutAWayToWriteIt() {
    let result = run("--check", "Sources")
    #expect(result.status == 1 && result.errors == ["cannot read 'Sources': it is a folder"])
  }

  @Test func otherFormats_canBeCheckedToo() throws {
    try write("list.json", run("--format", "json").output)
    #expect(run("--check", "list.json", "--format", "json").status == 0)
    #expect(run("--check", "list.json").status == 1)
  }

  @Test func missingCommittedFile_isReported() {
    let result = run("--check", "None.md")
    #expect(result.status == 1)
    #expect(
      result.errors == [
        """
        cannot read 'None.md': no such file or directory: write it with \
        'swift package list-decorated --format markdown > None.md'
        """
      ]
    )
  }

  @Test func syntaxErrors_areReported_andTheRestIsListed() throws {
    try write("Sources/App/B.swift", "@Timed func b() {}\nfunc broken( {\n@Timed func d() {}\n")
    let result = run()
    #expect(result.status == 1)
    #expect(result.output.contains("b()\n  Sources/App/B.swift:1:13") && result.output.contains("z()\n"))
    #expect(!result.errors.isEmpty && result.errors.allSatisfy { $0.hasPrefix("Sources/App/B.swift:") })
  }

  @Test func unreadableFiles_areReported_andTheRestIsListed() throws {
    try FileManager.default.removeItem(at: folder.appending(path: "Sources/App/A.swift"))
    try Data([0x40, 0xFF, 0xFE]).write(to: folder.appending(path: "Sources/App/B.swift"))
    let result = run()
    #expect(
      result.errors == [
        "cannot read 'Sources/App/A.swift': no such file or directory",
        "cannot read 'Sources/App/B.swift': it is not UTF-8",
      ]
    )
    #expect(result.status == 1 && result.output.hasPrefix("z()\n"))
  }
}
