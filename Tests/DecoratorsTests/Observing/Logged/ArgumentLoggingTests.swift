import Decorators
import DecoratorsTesting
import Testing

@Suite struct ArgumentLoggingTests {
  private let recorder = LogRecorder()

  private func shown(_ arguments: ArgumentLogging) -> Logger.MetadataValue? {
    let recorder = LogRecorder()
    withLogging(
      LoggingPolicy(logger: recorder.logger, arguments: arguments),
      arguments: ["a": 1, "b": "two", "c": [3]]
    ) {}
    return recorder.entries.first?.metadata["call.arguments"]
  }

  @Test func noneIsTheDefault() {
    withLogging(LoggingPolicy(logger: recorder.logger), arguments: ["a": 1]) {}
    #expect(recorder.entries.allSatisfy { $0.metadata["call.arguments"] == nil })
  }

  @Test func all() { #expect(shown(.all) == ["a": "1", "b": "two", "c": "[3]"]) }

  @Test func none() { #expect(shown(.none) == nil) }

  @Test func only() { #expect(shown(.only("a", "c")) == ["a": "1", "c": "[3]"]) }

  @Test func except() { #expect(shown(.except("a", "c")) == ["b": "two"]) }

  @Test func redacting() {
    #expect(shown(.all(redacting: "b", "c")) == ["a": "1", "b": "<redacted>", "c": "<redacted>"])
  }

  @Test("L5: a name to hide that no argument of a call run at once has hides them all")
  func aSlipInANameToHide() {
    let allRedacted: Logger.MetadataValue = ["a": "<redacted>", "b": "<redacted>", "c": "<redacted>"]
    #expect(shown(.all(redacting: "bb")) == allRedacted)
    #expect(shown(.all(redacting: "b", "0")) == allRedacted)
    #expect(shown(.except("bb")) == allRedacted)
    #expect(shown(.except("a", "bb")) == ["b": "<redacted>", "c": "<redacted>"])
    #expect(shown(.only("a", "bb")) == ["a": "1"])
  }

  @Test("L5: a name that is there twice hides all arguments of a call run at once")
  func aNameThatIsThereTwice() {
    withLogging(LoggingPolicy(logger: recorder.logger, arguments: .only("a")), arguments: ["a": 1, "a": 2, "b": 3]) {}
    #expect(recorder.entries.first?.metadata["call.arguments"] == ["a": "<redacted>"])
  }

  @Test func argumentsAreShownOnceInTheFirstRecord() {
    withLogging(LoggingPolicy(logger: recorder.logger, arguments: .all), arguments: ["a": 1]) {}
    #expect(recorder.entries.map { $0.metadata["call.arguments"] != nil } == [true, false])
  }
}
