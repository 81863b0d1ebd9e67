#if canImport(Glibc)
  public import Glibc
#elseif canImport(Musl)
  public import Musl
#elseif canImport(Darwin)
  public import Darwin
#endif

/// When a file was changed last, since the start of 1970.
///
/// It is here because the compiler sees the members of `timespec` only in a module that imports nothing but the C library.
public func modificationTime(of status: stat) -> Duration {
  #if canImport(Darwin)
    let time = status.st_mtimespec
  #else
    let time = status.st_mtim
  #endif
  return .seconds(Int64(time.tv_sec)) + .nanoseconds(Int64(time.tv_nsec))
}
