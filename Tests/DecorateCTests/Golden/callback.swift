// Written by decorate-c from callback.h.
// Run it again instead of changing this file.

import CCallback
public import Decorators

/// The functions of `callback.h`, as Swift functions that throw.
public enum Callback {
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

extension Callback {
  /// What `each` calls as its `visit` until it returns.
  public typealias EachVisit = (UnsafePointer<CChar>?, Int) -> Int32

  /// Calls a function with each item until it returns something else than 0.
  ///
  /// Returns 0 on success, and nonzero on failure.
  ///
  /// Calls `list_each`, which is declared in `callback.h:7`.
  ///
  /// - Throws: ``ResultError``: its comment says '0 on success'.
  public static func each(_ prefix: String, visit: EachVisit) throws {
    try Timings.listEach.run { () throws -> Void in
      func callVisit(
        _ argument1: UnsafePointer<CChar>?,
        _ argument2: Int,
        _ context: UnsafeMutableRawPointer?
      ) -> Int32 {
        let closure = context!.assumingMemoryBound(to: EachVisit.self).pointee
        return closure(argument1, argument2)
      }
      let result = withoutActuallyEscaping(visit) { visit in
        withUnsafePointer(to: visit) { visitContext in
          list_each(prefix, callVisit, UnsafeMutableRawPointer(mutating: visitContext))
        }
      }
      guard result == 0 else {
        throw ResultError(function: "list_each", result: Int(result))
      }
    }
  }

  /// Keeps a function, and calls it later.
  ///
  /// Calls `list_watch`, which is declared in `callback.h:10`.
  public static func watch(
    _ watcher: (@convention(c) (UnsafeMutableRawPointer?) -> Void)?,
    context: UnsafeMutableRawPointer?
  ) {
    Timings.listWatch.run { () -> Void in
      list_watch(watcher, context)
    }
  }
}

/// The timing of each function, made once.
private enum Timings {
  static let listEach = TimingPolicy(named: "list_each")
  static let listWatch = TimingPolicy(named: "list_watch")
}
