extension DecoratorKind {
  /// The labels of the attribute's arguments, in the order of its declarations. A test compares them with the source of the
  /// declarations.
  var labels: [String] {
    switch self {
    case .timed: ["named", "to", "clock", "allowing"]
    case .retrying:
      [
        "attempts", "backoff", "within", "on", "when", "onResult", "serverDelays", "keepingErrors", "generator",
        "logger", "willRetry", "didRecover", "didGiveUp", "named", "clock", "allowing",
      ]
    case .logged:
      [
        "arguments", "level", "levels", "logger", "result", "errors", "duration", "valueLimit", "callID", "named",
        "clock", "allowing",
      ]
    case .memoized:
      ["in", "capacity", "timeToLive", "ignoring", "key", "abandoned", "onEviction", "named", "clock", "allowing"]
    case .decorated: ["by", "concurrentlyBy", "named", "allowing"]
    }
  }

  /// The labels of the declarations that take a policy, in their order. Nil if the attribute takes none.
  var labelsBesidePolicy: [String]? {
    switch self {
    case .timed: ["clock", "allowing"]
    case .retrying: ["onResult", "named", "clock", "allowing"]
    case .logged: ["logger", "named", "clock", "allowing"]
    case .memoized, .decorated: nil
    }
  }
}
