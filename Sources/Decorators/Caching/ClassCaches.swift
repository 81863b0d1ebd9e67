public import DecoratorPrimitives

/// The caches of a class function that is declared with `@Memoized`: one for each class on which it is called.
///
/// A subclass inherits the function and may override what it uses. So the results of one class are not those of another.
/// The caches are created at the first call of each class and are never removed. Finding one takes no lock.
public final class ClassCaches<Key, Value>: Sendable {
  @usableFromInline let make: @Sendable () -> FunctionCache<Key, Value>
  @usableFromInline let caches = AddressTable<FunctionCache<Key, Value>>(buckets: 8)

  /// Describes the caches.
  ///
  /// - Parameter make: Creates the cache of one class.
  public init(_ make: @escaping @Sendable () -> FunctionCache<Key, Value>) { self.make = make }

  /// Returns the cache of a class. The first call for the class creates it.
  @inlinable
  public func cache(of type: AnyClass) -> FunctionCache<Key, Value> {
    caches.value(at: Int(bitPattern: ObjectIdentifier(type)), make)
  }
}
