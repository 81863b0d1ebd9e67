#if canImport(Glibc)
  public import Glibc
#elseif canImport(Musl)
  public import Musl
#elseif canImport(Darwin)
  public import Darwin
#endif

/// A value that only the holder of its lock can reach: the one lock of the package.
///
/// It has the shape of `Synchronization.Mutex`, but is built over `pthread_mutex_t`, which ThreadSanitizer
/// understands, and is a reference: copies share the lock and its value, which live in one allocation. Where the system
/// offers it, a thread tries for a moment before it sleeps, because what a lock guards here is short.
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

  /// Runs `body` with the lock held, and gives what it returns or throws.
  ///
  /// The lock is not recursive: `body` must not take it again, nor call out to code of the user's, which might.
  /// In debug builds taking it again is a trap, else a deadlock. Unlike `Mutex` it does not check that no reference into
  /// a state that is not `Sendable` enters or leaves, since keys and values of user's types could not pass then.
  @inlinable
  package func withLock<R: ~Copyable, E: Error>(
    _ body: (inout State) throws(E) -> R
  ) throws(E) -> R {
    let (mutex, state) = storage.pointers
    let locked = pthread_mutex_lock(mutex)
    assert(locked == 0, "A Locked value was used again by the code that holds its lock.")
    defer {
      pthread_mutex_unlock(mutex)
      withExtendedLifetime(storage) {}
    }
    return try body(&state.pointee)
  }
}

/// The mutex, whose address must not change, and behind it the value it guards.
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
  precondition(result == 0, "The system refused a mutex with error \(result).")
}
