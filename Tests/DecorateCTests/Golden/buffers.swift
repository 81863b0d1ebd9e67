// Written by decorate-c from buffers.h.
// Run it again instead of changing this file.

import CBuffers
public import Decorators

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The functions of `buffers.h`, as Swift functions that throw.
public enum Buffers {
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

  /// The error for more bytes than a C function can take at once.
  public struct TooManyBytesError: RetryClassifiable, Hashable, CustomStringConvertible {
    /// The C function.
    public let function: String
    public let count: Int

    public var description: String { "\(function) cannot take \(count) bytes at once" }
    public var retryDecision: RetryDecision { .giveUp }
  }

  fileprivate static func narrow<Number: FixedWidthInteger>(
    _ count: Int,
    for function: String
  ) throws -> Number {
    guard let number = Number(exactly: count) else {
      throw TooManyBytesError(function: function, count: count)
    }
    return number
  }
}

extension Buffers {
  /// Reads. Returns how many bytes were read, or -1 with errno.
  ///
  /// Calls `port_read`, which is declared in `buffers.h:5`.
  ///
  /// - Throws: ``ErrnoError``: its comment says '-1' and 'errno'.
  public static func read(_ port: Int32, upTo capacity: Int) throws -> [UInt8] {
    try Buffers.retries.run(named: "port_read") { () throws -> [UInt8] in
      var buffer = [UInt8](repeating: 0, count: capacity)
      let space: UInt32 = try Buffers.narrow(capacity, for: "port_read")
      let result = buffer.withUnsafeMutableBytes { buffer in
        port_read(port, buffer.baseAddress, space)
      }
      guard result >= 0 else {
        throw ErrnoError(function: "port_read", code: errno)
      }
      buffer.removeLast(max(0, buffer.count - max(0, Int(clamping: result))))
      return buffer
    }
  }

  /// Encodes bytes. *length is the space before, and the size after. Returns 0 on success, nonzero on failure.
  ///
  /// Calls `port_encode`, which is declared in `buffers.h:8`.
  ///
  /// - Throws: ``ResultError``: its comment says '0 on success'.
  public static func encode(_ source: Span<UInt8>, upTo capacity: Int) throws -> [UInt8] {
    try Buffers.retries.run(named: "port_encode") { () throws -> [UInt8] in
      var target = [UInt8](repeating: 0, count: capacity)
      var length = Int(capacity)
      let result = source.withUnsafeBufferPointer { source in
        target.withUnsafeMutableBytes { target in
          port_encode(
            source.baseAddress,
            source.count,
            target.baseAddress?.assumingMemoryBound(to: CChar.self),
            &length
          )
        }
      }
      guard result == 0 else {
        throw ResultError(function: "port_encode", result: Int(result))
      }
      target.removeLast(max(0, target.count - max(0, Int(clamping: length))))
      return target
    }
  }

  /// Sends bytes, never null. Returns -1 with errno on failure.
  ///
  /// Calls `port_send`, which is declared in `buffers.h:11`.
  ///
  /// - Throws: ``ErrnoError``: its comment says '-1 with errno on failure'.
  public static func send(_ port: Int32, bytes: RawSpan) throws -> Int32 {
    try Buffers.retries.run(named: "port_send") { () throws -> Int32 in
      let result = bytes.withUnsafeBytes { bytes in
        port_send(
          port,
          (bytes.baseAddress ?? UnsafeRawPointer(bitPattern: 1)!).assumingMemoryBound(
            to: CChar.self),
          bytes.count
        )
      }
      guard result >= 0 else {
        throw ErrnoError(function: "port_send", code: errno)
      }
      return result
    }
  }
}
