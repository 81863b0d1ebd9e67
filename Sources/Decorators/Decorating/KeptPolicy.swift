/// A policy that holds what all calls of a function share, such as its metrics, so that it must be made once for the function.
///
/// Attributes keep such a policy in a `static let`. Generic code has no place for one: there it is kept in a table.
public protocol KeptPolicy: ConcurrentDecorator {
  /// The policy of this address: the one that `make` makes for the first call, then that one.
  static func kept(at address: Int, _ make: () -> Self) -> Self
}

extension KeptPolicy {
  /// The policy of a function in generic code, where no `static let` can keep one: made by the first call, then kept for
  /// every call from the same place, whatever the generic arguments (L8).
  ///
  /// ```swift
  /// extension Store {  // generic
  ///   func load() throws -> Item {
  ///     try TimingPolicy.kept(for: "Store.load()") { TimingPolicy(named: "Store.load()") }.run { … }
  ///   }
  /// }
  /// ```
  ///
  /// A `static let` costs less where you can declare one: this costs a lookup for each call, without a lock.
  ///
  /// - Parameters:
  ///   - function: Identifies the function. It must be a literal that no other function has.
  ///   - make: Makes the policy.
  @inlinable
  public static func kept(for function: StaticString, _ make: () -> Self) -> Self {
    kept(at: Int(bitPattern: function.utf8Start), make)
  }
}
