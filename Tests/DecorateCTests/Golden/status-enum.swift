// Written by decorate-c from status-enum.h.
// Run it again instead of changing this file.

public import CStatusEnum
public import Decorators

/// The functions of `status-enum.h`, as Swift functions that throw.
public enum StatusEnum {
  /// What a function returned: a `link_status`.
  public struct Status: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    public let rawValue: Int32
    public init(rawValue: Int32) { self.rawValue = rawValue }

    /// `LINK_OK`
    public static let ok = Self(rawValue: 0)
    /// `LINK_LOST`
    public static let lost = Self(rawValue: 1)
    /// `LINK_TIMED_OUT`
    public static let timedOut = Self(rawValue: 7)

    /// Its name in C, or its number if it has none.
    public var description: String {
      switch rawValue {
      case 0: "LINK_OK"
      case 1: "LINK_LOST"
      case 7: "LINK_TIMED_OUT"
      default: "status \(rawValue)"
      }
    }

    /// What `link_status_string` says of it.
    public var message: String? {
      let code: link_status? = link_status(rawValue: .init(truncatingIfNeeded: rawValue))
      guard let code else { return nil }
      let text: UnsafePointer<CChar>? = link_status_string(code)
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
    public var retryDecision: RetryDecision { .giveUp }
  }
}

extension StatusEnum {
  /// Describes a status.
  ///
  /// Calls `link_status_string`, which is declared in `status-enum.h:11`.
  public static func statusString(_ status: link_status) -> String? {
    Timings.linkStatusString.run { () -> String? in
      let result = link_status_string(status)
      let text = result.map { String(cString: $0) }
      return text
    }
  }

  /// Sends one byte.
  ///
  /// Calls `link_send`, which is declared in `status-enum.h:14`.
  ///
  /// - Throws: ``StatusError``: 'link_status' is a status: LINK_OK is zero.
  public static func send(_ byte: UInt8) throws {
    try Timings.linkSend.run { () throws -> Void in
      let result = link_send(byte)
      let status = Status(rawValue: Int32(truncatingIfNeeded: result.rawValue))
      guard status == .ok else {
        throw StatusError(function: "link_send", status: status)
      }
    }
  }

  /// Calls `link_get_color`, which is declared in `status-enum.h:16`.
  public static func getColor() -> link_color {
    Timings.linkGetColor.run { () -> link_color in
      let result = link_get_color()
      return result
    }
  }
}

/// The timing of each function, made once.
private enum Timings {
  static let linkStatusString = TimingPolicy(named: "link_status_string")
  static let linkSend = TimingPolicy(named: "link_send")
  static let linkGetColor = TimingPolicy(named: "link_get_color")
}
