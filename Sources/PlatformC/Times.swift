#if canImport(Glibc)
  public import Glibc
#elseif canImport(Musl)
  public import Musl
#elseif canImport(Darwin)
  public import Darwin
#endif

// The compiler sees the members of `timespec` only in a module that imports nothing but the C library.

/// A time of the system in nanoseconds.
public func nanoseconds(of time: timespec) -> Int64 { Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec) }

/// The time of the calendar in nanoseconds since the start of 1970.
public func calendarTime() -> Int64 {
  var time = timespec()
  clock_gettime(CLOCK_REALTIME, &time)
  return nanoseconds(of: time)
}

/// When a file was changed last, since the start of 1970.
public func modificationTime(of status: stat) -> Duration {
  #if canImport(Darwin)
    .nanoseconds(nanoseconds(of: status.st_mtimespec))
  #else
    .nanoseconds(nanoseconds(of: status.st_mtim))
  #endif
}
