// Written by decorate-c from handle.h.
// Run it again instead of changing this file.

import CHandle
public import Decorators

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The functions of `handle.h`, as Swift functions that throw.
public enum Handle {
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

extension Handle {
  /// Opens a store. Returns null on failure, and sets errno.
  ///
  /// Calls `store_open`, which is declared in `handle.h:8`.
  ///
  /// - Throws: ``ErrnoError``: its comment says 'null on failure' and 'errno'.
  public static func open(_ path: String) throws -> Store {
    try Handle.retries.run(named: "store_open") { () throws -> Store in
      let result = store_open(path)
      guard let found = result else {
        throw ErrnoError(function: "store_open", code: errno)
      }
      return Store(pointer: found)
    }
  }
}

extension Handle {
  /// A `store`. `store_free` releases it when nothing refers to it any more.
  public final class Store {
    private var opened: OpaquePointer?

    /// What C functions take, as long as this object is there. It is a mistake to use it after it was closed.
    public var pointer: OpaquePointer {
      guard let opened else {
        fatalError("Store is used after it was closed")
      }
      return opened
    }

    /// Takes over a pointer.
    public init(pointer: OpaquePointer) {
      self.opened = pointer
    }

    deinit {
      if let opened {
        store_free(opened)
      }
    }

    /// Frees a store.
    ///
    /// Releases it now, unless it is closed already. It is a mistake to use it afterwards.
    ///
    /// Calls `store_free`, which is declared in `handle.h:11`.
    public func close() {
      guard let pointer = opened else { return }
      opened = nil
      store_free(pointer)
    }

    /// Makes an item. Returns 0 on success, and nonzero on failure.
    ///
    /// Calls `store_item_create`, which is declared in `handle.h:14`.
    ///
    /// - Throws: ``ResultError``: its comment says '0 on success'.
    public func itemCreate(_ name: String) throws -> Item {
      try Handle.retries.run(named: "store_item_create") { () throws -> Item in
        defer { extendLifetime(self) }
        var item: OpaquePointer?
        let result = store_item_create(pointer, name, &item)
        guard result == 0 else {
          throw ResultError(function: "store_item_create", result: Int(result))
        }
        guard let itemFound = item else {
          throw ResultError(function: "store_item_create", result: nil)
        }
        return Item(pointer: itemFound, owner: self)
      }
    }

    /// Copies an item into another store. Returns -1 with errno on failure, otherwise 0 on success.
    ///
    /// Calls `store_put`, which is declared in `handle.h:26`.
    ///
    /// - Throws: ``ErrnoError``: its comment says '-1 with errno on failure'.
    public func put(_ item: Item) throws {
      try Handle.retries.run(named: "store_put") { () throws -> Void in
        defer { extendLifetime(self) }
        defer { extendLifetime(item) }
        let result = store_put(pointer, item.pointer)
        guard result >= 0 else {
          throw ErrnoError(function: "store_put", code: errno)
        }
      }
    }
  }
}

extension Handle {
  /// A `store_item`. `store_item_free` releases it when nothing refers to it any more.
  public final class Item {
    private var opened: OpaquePointer?
    private var owner: AnyObject?

    /// What C functions take, as long as this object is there. It is a mistake to use it after it was closed.
    public var pointer: OpaquePointer {
      guard let opened else {
        fatalError("Item is used after it was closed")
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
        _ = store_item_free(opened)
      }
    }

    /// The name of an item.
    ///
    /// Calls `store_item_name`, which is declared in `handle.h:20`.
    public func itemName() -> String? {
      defer { extendLifetime(self) }
      let result = store_item_name(pointer)
      let text = result.map { String(cString: $0) }
      return text
    }
  }
}
