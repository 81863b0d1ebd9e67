import DecoratorsTesting
import Foundation
import Generators
import Glibc
import Testing

@Suite("Stale followed files", .timeLimit(.minutes(10)))
struct StaleFilesTests {
  @Test("S4: a stale file that lies at its path still is opened anew and read on, its torn line whole (S5)")
  func stale() async throws {
    let system = StaleFiles()
    try await withFollower(of: "one\n\nto", calls: system.calls) { log, follower in
      system.makeStale()
      try log.append("rn\nfour\nfi")
      await follower.pass()
      #expect(follower.lines == ["one", "", "torn", "four"])
      system.makeStale()
      try log.append("ve\n")
      await follower.pass()
      #expect(follower.lines == ["one", "", "torn", "four", "five"])
      #expect(follower.taken.values.map(\.number) == Array(1...5))
      #expect(follower.taken.values.map(\.offset) == [0, 4, 5, 10, 15])
      #expect(openDescriptors(of: log.file()) == 1)
    }
  }

  @Test("S4: a stale file that was truncated has ended, and is read from its start")
  func staleAndTruncated() async throws {
    let system = StaleFiles()
    try await withFollower(of: "one\ntwo\nto", calls: system.calls) { log, follower in
      system.makeStale()
      try log.truncate()
      try log.append("a\n")
      await follower.pass()
      #expect(follower.lines == ["one", "two", "to", "a"])
    }
  }

  @Test("S4: of a stale file that was renamed the rest is read, and after the grace the new one")
  func staleAndRenamed() async throws {
    let system = StaleFiles()
    try await withFollower(of: "one\ntw", calls: system.calls) { log, follower in
      system.makeStale()
      try log.append("o\n")
      try log.rename(to: "app.log.1")
      try log.write("new\n")
      await follower.pass()
      #expect(follower.lines == ["one", "two"])
      try log.append("three\n", to: "app.log.1")
      await follower.pass(followingGrace)
      #expect(follower.lines == ["one", "two", "three", "new"])
      #expect(follower.taken.values.map(\.number) == [1, 2, 3, 1])
    }
  }

  @Test("S4: a stale file that is gone is waited for, and has ended with its torn line when another one comes")
  func staleAndGone() async throws {
    let system = StaleFiles()
    try await withFollower(of: "one\nto", calls: system.calls) { log, follower in
      system.makeStale()
      try log.delete()
      await follower.pass()
      await follower.pass(.seconds(60))
      #expect(follower.lines == ["one"])
      system.makePathStale()
      try log.write("new\n")
      await follower.pass()
      #expect(follower.lines == ["one"])
      system.makePathStale(false)
      await follower.pass()
      #expect(follower.lines == ["one", "to", "new"])
    }
  }

  @Test(
    "S4: where every file is stale nothing is read, and one is opened for each look; long lines are numbered on (G7)"
  )
  func staleForever() async throws {
    let system = StaleFiles()
    try await withFollower(of: "abcdefgh", longLines: .truncate(over: 4), calls: system.calls) { log, follower in
      #expect(follower.lines == ["abcd"])
      system.makeEveryFileStale(from: 0)
      try log.append("ijkl\nx\n")
      let opened = system.opened
      for round in 1...3 {
        await follower.pass()
        #expect(system.opened == opened + round)
      }
      system.makeEveryFileStale(from: nil)
      await follower.pass()
      #expect(follower.lines == ["abcd", "x"])
      #expect(follower.taken.values.map(\.number) == [1, 2])
    }
  }

  @Test("A position is kept while its file is stale from the beginning")
  func staleAtFirst() async throws {
    try await withFollower(of: "one\ntwo\n") { log, follower in
      for isPath in [true, false] {
        let system = StaleFiles()
        if isPath { system.makePathStale() } else { system.makeEveryFileStale(from: 0) }
        let second = follow(log, from: .position(follower.taken.values[0].nextPosition), calls: system.calls)
        await second.pass()
        #expect(second.lines == [])
        system.makePathStale(false)
        system.makeEveryFileStale(from: nil)
        await second.pass()
        #expect(second.taken.values == [follower.taken.values[1]])
        #expect(await second.cancel() is CancellationError)
      }
    }
  }
}
