// Written by decorate-c from minus-errno.h.
// Run it again instead of changing this file.

import CMinusErrno
public import Decorators

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The functions of `minus-errno.h`, as Swift functions that throw.
public enum MinusErrno {
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
}

extension MinusErrno {
  /// Arms a timer. Returns a positive number, or a negative errno.
  ///
  /// Calls `timer_arm`, which is declared in `minus-errno.h:4`.
  ///
  /// - Throws: ``ErrnoError``: its comment says 'negative errno'.
  public static func arm(_ milliseconds: UInt32) throws -> Int32 {
    let result = timer_arm(milliseconds)
    guard result >= 0 else {
      throw ErrnoError(function: "timer_arm", code: Int32(clamping: result.magnitude))
    }
    return result
  }

  /// Stops all timers. Returns 0 on success, or -EINVAL.
  ///
  /// Calls `timer_stop_all`, which is declared in `minus-errno.h:7`.
  ///
  /// - Throws: ``ErrnoError``: its comment says '-EINVAL'.
  public static func stopAll() throws {
    let result = timer_stop_all()
    guard result >= 0 else {
      throw ErrnoError(function: "timer_stop_all", code: Int32(clamping: result.magnitude))
    }
  }

  /// Waits. Returns an error number, or 0.
  ///
  /// Calls `timer_wait`, which is declared in `minus-errno.h:10`.
  ///
  /// - Throws: ``ErrnoError``: its comment says 'error number'.
  public static func wait(_ timer: Int32) throws {
    let result = timer_wait(timer)
    guard result == 0 else {
      throw ErrnoError(function: "timer_wait", code: result)
    }
  }
}
