import SwiftSyntax

enum TimedRules {
  /// What is wrong with settings on any function.
  static func settings(_ decoration: Decoration) -> [Finding] {
    guard let sinks = decoration.arguments.expression("to"), let array = sinks.as(ArrayExprSyntax.self),
      array.elements.isEmpty
    else { return [] }
    return [
      .error(
        "noSink",
        at: sinks,
        "'@Timed' without sinks reports nothing: remove 'to:' to report to a metric and a log line"
      )
    ]
  }
}
