import SwiftSyntax

enum TimeLimitedRules {
  static func findings(_ decoration: Decoration) -> [Finding] {
    ["within", "eachAttempt"].compactMap { label in
      guard let limit = decoration.arguments.expression(label), limit.durationSign == 0 else { return nil }
      return .error(
        "zeroLimit",
        at: limit,
        "'\(label):' must be greater than zero: no call could end in that time; use 'nil' for no limit"
      )
    }
  }
}
