/// A change of the limit of a ``Bulkhead``. The hook `limitDidChange` receives it.
public struct BulkheadLimitChange: Sendable, Hashable {
  /// The name of the bulkhead.
  public let name: String
  /// The limit before.
  public let old: Int
  /// The limit from now on.
  public let new: Int
  /// The number of the change, from 1. Hooks run in this order.
  public let number: Int

  /// Creates a change. Use it in tests of code that receives one.
  public init(name: String, old: Int, new: Int, number: Int) {
    self.name = name
    self.old = old
    self.new = new
    self.number = number
  }
}
