/// The error of a load that asks for its own key: computing the value of a key needs the value of the same key (M8).
///
/// Without this error, the load would wait for itself forever, or call itself until the stack overflows. If the failure
/// type of the call cannot hold this error, the program stops with the same message.
///
/// A `Task` that the load starts counts as part of the load while the load runs, even if the load does not await it. To
/// prefetch values that may need the load's own key, use `Task.detached`, or start the task after the load has ended.
public struct RecursiveLoadError: Error, Sendable, Hashable {
  /// The name of the cache or of the memoized function.
  public let cache: String

  /// The description of the key, as `String(reflecting:)` gives it, without addresses.
  public let key: String

  @usableFromInline
  init(cache: String, key: some Hashable) {
    self.cache = cache
    self.key = withoutAddresses(String(reflecting: key))
  }
}

extension RecursiveLoadError: CustomStringConvertible {
  /// A message that names the cache and the key, and says what to do.
  public var description: String {
    """
    Loading the key \(key) of \(cache) asked for the same key again. A memoized value cannot depend on itself. \
    A Task that the load starts counts as part of the load while the load runs; use Task.detached instead.
    """
  }
}

extension RecursiveLoadError {
  /// Returns this error as the failure type of the call. Stops the program if the failure type cannot hold it.
  @usableFromInline
  func thrown<Failure: Error>(as type: Failure.Type) -> Failure {
    guard let failure = self as? Failure else { fatalError(description) }
    return failure
  }
}
