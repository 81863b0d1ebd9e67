import SwiftSyntax

enum TimedRules {
  /// Finds errors in settings that do not depend on the function.
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
