import DecoratorPrimitives

/// Runs a function once for all callers that ask for the same key at the same time, and keeps nothing afterwards.
///
/// ```swift
/// let users = Coalescer<String, User>(named: "users")
/// let user = try await users.value(for: id) { try await api.user(id) }
/// ```
///
/// It is a ``MemoCache`` without values: the same key means the same load, and a call after the load has ended begins a
/// new one (H10). Use it when a value must be fresh but a crowd must not ask for it one by one. Do not use it around
/// something that has an effect for each caller, such as a payment: only one of them would have it.
///
/// Functions that share a coalescer share its loads. It holds about a hundred bytes, and a few hundred more for each
/// load in flight, with its key. A call that starts a load costs a task.
public final class Coalescer<Key: Hashable & Sendable, Value: Sendable>: Sendable {
  @usableFromInline let loads: MemoCache<Key, Value>

  /// The name of the coalescer in errors.
  public var name: String { loads.name }

  /// Makes a coalescer.
  ///
  /// - Parameters:
  ///   - name: The name of the coalescer in errors. It must not be empty.
  ///   - redactingKeys: Whether ``RecursiveLoadError`` shows `<redacted>` instead of a key; false by default.
  ///   - abandoned: What happens to a load when all of its callers are cancelled. The default cancels it (M4).
  public init(named name: String, redactingKeys: Bool = false, abandoned: AbandonedLoads = .cancel) {
    require(!name.isEmpty, "The name of a coalescer must not be empty, because errors show it.")
    loads = MemoCache(capacity: 0, redactingKeys: redactingKeys, named: name, abandoned: abandoned)
  }

  /// How many loads the coalescer has started.
  public var started: Int { loads.cacheInfo.misses }

  /// How many calls have joined a load that another call had started.
  public var joined: Int { loads.cacheInfo.hits }

  /// Lets the next call for the key begin a new load, also while one is in flight, because what that one returns is
  /// known to be outdated. The callers that wait for it still get its result (M3).
  public func forget(_ key: Key) { loads.remove(key) }

  /// Lets the next call for any key begin a new load.
  public func forgetAll() { loads.removeAll() }

  /// Runs `load`, or waits for the load of the key that is in flight.
  ///
  /// The load runs in a task of the coalescer's, with the isolation of its closure, and with the task-local values and
  /// the priority of the call that started it (M5), but without its ``CallDeadline``. All calls for the key that come
  /// before it ends get its result or its error (M6).
  ///
  /// **Cancellation.** A cancelled call leaves at once with `CancellationError`, if its failure type can hold that.
  /// Cancelling the last one that waits cancels the load, unless `abandoned:` is `.keep` (M4).
  ///
  /// - Parameters:
  ///   - key: The key. Calls with equal keys share a load.
  ///   - load: Computes the value. It escapes to a task, so its captures must be `Sendable` or isolated to its actor.
  /// - Returns: What the load returned, the same value for all callers.
  /// - Throws: What the load throws, unchanged; `CancellationError` as described above; ``RecursiveLoadError`` if
  ///   `load` asks for its own key, directly or through others (M8).
  @inlinable
  nonisolated(nonsending) public func value<Failure: Error>(
    for key: Key,
    @_inheritActorContext @_implicitSelfCapture
    _ load: @escaping @isolated(any) @Sendable () async throws(Failure) -> Value
  ) async throws(Failure) -> Value {
    try await loads.value(for: key, load)
  }

  /// Refuses a synchronous load with a sentence.
  @_disfavoredOverload
  @available(
    *,
    unavailable,
    message: "a synchronous caller would block its thread while another one loads: write 'await', or use a 'MemoCache'"
  )
  public func value<Failure: Error>(for key: Key, _ load: () throws(Failure) -> Value) throws(Failure) -> Value {
    try load()
  }
}

extension Coalescer: CustomStringConvertible {
  /// Every setting in effect, as it reads in source: `Coalescer(named: "users")`.
  public var description: String {
    let redacting = loads.redactsKeys ? ", redactingKeys: true" : ""
    return "Coalescer(named: \"\(name)\"\(redacting)\(loads.abandoned == .keep ? ", abandoned: .keep" : ""))"
  }
}
