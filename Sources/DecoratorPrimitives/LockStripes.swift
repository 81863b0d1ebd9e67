public import PlatformC

/// A lock for data that is read far more often than changed: one small lock for each processor.
///
/// A reader takes the lock of the processor it runs on, so readers on different processors share no memory that they
/// write. Whoever changes the data takes all locks. Each stripe also counts, because a count that all readers share
/// would cost them as much as a lock that they share.
///
/// ```swift
/// let stripes = LockStripes()
/// let stripe = stripes.lockOwn()   // a reader
/// stripe.pointee.count += 1
/// stripes.unlock(stripe)
/// ```
///
/// It is an unmanaged handle, like the tables that it guards, so that using it changes no reference count. Its owner
/// must call ``destroy()`` once. It is unchecked, because the locks guard the counts. It takes 128 bytes for each
/// processor, up to 16; with more of them, some share a stripe.
@frozen
@usableFromInline
package struct LockStripes: @unchecked Sendable {
  @frozen
  @usableFromInline
  package struct Stripe {
    @usableFromInline var mutex: pthread_mutex_t
    /// Guarded by the mutex.
    @usableFromInline package var count: Int
  }

  @usableFromInline let memory: UnsafeMutableRawPointer
  @usableFromInline let mask: Int

  /// Processors fetch memory in pairs of lines of 64 bytes.
  @inlinable
  static var stride: Int { 128 }

  @usableFromInline
  package init() {
    self.init(count: stripeCount)
  }

  /// Creates a number of locks that is a power of two.
  package init(count: Int) {
    require(count > 0 && count & (count - 1) == 0, "The number of stripes must be a power of two; it was \(count).")
    memory = .allocate(byteCount: count * Self.stride, alignment: Self.stride)
    mask = count - 1
    for index in 0..<count {
      let stripe = stripe(at: index)
      stripe.initialize(to: Stripe(mutex: pthread_mutex_t(), count: 0))
      initializeMutex(Self.mutex(of: stripe))
    }
  }

  /// Frees the memory. Nobody may use the locks any more.
  package func destroy() {
    for index in 0...mask { pthread_mutex_destroy(Self.mutex(of: stripe(at: index))) }
    memory.deallocate()
  }

  @inlinable
  @inline(__always)
  func stripe(at index: Int) -> UnsafeMutablePointer<Stripe> {
    (memory + index &* Self.stride).assumingMemoryBound(to: Stripe.self)
  }

  /// The address of a stripe's mutex, which is at its start. A projection of the member would not be a stable address.
  @inlinable
  @inline(__always)
  static func mutex(of stripe: UnsafeMutablePointer<Stripe>) -> UnsafeMutablePointer<pthread_mutex_t> {
    UnsafeMutableRawPointer(stripe).assumingMemoryBound(to: pthread_mutex_t.self)
  }

  /// Takes the lock of this processor. The thread may move to another one meanwhile, which costs time only.
  @inlinable
  @inline(__always)
  package func lockOwn() -> UnsafeMutablePointer<Stripe> {
    let stripe = stripe(at: processorNumber() & mask)
    let locked = pthread_mutex_lock(Self.mutex(of: stripe))
    assert(locked == 0, "A reader took a lock that it already holds. Its body must not use the data again.")
    return stripe
  }

  @inlinable
  @inline(__always)
  package func unlock(_ stripe: UnsafeMutablePointer<Stripe>) {
    pthread_mutex_unlock(Self.mutex(of: stripe))
  }

  /// Takes all locks. Only a thread that holds the lock of all writers may do that.
  @usableFromInline
  package func lockAll() {
    for index in 0...mask {
      let locked = pthread_mutex_lock(Self.mutex(of: stripe(at: index)))
      assert(locked == 0, "A reader or writer took all locks while it held one.")
    }
  }

  @usableFromInline
  package func unlockAll() {
    for index in 0...mask { pthread_mutex_unlock(Self.mutex(of: stripe(at: index))) }
  }

  /// Sets the counts to zero and returns their sum. The caller holds all locks.
  @usableFromInline
  package func takeCounts() -> Int {
    var sum = 0
    for index in 0...mask {
      sum &+= stripe(at: index).pointee.count
      stripe(at: index).pointee.count = 0
    }
    return sum
  }
}

/// One stripe for each processor, rounded up to a power of two, because processors are numbered from 0.
private let stripeCount: Int = {
  let processors = sysconf(CInt(_SC_NPROCESSORS_CONF))
  return processors < 2 ? 1 : 1 << min(4, Int.bitWidth - (processors - 1).leadingZeroBitCount)
}()

#if canImport(Darwin)
  /// A number that spreads threads over stripes. Descriptors of threads are pages apart.
  @inlinable
  @inline(__always)
  func processorNumber() -> Int {
    let address = UInt64(UInt(bitPattern: pthread_self())) &* 0x9E37_79B9_7F4A_7C15
    return Int(truncatingIfNeeded: address >> 40)
  }
#else
  /// The number of the processor that the thread runs on. It is a read of the thread's memory in glibc from 2.35, and
  /// -1, which is as good as any number here, if the system does not say. The header declares it only for GNU sources,
  /// so it is named here.
  @_silgen_name("sched_getcpu")
  @usableFromInline
  func systemProcessorNumber() -> CInt

  @inlinable
  @inline(__always)
  func processorNumber() -> Int { Int(systemProcessorNumber()) }
#endif
