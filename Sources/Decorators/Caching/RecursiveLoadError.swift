/// A memoized function asked, while computing the value of a key, for the value of that same key (M8).
///
/// It would wait for itself for ever, or call itself until the stack ends. Where the failure type of the call cannot
/// hold this error, the program stops with the same sentence.
///
/// A `Task` that the load starts counts as part of it while it runs, even if the load does not wait for it. What fetches
/// ahead and may come back to the load's own key belongs in `Task.detached`, or after the load.
public struct RecursiveLoadError: Error, Sendable, Hashable {
  /// The name of the cache or of the memoized function.
  public let cache: String

  /// The key, as it describes itself.
  public let key: String

  @usableFromInline
  init(cache: String, key: some Hashable) {
    self.cache = cache
    self.key = String(reflecting: key)
  }
}

extension RecursiveLoadError: CustomStringConvertible {
  /// Names the cache and the key.
  public var description: String {
    """
    Loading the key \(key) of \(cache) asked for the same key again: a memoized value cannot depend on itself. \
    A Task that the load starts counts as part of it while it runs; Task.detached does not.
    """
  }
}

extension RecursiveLoadError {
  /// This error as one that the call can throw; stops the program where its failure type cannot hold it.
  @usableFromInline
  func thrown<Failure: Error>(as type: Failure.Type) -> Failure {
    guard let failure = self as? Failure else { fatalError(description) }
    return failure
  }
}
