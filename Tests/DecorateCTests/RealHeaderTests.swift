import Testing

@testable import DecorateC

/// The headers of libraries as this system has them.
@Suite("Real headers") struct RealHeaderTests {
  private func check(_ name: String, module: String, atLeast count: Int) throws {
    let header = try Header(named: name, clang: #require(libclang))
    let scan = try Scan([header], options: Scan.Options(module: module))
    #expect(scan.wrappers.count >= count)
    let text = scan.swiftFile(decorations: Decorations([.timed, .retrying], areAttributes: false))
    let complaints = try SwiftTools.complaints(about: text, module: module, header: "#include <\(name)>\n")
    #expect(complaints == [])
    #expect(try SwiftTools.formatted(text) == text)
  }

  @Test("zlib.h", .needs("zlib.h", of: "zlib1g-dev"))
  func zlib() throws { try check("zlib.h", module: "CZlib", atLeast: 55) }

  @Test("sqlite3.h", .needs("sqlite3.h", of: "libsqlite3-dev"))
  func sqlite() throws { try check("sqlite3.h", module: "CSQLite", atLeast: 150) }

  @Test("curl/curl.h", .needs("curl/curl.h", of: "libcurl4-openssl-dev"))
  func curl() throws { try check("curl/curl.h", module: "CCurl", atLeast: 60) }

  #if canImport(Glibc)
    @Test(
      "Files and sockets of the C library",
      .needs("stdio.h", of: "libc6-dev"),
      arguments: ["sys/socket.h", "fcntl.h", "unistd.h", "stdio.h", "string.h"]
    )
    func cLibrary(name: String) throws { try check(name, module: "Glibc", atLeast: 4) }
  #endif
}
