/// A setting of an attribute or a combinator, which is a parameter of its declarations.
package struct DeclaredSetting: Equatable {
  package let label: String
  /// The default value as source. Nil if the declarations have none: the setting is required or variadic.
  package let defaultValue: String?

  init(_ label: String, _ defaultValue: String? = nil) {
    self.label = label
    self.defaultValue = defaultValue
  }
}

/// What the declarations of the attributes and the combinators say. A test compares all of it with their source.
extension DecoratorKind {
  /// The settings of the attribute, in the order of its declarations.
  package var attributeSettings: [DeclaredSetting] {
    switch self {
    case .timed:
      [
        .init("named", "nil"),
        .init("to", "[.metric(), .log()]"),
        .init("clock", "ContinuousClock()"),
        .init("allowing"),
      ]
    case .retrying:
      [
        .init("attempts", "nil"),
        .init("backoff", ".exponential(from: .milliseconds(100))"),
        .init("within", "nil"),
        .init("eachAttempt", "nil"),
        .init("on"),
        .init("when", "nil"),
        .init("onResult", "Optional<Never>.none"),
        .init("idempotent", "true"),
        .init("serverDelays", ".accepted(upTo: .seconds(60))"),
        .init("budget", "nil"),
        .init("keepingErrors", "10"),
        .init("generator", "SystemRandomNumberGenerator()"),
        .init("logger", "nil"),
        .init("metrics", "nil"),
        .init("willRetry", "nil"),
        .init("didRecover", "nil"),
        .init("didGiveUp", "nil"),
        .init("orThrow", "nil"),
        .init("named", "nil"),
        .init("clock", "ContinuousClock()"),
        .init("allowing"),
      ]
    case .logged:
      [
        .init("arguments", ".none"),
        .init("level", ".debug"),
        .init("levels", "LogLevels()"),
        .init("logger", "nil"),
        .init("result", ".none"),
        .init("errors", ".type"),
        .init("duration", ".whenLogged"),
        .init("valueLimit", "256"),
        .init("callID", "nil"),
        .init("named", "nil"),
        .init("clock", "ContinuousClock()"),
        .init("allowing"),
      ]
    case .memoized:
      [
        .init("in"),
        .init("capacity", "128"),
        .init("timeToLive", "nil"),
        .init("ignoring"),
        .init("key", "Optional<Never>.none"),
        .init("abandoned", ".cancel"),
        .init("onEviction", "Optional<Never>.none"),
        .init("named", "nil"),
        .init("clock", "ContinuousClock()"),
        .init("allowing"),
      ]
    case .decorated:
      [
        .init("by"), .init("concurrentlyBy"), .init("orThrow", "nil"), .init("named", "nil"),
        .init("allowing"),
      ]
    case .timeLimited:
      [
        .init("within"),
        .init("eachAttempt"),
        .init("lateResults", ".returned"),
        .init("propagating", "false"),
        .init("metrics", "nil"),
        .init("didOverrun", "nil"),
        .init("orThrow", "nil"),
        .init("named", "nil"),
        .init("clock", "ContinuousClock()"),
        .init("allowing"),
      ]
    case .circuitBroken:
      [
        .init("by"),
        .init("onResult", "Optional<Never>.none"),
        .init("orThrow", "nil"),
        .init("named", "nil"),
        .init("allowing"),
      ]
    case .bulkheaded:
      [
        .init("by"), .init("cost", "1"), .init("orThrow", "nil"), .init("named", "nil"),
        .init("allowing"),
      ]
    case .rateLimited:
      [
        .init("by"),
        .init("cost", "1"),
        .init("waitingAtMost", "nil"),
        .init("hints", ".ignored"),
        .init("logger", "nil"),
        .init("orThrow", "nil"),
        .init("named", "nil"),
        .init("allowing"),
      ]
    case .hedged:
      [
        .init("after"),
        .init("attempts", "2"),
        .init("on"),
        .init("when", "nil"),
        .init("budget", "nil"),
        .init("logger", "nil"),
        .init("didStart", "nil"),
        .init("didEnd", "nil"),
        .init("loserDidOverrun", "nil"),
        .init("discarding", "nil"),
        .init("named", "nil"),
        .init("clock", "ContinuousClock()"),
        .init("allowing"),
      ]
    case .coalesced:
      [
        .init("in"),
        .init("ignoring"),
        .init("key", "Optional<Never>.none"),
        .init("abandoned", ".cancel"),
        .init("named", "nil"),
        .init("allowing"),
      ]
    case .fallingBack:
      [
        .init("on"),
        .init("when", "nil"),
        .init("to"),
        .init("logger", "nil"),
        .init("didFallBack", "nil"),
        .init("named", "nil"),
        .init("clock", "ContinuousClock()"),
        .init("allowing"),
      ]
    case .counted:
      [.init("named", "nil"), .init("label", #""function_calls""#), .init("allowing")]
    case .traced:
      [
        .init("named", "nil"),
        .init("kind", ".internal"),
        .init("recording", ".none"),
        .init("errors", ".type"),
        .init("valueLimit", "256"),
        .init("allowing"),
      ]
    }
  }

  /// The settings of the combinator and of the decorator that is made in place, in the order of their declarations.
  package var combinatorSettings: [DeclaredSetting] {
    switch self {
    case .timed:
      [.init("named"), .init("to", "TimingSink.standard"), .init("clock", "ContinuousClock()")]
    case .retrying:
      [
        .init("attempts", "nil"),
        .init("backoff", ".exponential(from: .milliseconds(100))"),
        .init("within", "nil"),
        .init("eachAttempt"),
        .init("on"),
        .init("when", "nil"),
        .init("idempotent", "true"),
        .init("serverDelays", ".accepted(upTo: .seconds(60))"),
        .init("budget", "nil"),
        .init("keepingErrors", "10"),
        .init("generator", "SystemRandomNumberGenerator()"),
        .init("logger", "nil"),
        .init("metrics", "nil"),
        .init("willRetry", "nil"),
        .init("didRecover", "nil"),
        .init("didGiveUp", "nil"),
        .init("named", "nil"),
        .init("clock", "ContinuousClock()"),
        .init("onResult", "nil"),
      ]
    case .logged:
      [
        .init("logger", "nil"),
        .init("levels", "LogLevels()"),
        .init("arguments", ".none"),
        .init("result", ".none"),
        .init("errors", ".type"),
        .init("duration", ".whenLogged"),
        .init("valueLimit", "256"),
        .init("callID", "nil"),
        .init("named", "nil"),
        .init("argumentNames", "[]"),
        .init("clock", "ContinuousClock()"),
      ]
    case .memoized:
      [
        .init("in"),
        .init("capacity", "128"),
        .init("key"),
        .init("timeToLive", "nil"),
        .init("named", "nil"),
        .init("clock", "ContinuousClock()"),
        .init("abandoned", ".cancel"),
        .init("onEviction", "nil"),
      ]
    case .decorated:
      [.init("by"), .init("orThrow"), .init("named", "nil"), .init("onResult")]
    case .timeLimited:
      [
        .init("within"),
        .init("eachAttempt"),
        .init("lateResults", ".returned"),
        .init("propagating", "false"),
        .init("metrics", "nil"),
        .init("didOverrun", "nil"),
        .init("named", "nil"),
        .init("clock", "ContinuousClock()"),
      ]
    case .circuitBroken:
      [.init("by"), .init("named", "nil"), .init("onResult")]
    case .bulkheaded:
      [.init("by"), .init("cost", "1"), .init("named", "nil")]
    case .rateLimited:
      [
        .init("by"),
        .init("cost", "1"),
        .init("waitingAtMost", "nil"),
        .init("hints", ".ignored"),
        .init("logger", "nil"),
        .init("metricsFactory", "nil"),
        .init("named", "nil"),
      ]
    case .hedged:
      [
        .init("after"),
        .init("attempts", "2"),
        .init("on"),
        .init("when", "nil"),
        .init("budget", "nil"),
        .init("logger", "nil"),
        .init("didStart", "nil"),
        .init("didEnd", "nil"),
        .init("loserDidOverrun", "nil"),
        .init("discarding", "nil"),
        .init("metricsFactory", "nil"),
        .init("named", "nil"),
        .init("clock", "ContinuousClock()"),
      ]
    case .coalesced:
      [.init("by"), .init("key"), .init("named", "nil"), .init("abandoned", ".cancel")]
    case .fallingBack:
      [
        .init("on"),
        .init("when", "nil"),
        .init("logger", "nil"),
        .init("didFallBack", "nil"),
        .init("named", "nil"),
        .init("metricsFactory", "nil"),
        .init("clock", "ContinuousClock()"),
        .init("to"),
      ]
    case .counted:
      [.init("named"), .init("label", #""function_calls""#), .init("metricsFactory", "nil")]
    case .traced:
      [
        .init("named", "nil"),
        .init("kind", ".internal"),
        .init("recording", ".none"),
        .init("errors", ".type"),
        .init("valueLimit", "256"),
      ]
    }
  }

  /// The labels of the attribute's arguments, in the order of its declarations.
  package var labels: [String] { attributeSettings.map(\.label) }

  /// The labels of the declarations of the attribute that take a policy, in their order. Nil if the attribute takes none.
  package var labelsBesidePolicy: [String]? {
    switch self {
    case .timed: ["clock", "allowing"]
    case .retrying: ["onResult", "named", "clock", "allowing"]
    case .logged: ["logger", "named", "clock", "allowing"]
    default: nil
    }
  }

  /// The labels of the attribute's and the combinator's declarations that take a cache, beside `in:`.
  package static let labelsBesideCache = ["ignoring", "key", "named", "allowing"]
}
