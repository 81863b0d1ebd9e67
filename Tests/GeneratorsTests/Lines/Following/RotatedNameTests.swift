import Testing

@testable import Generators

@Suite("Names of rotated files")
struct RotatedNameTests {
  @Test(
    "Which log a name is of, and which number it has",
    arguments: [
      ("app.log.1", "app.log", 1, false), ("app.log.12.gz", "app.log", 12, true), ("app.log.gz", "app.log", nil, true),
      ("app.log-20260101", "app.log", nil, false), ("app.log-20260101.zst", "app.log", nil, true),
      ("app.log.2026-01-01", "app.log", nil, false), ("app-2026-01-01.log", "app.log", nil, false),
      ("app.2026-01-01T10:00:00Z.log.gz", "app.log", nil, true), ("0.log.20260101-120000", "0.log", nil, false),
      ("app.log.old", "app.log", nil, false), ("app.log.old.xz", "app.log", nil, true),
      ("syslog.1", "syslog", 1, false),
      ("app.log~1", "app.log", 1, false),
    ] as [(String, String, Int?, Bool)]
  )
  func rotated(name: String, base: String, index: Int?, isCompressed: Bool) throws {
    let rotated = try #require(RotatedName(name))
    #expect(rotated.base == base)
    #expect(rotated.index == index)
    #expect(rotated.isCompressed == isCompressed)
  }

  @Test(
    "Names of other files",
    arguments: [
      "app.log", "app.log.error", "app-error.log", "app-2.log", "app.2.log", "0.log", "1", ".log", "20260101", ".gz",
      "old",
      "app.log.", "é.log",
    ]
  )
  func others(name: String) { #expect(RotatedName(name) == nil) }

  @Test("A log whose own name ends like that of a rotated file")
  func known() {
    #expect(RotatedName("web-1.3", of: "web-1")?.index == 3)
    #expect(RotatedName("web-1.gz", of: "web-1")?.isCompressed == true)
    #expect(RotatedName("web-10", of: "web-1") == nil)
    #expect(RotatedName("web-1", of: "web-1") == nil)
    #expect(RotatedName("app-20260101.log", of: "app.log") != nil)
    #expect(RotatedName("app.log.1", of: "app") == nil)
  }
}
