import Decorators
import DecoratorsTesting
import Foundation
import Testing

@Suite struct RetryLimitTests {
  let clock = RecordingClock()
  let calls = Counter()

  @Test("R6: a wait that would reach the end of the limit is not begun")
  func aWaitPastTheEnd_isNotBegun() async {
    #expect(throws: TimeoutError.self) {
      try RetryPolicy.everySecond(100, within: .milliseconds(3_500), clock: clock).run { () throws in
        calls.increment()
        throw TimeoutError()
      }
    }
    #expect(clock.sleeps.count == 3)
    #expect(calls.value == 4)
    await #expect(throws: TimeoutError.self) {
      try await RetryPolicy.everySecond(100, within: .seconds(3), clock: clock).run { () async throws in
        calls.increment()
        throw TimeoutError()
      }
    }
    #expect(clock.sleeps.count == 5)
    #expect(calls.value == 7)
  }

  @Test("R6: the time that attempts take counts, the first included, and only the one in flight overruns")
  func attempts_countAgainstTheLimit() {
    #expect(throws: TimeoutError.self) {
      try RetryPolicy.everySecond(100, within: .seconds(10), clock: clock).run { () throws in
        calls.increment()
        clock.advance(by: .seconds(6))
        throw TimeoutError()
      }
    }
    #expect(calls.value == 2)
    #expect(clock.now.offset == .seconds(13))
  }

  @Test func aSuccessWithinTheLimit_isReturned() async throws {
    let value = try await RetryPolicy.everySecond(3, within: .seconds(5), clock: clock).run { () async throws in
      if calls.increment() < 3 { throw TimeoutError() }
      return "in time"
    }
    #expect(value == "in time")
    #expect(RetryPolicy.everySecond(3, within: .seconds(5), clock: clock).run { 1 } == 1)
  }

  @Test func aRefusedResult_isReturnedWhenTheLimitIsReached() {
    let last = withRetry(.everySecond(9, within: .seconds(2)), clock: clock, onResult: { _ in true }) { _ in
      calls.increment()
    }
    #expect(last == 2)
  }

  @Test("R8: limits and durations are read from a monotonic clock, and no source reads the wall clock")
  func noSource_readsTheWallClock() throws {
    let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    var read = 0
    for module in ["Decorators", "DecoratorPrimitives"] {
      let folder = package.appending(path: "Sources/\(module)")
      let files = try #require(FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil))
      for case let file as URL in files where file.pathExtension == "swift" {
        let source = try String(contentsOf: file, encoding: .utf8)
        read += 1
        for wallClock in ["CLOCK_REALTIME", "gettimeofday", "Date(", "time(nil)"] {
          #expect(!source.contains(wallClock), "\(file.lastPathComponent) reads the wall clock: \(wallClock)")
        }
      }
    }
    #expect(read > 40)
  }
}
