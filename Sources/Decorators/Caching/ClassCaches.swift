import DecoratorPrimitives

/// The caches of a class function that is declared with `@Memoized`: one for each class on which it is called.
///
/// A subclass inherits the function and may override what it uses. So the results of one class are not those of another.
/// The caches are created at the first call of each class and are never removed.
public final class ClassCaches<Key, Value>: Sendable {
  private let make: @Sendable () -> FunctionCache<Key, Value>
  private let caches = Locked<[ObjectIdentifier: FunctionCache<Key, Value>]>([:])

  /// Describes the caches.
  ///
  /// - Parameter make: Creates the cache of one class.
  public init(_ make: @escaping @Sendable () -> FunctionCache<Key, Value>) { self.make = make }

  /// Returns the cache of a class. The first call for the class creates it.
  public func cache(of type: AnyClass) -> FunctionCache<Key, Value> {
    let id = ObjectIdentifier(type)
    if let cache = caches.withLock({ $0[id] }) { return cache }
    let made = make()
    return caches.withLock { caches in
      if let first = caches[id] { return first }
      caches[id] = made
      return made
    }
  }
}
