import ExampleTesting
import Foundation
import Generators
import Testing

@testable import LogErrorCounter

@Suite struct StoppableSourceTests {
  @Test("S3: a signal ends the reading of a file within a block, and what was read counts", arguments: [false, true])
  func file(isCompressed: Bool) async throws {
    let folder = try TemporaryFolder()
    let kept = try Data(contentsOf: URL(filePath: Counter.keptLog))
    let member = isCompressed ? try await gzip(kept) : kept
    var log = Data()
    for _ in 0..<400 { log.append(member) }
    let path = try folder.file("app.log", log)
    let size = 400 * kept.count
    let stopRequest = StopRequest()
    var last = LineTotals()
    let read = {
      try withInputLines(of: ArgumentText(argument: path), until: stopRequest) { lines in
        for totals in lines.counted(matching: "ERROR", every: 415) {
          last = totals
          stopRequest.make()
        }
      }
    }
    // Compressed data that the request cuts short is called truncated here; Reading knows better.
    if isCompressed { #expect(throws: ReadingError.self) { try read() } } else { try read() }
    #expect(last.bytes < size / 2)
    #expect(!last.lines.isMultiple(of: 415), "The batch that was begun counts as far as it went.")
  }

  @Test func errorInMidReading_namesThePath() async throws {
    let ending = try await Counter.run(["--json", "/proc/self/mem"])
    #expect(ending.error == "log-error-counter: Cannot read \"/proc/self/mem\": Input/output error.\n")
    #expect(ending.code == 1)
  }
}
