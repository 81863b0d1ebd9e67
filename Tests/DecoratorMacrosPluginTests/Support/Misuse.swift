import Testing

/// A source and all that our attributes say about it.
struct Misuse: CustomTestStringConvertible {
  let source: String
  let diagnosed: [Diagnosed]

  init(_ source: String, _ diagnosed: Diagnosed...) {
    self.source = source
    self.diagnosed = diagnosed
  }

  var testDescription: String { source }
}
