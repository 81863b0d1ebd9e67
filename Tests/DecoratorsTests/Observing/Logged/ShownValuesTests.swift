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
  private var results: [Logger.MetadataValue] { recorder.entries.compactMap { $0.metadata["call.result"] } }

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

  @Test func longValuesAreCut_atALimitOfBytes() {
    log("abcdef", limit: 3)
    log("abc", limit: 3)
    log("äöü", limit: 4)
    log([1, 2, 3], limit: 4)
    log(["long": "value"], limit: 9)
    #expect(results == ["abc…", "abc", "äö…", "[1, …", #"["long": …"#])
  }

  @Test func aCharacterOfManyScalars_isCut() {
    let character = String(String.UnicodeScalarView("e".unicodeScalars) + Array(repeating: "\u{301}", count: 1_000_000))
    #expect(character.count == 1)
    log(character)
    #expect(results.map { "\($0)".utf8.count } == [255 + 3])
  }

  /// An element that notes when it is described.
  struct Noting: CustomDebugStringConvertible {
    let described: Counter
    var debugDescription: String {
      described.increment()
      return "note"
    }
  }

  @Test func partsBeyondTheLimit_areNotDescribed() {
    let described = Counter()
    let parts = Array(repeating: Noting(described: described), count: 1_000)
    let dictionary = Dictionary(uniqueKeysWithValues: parts.indices.map { ($0, parts[$0]) })
    for value in [parts, parts[...], ContiguousArray(parts), Optional(parts) as Any, (1, parts), dictionary] as [Any] {
      log(value, limit: 30)
    }
    #expect(described.value < 40)
  }

  @Test("L11: a result, an error's description, a name and an identifier forge no line, and neither do arguments")
  func controlCharacters() {
    let forged = "x\n2031-01-01T00:00:00Z info audit\u{2028}\u{85}\u{1B}[2J"
    struct Forged: Error, CustomStringConvertible { let description: String }
    let policy = LoggingPolicy(
      logger: recorder.logger,
      arguments: .all,
      result: .value,
      errors: .description,
      callID: { forged }
    )
    _ = withLogging(policy, named: forged, arguments: ["a": forged, "b": [forged]]) { forged }
    try? withLogging(policy) { () throws in throw Forged(description: forged) }
    TimingPolicy(named: forged, to: [.log(logger: recorder.logger)]).run {}
    try? RetryPolicy(attempts: 1, logger: recorder.logger).run(named: forged) { () throws in
      throw Forged(description: "")
    }
    #expect(recorder.entries.count == 6)
    for entry in recorder.entries {
      let texts = [String(describing: entry.message)] + entry.metadata.values.flatMap(Self.texts)
      for text in texts {
        #expect(!text.unicodeScalars.contains { ["\n", "\u{2028}", "\u{85}", "\u{1B}"].contains($0) })
      }
    }
    #expect(results == [#"x\n2031-01-01T00:00:00Z info audit\u{2028}\u{0085}\u{1B}[2J"#])
  }

  private static func texts(_ value: Logger.MetadataValue) -> [String] {
    switch value {
    case .dictionary(let parts): parts.values.flatMap(texts)
    case .array(let parts): parts.flatMap(texts)
    default: ["\(value)"]
    }
  }

  struct Pair {
    var first: Any
    var second: [String]
  }
  enum Choice { case none, one(Int), two(a: Int, String) }
  final class Thing {}

  @Test func values_readAsSwiftPrintsThem() {
    let values: [Any] = [
      1, 1.5, true, "a \"quoted\" text", Character("é"), Duration.seconds(1), (), (1, b: "x"), 1..<3,
      [Any](), [1: [2]], [String: Int](), Set([1]), Optional(1) as Any, Optional(Optional("x")) as Any,
      Int?.none as Any,
      Pair(first: (1, "x"), second: ["\\", "\""]), [Pair(first: 1.0, second: [])],
      Choice.none, Choice.one(1), Choice.two(a: 1, "x"), [Choice.none, .one(1), .two(a: 1, "x")],
      Thing(), [Thing()], Int.self, [Int.self] as [Any], Result<Int, any Error>.success(1), Substring("sub"),
      [Substring("sub")],
      StatusError(status: 1),
    ]
    for value in values { log(value, limit: 1_000) }
    #expect(results.map { "\($0)" } == values.map { String(describing: $0) })
  }

  @Test("L5: the names of types inside values are the same in every run")
  func addressesInValues() {
    struct Local { var part: Any = 1 }
    final class Object {}
    log([Local(part: [Local()])])
    log(Object())
    #expect(results.allSatisfy { !"\($0)".contains("$") })
    #expect(results.first.map { "\($0)".hasSuffix("Local(part: 1)])]") } == true)
  }

  @Test func theDefaultLimitIs256Bytes() {
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
    let descriptions = recorder.entries.compactMap { $0.metadata["call.error.description"] }
    #expect(descriptions == ["no such…", "<redacted>"])
  }
}
