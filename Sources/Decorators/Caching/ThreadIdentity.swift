import PlatformC

/// An ID of the calling thread. No other thread that runs now has the same ID.
@usableFromInline
func currentThread() -> UInt {
  #if canImport(Glibc)
    UInt(pthread_self())
  #else
    UInt(bitPattern: pthread_self())
  #endif
}
