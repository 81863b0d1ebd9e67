import Foundation
import Generators
import SystemPackage
import Testing

@Suite("Listings of directories")
struct DirectoryListingsTests {
  private func names(_ log: LogDirectory, _ listings: DirectoryListings, _ starts: String...) -> [String] {
    var names: [String] = []
    listings.forEach(of: FilePath(log.path), beginningWith: starts.map { Array($0.utf8) }) { name, _ in
      names.append(name.string)
    }
    return names.sorted()
  }

  /// Gives the directory the time of a change that was long ago, in whole seconds or not.
  private func settle(_ log: LogDirectory, at seconds: Double) throws {
    let time = Date(timeIntervalSince1970: seconds)
    try FileManager.default.setAttributes([.modificationDate: time], ofItemAtPath: log.path)
  }

  @Test("The names that begin with a text, each once, from a directory that was just changed and from one that was not")
  func beginnings() throws {
    let log = try LogDirectory()
    defer { log.remove() }
    for name in ["a", "app.log", "app.log.1", "app2.log", "b", ".hidden"] { try log.write("", to: name) }
    for isSettled in [false, true] {
      if isSettled { try settle(log, at: 1_700_000_000.5) }
      let listings = DirectoryListings()
      for _ in 1...2 {
        #expect(names(log, listings, "app") == ["app.log", "app.log.1", "app2.log"])
        #expect(names(log, listings, "app.log", "app", "b", "app.log") == ["app.log", "app.log.1", "app2.log", "b"])
        #expect(names(log, listings, "") == [".hidden", "a", "app.log", "app.log.1", "app2.log", "b"])
        #expect(names(log, listings, "c").isEmpty && names(log, listings).isEmpty)
      }
    }
  }

  @Test("A directory is listed once while nothing in it changes", arguments: [1_700_000_000, 1_700_000_000.25])
  func settled(_ time: Double) throws {
    let log = try LogDirectory()
    defer { log.remove() }
    try log.write("", to: "a")
    try settle(log, at: time)
    let listings = DirectoryListings()
    for _ in 1...100 { #expect(names(log, listings, "a") == ["a"]) }
    #expect(listings.count == 1)
    try log.write("", to: "ab")
    for _ in 1...3 { #expect(names(log, listings, "a") == ["a", "ab"]) }
    #expect(listings.count > 1)
    try FileManager.default.removeItem(atPath: log.path + "/a")
    #expect(names(log, listings, "a") == ["ab"])
  }

  @Test("A change within the tick of the clock in which a directory was listed is seen")
  func changedAtOnce() throws {
    let log = try LogDirectory()
    defer { log.remove() }
    let listings = DirectoryListings()
    for count in 1...50 {
      try log.write("", to: "a\(count)")
      #expect(names(log, listings, "a").count == count)
    }
  }

  @Test("Only some directories are remembered, and one that is not there has no entries")
  func many() throws {
    let listings = DirectoryListings()
    let logs = try (0..<40).map { _ in try LogDirectory() }
    defer { for log in logs { log.remove() } }
    for log in logs {
      try log.write("", to: "a")
      try settle(log, at: 1_700_000_000.5)
    }
    for _ in 1...2 {
      for log in logs { #expect(names(log, listings, "") == ["a"]) }
    }
    #expect(listings.count == 80)
    for _ in 1...10 { _ = names(logs[39], listings, "") }
    #expect(listings.count == 80)
    logs[39].remove()
    #expect(names(logs[39], listings, "").isEmpty)
  }
}
