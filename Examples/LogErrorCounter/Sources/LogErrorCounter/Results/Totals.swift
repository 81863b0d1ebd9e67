/// What has been counted so far, over all inputs.
struct Totals: Equatable, Sendable {
  var lines = 0
  var matches = 0
  /// Bytes read, after decompression.
  var bytes = 0
  var batches = 0
}

/// What one input held.
struct FileTotals: Equatable, Sendable {
  /// As given on the command line; `-` is standard input.
  let path: ArgumentText
  var lines = 0
  var matches = 0
}
