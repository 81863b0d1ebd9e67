public import PlatformC

/// A value and the lock that guards it. It is the only lock in this package.
///
/// It looks like `Synchronization.Mutex`, with two differences. It uses `pthread_mutex_t`, because ThreadSanitizer
/// understands that. And it is a reference: copies share one allocation, which holds the lock and the value. On Linux
/// with glibc, a thread spins for a moment before it sleeps, because the critical sections in this package are short.
///
/// ```swift
/// let hits = Locked(0)
/// hits.withLock { $0 += 1 }
/// ```
@frozen
@usableFromInline
package struct Locked<State>: @unchecked Sendable {
  @usableFromInline
  let storage: LockedStorage<State>

  @inlinable
  package init(_ state: consuming sending State) {
    storage = LockedStorage.make(holding: state)
  }

  /// Runs `body` with the lock held, and returns or throws what `body` does.
  ///
  /// The lock is not recursive. `body` must not take it again, and must not run user code, because user code might take
  /// it. Taking it again stops the program in a debug build and deadlocks in a release build.
  ///
  /// Unlike `Mutex`, the method does not check that references to state that is not `Sendable` stay inside. Such a
  /// check would reject keys and values of users' types.
  @inlinable
  package func withLock<R: ~Copyable, E: Error>(
    _ body: (inout State) throws(E) -> R
  ) throws(E) -> R {
    let (mutex, state) = storage.pointers
    let locked = pthread_mutex_lock(mutex)
    assert(locked == 0, "withLock was called inside withLock of the same value. End the first call first.")
    defer {
      pthread_mutex_unlock(mutex)
      withExtendedLifetime(storage) {}
    }
    return try body(&state.pointee)
  }
}

/// The memory of the mutex and of the value that it guards. The address of a mutex must not change.
@usableFromInline
package final class LockedStorage<State>: ManagedBuffer<pthread_mutex_t, State> {
  @inlinable
  static func make(holding state: consuming State) -> LockedStorage {
    let storage = unsafeDowncast(create(minimumCapacity: 1) { _ in pthread_mutex_t() }, to: LockedStorage.self)
    let (mutex, value) = storage.pointers
    initializeMutex(mutex)
    value.initialize(to: state)
    return storage
  }

  @inlinable
  var pointers: (mutex: UnsafeMutablePointer<pthread_mutex_t>, state: UnsafeMutablePointer<State>) {
    withUnsafeMutablePointers { ($0, $1) }
  }

  @inlinable
  deinit {
    let (mutex, value) = pointers
    value.deinitialize(count: 1)
    pthread_mutex_destroy(mutex)
  }
}

@usableFromInline
func initializeMutex(_ mutex: UnsafeMutablePointer<pthread_mutex_t>) {
  var attributes = pthread_mutexattr_t()
  pthread_mutexattr_init(&attributes)
  defer { pthread_mutexattr_destroy(&attributes) }
  #if DEBUG
    pthread_mutexattr_settype(&attributes, CInt(PTHREAD_MUTEX_ERRORCHECK))
  #elseif canImport(Glibc)
    pthread_mutexattr_settype(&attributes, CInt(PTHREAD_MUTEX_ADAPTIVE_NP))
  #endif
  let result = pthread_mutex_init(mutex, &attributes)
  require(result == 0, "The system could not create a mutex: pthread_mutex_init returned error \(result).")
}
