// Written by decorate-c from status-macros.h.
// Run it again instead of changing this file.

import CStatusMacros
public import Decorators

/// The functions of `status-macros.h`, as Swift functions that throw.
public enum StatusMacros {
  /// How calls are repeated that failed and may succeed later.
  public static let retries = RetryPolicy(attempts: 3)

  /// What a function returned: a status of `status-macros.h`.
  public struct Status: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    public let rawValue: Int32
    public init(rawValue: Int32) { self.rawValue = rawValue }

    /// `PACK_OK`
    public static let ok = Self(rawValue: 0)
    /// `PACK_FULL`
    public static let full = Self(rawValue: 1)
    /// `PACK_BUSY`
    public static let busy = Self(rawValue: -2)

    /// Its name in C, or its number if it has none.
    public var description: String {
      switch rawValue {
      case 0: "PACK_OK"
      case 1: "PACK_FULL"
      case -2: "PACK_BUSY"
      default: "status \(rawValue)"
      }
    }

    /// What `pack_strerror` says of it.
    public var message: String? {
      let text: UnsafePointer<CChar>? = pack_strerror(rawValue)
      return text.map { String(cString: $0) }
    }
  }

  /// The error of a function that returned a status other than success.
  public struct StatusError: RetryClassifiable, Hashable, CustomStringConvertible {
    /// The C function that failed.
    public let function: String
    public let status: Status
    /// What the library says of the failure.
    public let message: String?

    public init(function: String, status: Status, message: String? = nil) {
      self.function = function
      self.status = status
      self.message = message ?? status.message
    }

    public var description: String {
      "\(function): \(message.map { "\($0) (\(status))" } ?? "\(status)")"
    }

    /// Whether the same call may succeed later.
    public var retryDecision: RetryDecision {
      switch status {
      case .busy: .retry
      default: .giveUp
      }
    }
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

extension StatusMacros {
  /// Describes a status.
  ///
  /// Calls `pack_strerror`, which is declared in `status-macros.h:7`.
  public static func strerror(_ status: Int32) -> String? {
    Timings.packStrerror.run { () -> String? in
      let result = pack_strerror(status)
      let text = result.map { String(cString: $0) }
      return text
    }
  }

  /// Packs bytes. Returns PACK_OK, or another status.
  ///
  /// Calls `pack_bytes`, which is declared in `status-macros.h:10`.
  ///
  /// - Throws: ``StatusError``: its comment says that it returns PACK_OK.
  public static func bytes(_ source: Span<UInt8>) throws -> UInt32 {
    try Timings.packBytes.run { () throws -> UInt32 in
      try StatusMacros.retries.run(named: "pack_bytes") { () throws -> UInt32 in
        let sourceLen: UInt32 = try StatusMacros.narrow(source.count, for: "pack_bytes")
        var outCount: UInt32 = 0
        let result = source.withUnsafeBufferPointer { source in
          pack_bytes(source.baseAddress, sourceLen, &outCount)
        }
        let status = Status(rawValue: result)
        guard status == .ok else {
          throw StatusError(function: "pack_bytes", status: status)
        }
        return outCount
      }
    }
  }

  /// Starts anew. Returns PACK_OK.
  ///
  /// Calls `pack_default`, which is declared in `status-macros.h:13`.
  ///
  /// - Throws: ``StatusError``: its comment says that it returns PACK_OK.
  public static func `default`() throws {
    try Timings.packDefault.run { () throws -> Void in
      try StatusMacros.retries.run(named: "pack_default") { () throws -> Void in
        let result = pack_default()
        let status = Status(rawValue: result)
        guard status == .ok else {
          throw StatusError(function: "pack_default", status: status)
        }
      }
    }
  }
}

/// The timing of each function, made once.
private enum Timings {
  static let packStrerror = TimingPolicy(named: "pack_strerror")
  static let packBytes = TimingPolicy(named: "pack_bytes")
  static let packDefault = TimingPolicy(named: "pack_default")
}
