// Written by decorate-c from close.h.
// Run it again instead of changing this file.

import CClose
public import Decorators

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The functions of `close.h`, as Swift functions that throw.
public enum Close {
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

extension Close {
  /// Opens a log. Returns null on failure, and sets errno.
  ///
  /// Calls `log_file_open`, which is declared in `close.h:6`.
  ///
  /// - Throws: ``ErrnoError``: its comment says 'null on failure' and 'errno'.
  public static func fileOpen(_ path: String) throws -> File {
    try Timings.logFileOpen.run { () throws -> File in
      try Close.retries.run(named: "log_file_open") { () throws -> File in
        let result = log_file_open(path)
        guard let found = result else {
          throw ErrnoError(function: "log_file_open", code: errno)
        }
        return File(pointer: found)
      }
    }
  }
}

extension Close {
  /// A `log_file`. `log_file_free` releases it when nothing refers to it any more.
  public final class File {
    private var opened: OpaquePointer?

    /// What C functions take, as long as this object is there. It is a mistake to use it after it was closed.
    public var pointer: OpaquePointer {
      guard let opened else {
        fatalError("File is used after it was closed")
      }
      return opened
    }

    /// Takes over a pointer.
    public init(pointer: OpaquePointer) {
      self.opened = pointer
    }

    deinit {
      if let opened {
        log_file_free(opened)
      }
    }

    /// Closes a log. Returns -1 on failure, and sets errno. Returns 0 on success.
    ///
    /// Releases it now, unless it is closed already. It is a mistake to use it afterwards.
    /// Where this fails, it stays as it is.
    ///
    /// Calls `log_file_close`, which is declared in `close.h:9`.
    ///
    /// - Throws: ``ErrnoError``: its comment says '-1 on failure' and 'errno'.
    public func close() throws {
      try Timings.logFileClose.run { () throws -> Void in
        try Close.retries.run(named: "log_file_close") { () throws -> Void in
          guard let pointer = opened else { return }
          let result = log_file_close(pointer)
          guard result >= 0 else {
            throw ErrnoError(function: "log_file_close", code: errno)
          }
          opened = nil
        }
      }
    }

    /// Makes an entry.
    ///
    /// Calls `log_file_entry_new`, which is declared in `close.h:15`.
    public func fileEntryNew() -> Entry? {
      Timings.logFileEntryNew.run { () -> Entry? in
        defer { extendLifetime(self) }
        let result = log_file_entry_new(pointer)
        return result.map { Entry(pointer: $0, owner: self) }
      }
    }
  }
}

extension Close {
  /// A `log_entry`. `log_entry_close` releases it when nothing refers to it any more.
  public final class Entry {
    private var opened: OpaquePointer?
    private var owner: AnyObject?

    /// What C functions take, as long as this object is there. It is a mistake to use it after it was closed.
    public var pointer: OpaquePointer {
      guard let opened else {
        fatalError("Entry is used after it was closed")
      }
      return opened
    }

    /// Takes over a pointer.
    public init(pointer: OpaquePointer, owner: AnyObject? = nil) {
      self.opened = pointer
      self.owner = owner
    }

    deinit {
      if let opened {
        _ = log_entry_close(opened)
      }
    }

    /// Closes an entry. Returns 0 on success, and nonzero on failure.
    ///
    /// Releases it now, unless it is closed already. It is a mistake to use it afterwards.
    /// It is released even where this fails.
    ///
    /// Calls `log_entry_close`, which is declared in `close.h:18`.
    ///
    /// - Throws: ``ResultError``: its comment says '0 on success'.
    public func close() throws {
      try Timings.logEntryClose.run { () throws -> Void in
        guard let pointer = opened else { return }
        opened = nil
        defer { owner = nil }
        let result = log_entry_close(pointer)
        guard result == 0 else {
          throw ResultError(function: "log_entry_close", result: Int(result))
        }
      }
    }
  }
}

/// The timing of each function, made once.
private enum Timings {
  static let logFileOpen = TimingPolicy(named: "log_file_open")
  static let logFileClose = TimingPolicy(named: "log_file_close")
  static let logFileEntryNew = TimingPolicy(named: "log_file_entry_new")
  static let logEntryClose = TimingPolicy(named: "log_entry_close")
}
