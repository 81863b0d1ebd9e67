import Foundation
import Testing

/// Settings in the wrong order are one error, which names the right one.
@Suite(.enabled(if: Compiler.isThere, "Skipped: there is no swiftc in PATH, or no plugin beside the tests."))
struct SettingOrderTests {
  /// The settings of the attributes, in the order of their declarations.
  private static let settings: [(attribute: String, settings: [(label: String, value: String)])] = [
    (
      "Timed",
      [
        ("named", #""load""#), ("to", "[.log()]"), ("clock", "ContinuousClock()"), ("allowing", #".attribute("A")"#),
      ]
    ),
    (
      "Retrying",
      [
        ("attempts", "3"), ("backoff", ".constant(.seconds(1))"), ("within", ".seconds(9)"),
        ("on", "TimeoutError.self"),
        ("when", "{ _ in .retry }"), ("onResult", "{ (id: Int) in id < 0 }"),
        ("serverDelays", ".capped(at: .seconds(9))"),
        ("keepingErrors", "3"), ("generator", "SystemRandomNumberGenerator()"), ("logger", "nil"),
        ("willRetry", "{ print($0) }"), ("didRecover", "{ _ in }"), ("didGiveUp", "{ _ in }"), ("named", #""load""#),
        ("clock", "ContinuousClock()"), ("allowing", ".memoizedInside"),
      ]
    ),
    (
      "Logged",
      [
        ("arguments", ".all"), ("level", ".info"), ("levels", "LogLevels()"), ("logger", "nil"), ("result", ".value"),
        ("errors", ".description"), ("duration", ".always"), ("valueLimit", "64"), ("callID", #"{ "1" }"#),
        ("named", #""load""#), ("clock", "ContinuousClock()"), ("allowing", #".attribute("A")"#),
      ]
    ),
    (
      "Memoized",
      [
        ("capacity", "8"), ("timeToLive", ".seconds(9)"), ("ignoring", #""id""#), ("key", "{ (id: Int) -> Int in id }"),
        ("abandoned", ".keep"), ("onEviction", "{ (id: Int, value: Int, cause: EvictionCause) in }"),
        ("named", #""load""#), ("clock", "ContinuousClock()"), ("allowing", #".attribute("A")"#),
      ]
    ),
    ("Memoized", [("in", "numbers"), ("ignoring", #""id""#), ("allowing", #".attribute("A")"#)]),
    ("Decorated", [("by", "policy"), ("named", #""load""#)]),
    ("Decorated", [("by", "policy"), ("allowing", #".attribute("A")"#)]),
    ("Decorated", [("concurrentlyBy", "policy"), ("named", #""load""#)]),
  ]

  /// The settings whose wrong order the compiler reports itself: a declaration that takes them would be as good as the
  /// attribute's own for `.none`, and for decorators it would hide what is wrong with them.
  private static let compilers: Set = [
    "when", "logger", "willRetry", "didRecover", "didGiveUp", "callID", "by", "concurrentlyBy",
  ]

  /// All labels of `@Retrying`, also those without a row here.
  private static let retryingLabels = """
    attempts:backoff:within:eachAttempt:on:when:onResult:idempotent:serverDelays:budget:keepingErrors:generator:logger:\
    metrics:willRetry:didRecover:didGiveUp:orThrow:named:clock:allowing:
    """

  @Test func anyTwoSettingsInTheWrongOrder_areOneErrorThatNamesTheRightOne() throws {
    var source = """
      import DecoratorMacros
      struct TimeoutError: Error {}
      let numbers = MemoCache<Int, Int>()
      let policy = RetryPolicy()

      """
    var expected: [[String]] = []
    for (attribute, settings) in Self.settings {
      for (index, late) in settings.enumerated() {
        for early in settings[..<index] {
          let (first, second) = ("\(early.label): \(early.value)", "\(late.label): \(late.value)")
          let line = 5 + expected.count
          source += "@\(attribute)(\(second), \(first)) func load\(line)(_ id: Int) async throws -> Int { id }\n"
          let isCompilers = Self.compilers.contains(early.label) || Self.compilers.contains(late.label)
          let labels = attribute == "Retrying" ? Self.retryingLabels : settings.map { $0.label + ":" }.joined()
          expected.append(
            isCompilers
              ? [
                "argument '\(early.label)' must precede argument '\(late.label)'",
                "incorrect argument labels in macro expansion (have '\(late.label):\(early.label):', expected '\(labels)')",
              ]
              : [
                "'@\(attribute)' takes '\(early.label):' before '\(late.label):': write '@\(attribute)(\(first), \(second))'"
              ]
          )
        }
      }
    }
    let found = try Compiler.messages(about: source, "-typecheck")
    for message in found {
      let wanted = expected.indices.contains(message.line - 5) ? expected[message.line - 5] : []
      #expect(wanted.contains(message.text), "\(message)")
    }
    #expect(Set(found.map(\.line)) == Set(expected.indices.map { $0 + 5 }))
    #expect(found.count == expected.count)
  }
}
