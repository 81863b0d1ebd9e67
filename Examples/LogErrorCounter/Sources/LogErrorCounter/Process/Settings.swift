internal import Logging

/// What a run does.
struct Settings: Equatable, Sendable {
  /// Literals, of which a matching line holds at least one.
  var texts: [ArgumentText]
  /// Lines in a batch.
  var batch: Int
  /// Paths; `-` is standard input.
  var inputs: [ArgumentText]
  /// Where totals are pushed, if anywhere.
  var group: PushgatewayGroup?
  var exposition: Exposition
  var json: Bool
  var logLevel: Logger.Level
}
