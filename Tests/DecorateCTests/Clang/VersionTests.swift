internal import Foundation
import Testing

@testable import DecorateC

/// Each version of libclang that is installed here gives the same wrappers.
///
/// Every one is loaded by a process of its own.
@Suite("Versions of libclang", .needsLibclang) struct VersionTests {
  /// One library of each version.
  static let libraries: [String] = {
    var versions: Set<Substring> = []
    return Libclang.systemFolders.flatMap(Libclang.libraries(in:)).filter { library in
      guard let match = library.firstMatch(of: #/libclang-(\d+)/#), let version = Int(match.1) else { return false }
      return version >= 14 && versions.insert(match.1).inserted
    }
  }()

  private func generate(_ header: String, with library: String) throws -> SwiftTools.Result {
    try SwiftTools.run([
      "\(SwiftTools.buildFolder)/decorate-c", "generate", header, "--values", "--decorate", "timed,retrying",
      "--libclang", library,
    ])
  }

  private func compare(_ header: String, _ library: String) throws {
    let expected = try generate(header, with: #require(libclang).path)
    let result = try generate(header, with: library)
    #expect(result.status == 0)
    #expect(result.output == expected.output)
  }

  @Test(
    "Golden headers",
    .enabled(if: !libraries.isEmpty, "No version of libclang is installed beside that of the toolchain."),
    arguments: libraries
  )
  func goldenHeaders(library: String) throws {
    for name in GoldenTests.names { try compare("\(GoldenTests.folder)/\(name).h", library) }
  }

  @Test("curl/curl.h", .needs("curl/curl.h", of: "libcurl4-openssl-dev"), arguments: libraries)
  func curl(library: String) throws { try compare("curl/curl.h", library) }

  @Test("An enumeration without a name does not get that of the typedef behind it", arguments: libraries)
  func enumerations(library: String) throws {
    let folder = try TemporaryFolder()
    let header = try folder.write(
      "enum { FREE = 4 };\ntypedef enum { KIND_OK, KIND_BAD } kind;\nkind kind_of(int number);\n",
      to: "api.h"
    )
    try compare(header, library)
    #expect(try generate(header, with: library).output.contains("KIND_BAD"))
  }

  @Test("A library without clang's own headers takes those of another version", arguments: libraries.prefix(1))
  func withoutHeaders(library: String) throws {
    let folder = try TemporaryFolder()
    let alone = "\(folder.path)/libclang.so"
    try FileManager.default.copyItem(
      atPath: URL(fileURLWithPath: library).resolvingSymlinksInPath().path,
      toPath: alone
    )
    let header = try folder.write("#include <stddef.h>\n#include <stdarg.h>\nsize_t count(void);\n", to: "api.h")
    try compare(header, alone)
  }
}
