public import Logging

/// The level of each record of a logged call; a record whose level is `nil` is never written.
///
/// ```swift
/// LogLevels()                                // call, success and cancelled at .debug, failure at .error
/// LogLevels(call: nil, success: .info)       // no call record; success and cancelled at .info
/// LogLevels(failure: .warning)
/// ```
public struct LogLevels: Sendable, Hashable {
  /// The record written before the call.
  public let call: Logger.Level?
  /// The record of a call that returned.
  public let success: Logger.Level?
  /// The record of a call that failed.
  public let failure: Logger.Level?
  /// The record of a call that was cancelled, which is no failure (L1).
  public let cancelled: Logger.Level?

  /// Levels for each record.
  ///
  /// - Parameters:
  ///   - call: The record before the call; `.debug` by default.
  ///   - success: The record of a call that returned; `.debug` by default.
  ///   - failure: The record of a call that failed; `.error` by default.
  ///   - cancelled: The record of a call that was cancelled.
  public init(
    call: Logger.Level? = .debug,
    success: Logger.Level? = .debug,
    failure: Logger.Level? = .error,
    cancelled: Logger.Level?
  ) {
    self.call = call
    self.success = success
    self.failure = failure
    self.cancelled = cancelled
  }

  /// Levels for each record, where a cancelled call is logged as a successful one is.
  ///
  /// - Parameters:
  ///   - call: The record before the call; `.debug` by default.
  ///   - success: The record of a call that returned or was cancelled; `.debug` by default.
  ///   - failure: The record of a call that failed; `.error` by default.
  public init(
    call: Logger.Level? = .debug,
    success: Logger.Level? = .debug,
    failure: Logger.Level? = .error
  ) {
    self.init(call: call, success: success, failure: failure, cancelled: success)
  }

  subscript(outcome: CallOutcome) -> Logger.Level? {
    switch outcome {
    case .success: success
    case .failure: failure
    case .cancelled: cancelled
    }
  }

  /// The most severe level that a call reaches without throwing.
  var ofReturningCall: Logger.Level? {
    guard let call, let success else { return call ?? success }
    return max(call, success)
  }
}

extension LogLevels: CustomStringConvertible {
  /// The level of each record: `call debug, success debug, failure error, cancelled debug`; `off` for one that is never
  /// written.
  public var description: String {
    [("call", call), ("success", success), ("failure", failure), ("cancelled", cancelled)]
      .map { record, level in "\(record) \(level.map(\.rawValue) ?? "off")" }
      .joined(separator: ", ")
  }
}
