import DecoratorPrimitives

extension TimingPolicy {
  private static let kept = AddressTable<TimingPolicy>(buckets: 1_024)

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
  public static func kept(for function: StaticString, _ make: () -> TimingPolicy) -> TimingPolicy {
    kept(at: Int(bitPattern: function.utf8Start), make)
  }

  @usableFromInline
  static func kept(at address: Int, _ make: () -> TimingPolicy) -> TimingPolicy {
    kept.value(at: address, make)
  }
}
