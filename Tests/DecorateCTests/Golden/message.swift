// Written by decorate-c from message.h.
// Run it again instead of changing this file.

import CMessage
public import Decorators

/// The functions of `message.h`, as Swift functions that throw.
public enum Message {
  /// What a function returned: a `eval_error`.
  public struct Error: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    public let rawValue: Int32
    public init(rawValue: Int32) { self.rawValue = rawValue }

    /// `EVAL_SUCCESS`
    public static let success = Self(rawValue: 0)
    /// `EVAL_SYNTAX`
    public static let syntax = Self(rawValue: 1)

    /// Its name in C, or its number if it has none.
    public var description: String {
      switch rawValue {
      case 0: "EVAL_SUCCESS"
      case 1: "EVAL_SYNTAX"
      default: "status \(rawValue)"
      }
    }
  }

  /// The error of a function that returned a status other than success.
  public struct ErrorError: RetryClassifiable, Hashable, CustomStringConvertible {
    /// The C function that failed.
    public let function: String
    public let status: Error
    /// What the library says of the failure.
    public let message: String?

    public init(function: String, status: Error, message: String? = nil) {
      self.function = function
      self.status = status
      self.message = message
    }

    public var description: String {
      "\(function): \(message.map { "\($0) (\(status))" } ?? "\(status)")"
    }

    /// Whether the same call may succeed later.
    public var retryDecision: RetryDecision { .giveUp }
  }
}

extension Message {
  /// Evaluates an expression.
  ///
  /// Calls `eval_run`, which is declared in `message.h:9`.
  ///
  /// - Throws: ``ErrorError``: 'eval_error' is a status: EVAL_SUCCESS is zero.
  public static func run(_ expression: String) throws -> Int64 {
    try Timings.evalRun.run { () throws -> Int64 in
      var outValue: Int64 = 0
      var messagePointer: UnsafeMutablePointer<CChar>?
      let result = eval_run(expression, &outValue, &messagePointer)
      let message = messagePointer.map { String(cString: $0) }
      eval_free(messagePointer)
      let status = Error(rawValue: Int32(truncatingIfNeeded: result.rawValue))
      guard status == .success else {
        throw ErrorError(function: "eval_run", status: status, message: message)
      }
      return outValue
    }
  }
}

/// The timing of each function, made once.
private enum Timings {
  static let evalRun = TimingPolicy(named: "eval_run")
}
