import DecoratorPrimitives

/// What tasks report, in the order in which they do.
final class Recorder<Value: Sendable>: Sendable {
  private let recorded = Locked<[Value]>([])

  var values: [Value] { recorded.withLock { $0 } }

  func append(_ value: Value) {
    recorded.withLock { $0.append(value) }
  }
}
