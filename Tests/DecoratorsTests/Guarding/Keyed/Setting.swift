import DecoratorPrimitives

/// A value that several threads read and change.
final class Setting<Value: Sendable>: Sendable {
  private let stored: Locked<Value>

  init(_ value: Value) { stored = Locked(value) }

  var value: Value {
    get { stored.withLock { $0 } }
    set { stored.withLock { $0 = newValue } }
  }

  @discardableResult
  func change<R>(_ body: (inout Value) -> R) -> R { stored.withLock { body(&$0) } }
}
