public import DecoratorPrimitives

/// The lock of a cache and the state that it guards. When it is released, hits may read the table of values again, if a
/// change of the table has excluded them.
@frozen
@usableFromInline
struct MemoLock<Key: Hashable & Sendable, Value: Sendable>: Sendable {
  @usableFromInline let locked: Locked<MemoState<Key, Value>>

  init(_ state: consuming sending MemoState<Key, Value>) {
    locked = Locked(state)
  }

  /// Runs `body` with the lock held, and returns or throws what `body` does.
  @inlinable
  @inline(__always)
  func withLock<Result: ~Copyable, Failure: Error>(
    _ body: (inout MemoState<Key, Value>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try locked.withLock { state throws(Failure) in
      defer { state.values.readmit() }
      return try body(&state)
    }
  }
}
