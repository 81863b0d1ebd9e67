import SwiftSyntax

enum TimeLimitedRules {
  static func findings(_ decoration: Decoration, in decorated: DecoratedFunction) -> [Finding] {
    guard let limit = decoration.arguments.expression("within"), limit.durationSign == 0 else { return [] }
    return [
      .error(
        "zeroLimit",
        at: limit,
        "'within:' must be greater than zero: no call could end in that time; use 'nil' for no limit"
      )
    ]
  }
}
