/// The error of a load that asks for its own key: computing the value of a key needs the value of the same key (M8).
///
/// Without this error, the load would wait for itself forever, or call itself until the stack overflows. If the failure
/// type of the call cannot hold this error, the call computes the value without the cache, as the function does without
/// memoizing. That ends only if the function ends. So let a function throw if its data can contain cycles.
///
/// A `Task` that the load starts counts as part of the load while the load runs, even if the load does not await it. To
/// prefetch values that may need the load's own key, use `Task.detached`, or start the task after the load has ended.
public struct RecursiveLoadError: Error, Sendable, Hashable {
  /// The name of the cache or of the memoized function.
  public let cache: String

  /// The description of the key, as a log record shows it: without addresses, with control characters escaped, and cut
  /// at 256 bytes of UTF-8. Values that are ``Sensitive`` are `<redacted>`, and so is every key of a cache that is created
  /// with `redactingKeys: true`.
  public let key: String

  init(cache: String, key: some Hashable, redactingKey: Bool = false) {
    self.cache = cache
    var text = LogText(limit: 256)
    if redactingKey { text.appendRedacted() } else { text.append(describing: key, asPart: true) }
    self.key = text.text
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
  /// Returns this error as the failure type of a call, or nil if the failure type cannot hold it.
  static func thrown<Failure: Error>(
    cache: String,
    key: some Hashable,
    redactingKey: Bool,
    as type: Failure.Type
  ) -> Failure? {
    guard type == (any Error).self || type == Self.self else { return nil }
    return Self(cache: cache, key: key, redactingKey: redactingKey) as? Failure
  }
}
