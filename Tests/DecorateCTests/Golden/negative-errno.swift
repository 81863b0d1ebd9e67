// Written by decorate-c from negative-errno.h.
// Run it again instead of changing this file.

import CNegativeErrno
public import Decorators

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The functions of `negative-errno.h`, as Swift functions that throw.
public enum NegativeErrno {
  /// How calls are repeated that failed and may succeed later.
  public static let retries = RetryPolicy(attempts: 3)

  /// The error of a function that the system gives a number to.
  public struct ErrnoError: RetryClassifiable, Hashable, CustomStringConvertible {
    /// The C function that failed.
    public let function: String
    /// The number of the error, such as `EINTR`.
    public let code: Int32

    public var description: String { "\(function): \(String(cString: strerror(code))) (\(code))" }

    /// Whether the same call may succeed later.
    public var retryDecision: RetryDecision {
      switch code {
      case EINTR,
        EAGAIN,
        EBUSY,
        ENOBUFS,
        EMFILE,
        ENFILE,
        ECONNREFUSED,
        ECONNRESET,
        ECONNABORTED,
        ETIMEDOUT,
        ENETDOWN,
        ENETUNREACH,
        ENETRESET,
        EHOSTUNREACH:
        .retry
      default: .giveUp
      }
    }
  }

  /// The error of a function that does not say why it failed.
  public struct ResultError: RetryClassifiable, Hashable, CustomStringConvertible {
    /// The C function that failed.
    public let function: String
    /// What it returned; nil for null.
    public let result: Int?

    public var description: String {
      "\(function) failed: it returned \(result.map(String.init) ?? "null")"
    }

    /// Nothing says that the same call may succeed later.
    public var retryDecision: RetryDecision { .giveUp }
  }
}

extension NegativeErrno {
  /// Opens a device.
  ///
  /// Returns its number, or -1 and sets errno.
  ///
  /// Calls `device_open`, which is declared in `negative-errno.h:7`.
  ///
  /// - Throws: ``ErrnoError``: its comment says '-1' and 'errno'.
  public static func open(_ path: String, flags: Int32) throws -> Int32 {
    try Timings.deviceOpen.run { () throws -> Int32 in
      try NegativeErrno.retries.run(named: "device_open") { () throws -> Int32 in
        let result = device_open(path, flags)
        guard result >= 0 else {
          throw ErrnoError(function: "device_open", code: errno)
        }
        return result
      }
    }
  }

  /// Closes a device. Returns 0 on success, and -1 with errno otherwise.
  ///
  /// Calls `device_close`, which is declared in `negative-errno.h:10`.
  ///
  /// - Throws: ``ErrnoError``: its comment says '-1 with errno otherwise'.
  public static func close(_ device: Int32) throws {
    try Timings.deviceClose.run { () throws -> Void in
      try NegativeErrno.retries.run(named: "device_close") { () throws -> Void in
        let result = device_close(device)
        guard result >= 0 else {
          throw ErrnoError(function: "device_close", code: errno)
        }
      }
    }
  }

  /// Writes to a device. Returns how many bytes were written, or -1 with errno.
  ///
  /// Calls `device_write`, which is declared in `negative-errno.h:13`.
  ///
  /// - Throws: ``ErrnoError``: its comment says '-1' and 'errno'.
  public static func write(_ device: Int32, bytes: RawSpan) throws -> Int {
    try Timings.deviceWrite.run { () throws -> Int in
      try NegativeErrno.retries.run(named: "device_write") { () throws -> Int in
        let result = bytes.withUnsafeBytes { bytes in
          device_write(device, bytes.baseAddress, bytes.count)
        }
        guard result >= 0 else {
          throw ErrnoError(function: "device_write", code: errno)
        }
        return result
      }
    }
  }

  /// Returns how many devices there are, or -1: nothing says where the reason is.
  ///
  /// Calls `device_count`, which is declared in `negative-errno.h:16`.
  ///
  /// - Throws: ``ResultError``: its comment says '-1', and nothing of errno.
  public static func count() throws -> Int32 {
    try Timings.deviceCount.run { () throws -> Int32 in
      try NegativeErrno.retries.run(named: "device_count") { () throws -> Int32 in
        let result = device_count()
        guard result >= 0 else {
          throw ResultError(function: "device_count", result: Int(result))
        }
        return result
      }
    }
  }
}

/// The timing of each function, made once.
private enum Timings {
  static let deviceOpen = TimingPolicy(named: "device_open")
  static let deviceClose = TimingPolicy(named: "device_close")
  static let deviceWrite = TimingPolicy(named: "device_write")
  static let deviceCount = TimingPolicy(named: "device_count")
}
