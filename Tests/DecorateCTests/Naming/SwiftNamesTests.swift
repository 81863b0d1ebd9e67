import Testing

@testable import DecorateC

@Suite("Swift names") struct SwiftNamesTests {
  @Test(
    "A name that starts in lower case",
    arguments: [
      ("sqlite3_prepare_v2", "sqlite3_", "prepareV2"), ("SQLITE_IOERR_READ", "SQLITE_", "ioerrRead"),
      ("deflateInit2_", "", "deflateInit2"), ("curl_url", "curl_", "url"), ("gzopen64", "", "gzopen64"),
      ("__fpurge", "", "fpurge"), ("XMLParse", "", "xmlparse"), ("Z_BEST_SPEED", "z_", "bestSpeed"),
      ("sqlite3_", "sqlite3_", "sqlite3"), ("pack_2d", "pack_", "_2d"), ("_", "", "value"),
    ]
  )
  func lower(name: String, prefix: String, expected: String) {
    #expect(SwiftNames.lower(name, dropping: prefix) == expected)
  }

  @Test(
    "A name that starts in upper case",
    arguments: [
      ("sqlite3_stmt", "sqlite3_", "Stmt"), ("CURLcode", "curl_", "CURLcode"), ("link_status", "link_", "Status"),
      ("z_stream_s", "", "ZStreamS"), ("api-v2.1", "", "ApiV21"), ("7zip", "", "Type7zip"), ("_", "", "Type"),
    ]
  )
  func upper(name: String, prefix: String, expected: String) {
    #expect(SwiftNames.upper(name, dropping: prefix) == expected)
  }

  @Test("A keyword stands in backticks", arguments: [("internal", "`internal`"), ("open", "open"), ("Type", "`Type`")])
  func escapes(name: String, expected: String) {
    #expect(SwiftNames.escaped(name) == expected)
  }

  @Test(
    "What four of five names start with, up to an underscore, is their prefix",
    arguments: [
      (["a_b_one", "a_b_two"], "a_b_"), (["a_one", "a_two", "a_three", "a_four", "b_five"], "a_"),
      (["a_one", "a_two", "a_three", "b_four"], ""), (["deflate", "inflate"], ""), (["a_one"], ""), ([], ""),
      (["_a_one", "_a_two"], "_a_"),
    ] as [([String], String)]
  )
  func prefix(names: [String], expected: String) {
    #expect(SwiftNames.commonPrefix(of: names) == expected)
  }

  @Test(
    "A name is of letters, digits and underscores, and starts with no digit",
    arguments: [
      ("a1_b", true), ("größe", true), ("_a", true), ("", false), ("_", false), ("1a", false), ("a b", false),
    ]
  )
  func identifiers(name: String, expected: Bool) {
    #expect(SwiftNames.isIdentifier(name) == expected)
  }
}
