import Decorators
import DecoratorsTesting
import Testing

@Suite struct ShownValuesTests {
  struct Refused: Error, CustomStringConvertible {
    var description: String { "no such user: 42" }
  }
  struct SecretRefusal: Error, Sensitive {
    var password = "s3cret"
  }

  private let recorder = LogRecorder()
  private var results: [Logger.MetadataValue] { recorder.entries.compactMap { $0.metadata["result"] } }

  private func log(_ value: Any, limit: Int = 256) {
    let policy = LoggingPolicy(logger: recorder.logger, result: .value, valueLimit: limit)
    _ = withLogging(policy) { value }
  }

  @Test func aResultIsShownOnlyIfAskedFor() {
    _ = withLogging(LoggingPolicy(logger: recorder.logger)) { "s3cret" }
    #expect(results.isEmpty)
    log("plain")
    #expect(results == ["plain"])
  }

  @Test func longValuesAreCut() {
    log("abcdef", limit: 3)
    log("abc", limit: 3)
    log("äöü", limit: 3)
    log("👩‍👩‍👧‍👦👩‍👩‍👧‍👦", limit: 1)
    log([1, 2, 3], limit: 4)
    #expect(results == ["abc…", "abc", "äöü", "👩‍👩‍👧‍👦…", "[1, …"])
  }

  @Test func theDefaultLimitIs256Characters() {
    log(String(repeating: "x", count: 256))
    log(String(repeating: "x", count: 257))
    #expect(results.map { "\($0)".count } == [256, 257])
    #expect(results.last.map { "\($0)".hasSuffix("x…") } == true)
  }

  @Test func aLimitOfZeroStops() async {
    await #expect(processExitsWith: .failure) { _ = LoggingPolicy(valueLimit: 0) }
  }

  @Test func anErrorsDescriptionIsShownIfAskedFor() {
    let policy = LoggingPolicy(logger: recorder.logger, errors: .description, valueLimit: 7)
    try? withLogging(policy) { () throws in throw Refused() }
    try? withLogging(policy) { () throws in throw SecretRefusal() }
    let descriptions = recorder.entries.compactMap { $0.metadata["error.description"] }
    #expect(descriptions == ["no such…", "<redacted>"])
  }
}
