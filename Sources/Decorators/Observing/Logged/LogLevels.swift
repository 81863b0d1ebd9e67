public import Logging

/// The levels of the records of a logged call. If a level is `nil`, that record is not written.
///
/// ```swift
/// LogLevels()                                // .debug, but failure at .error and rejected at .warning
/// LogLevels(call: nil, success: .info)       // no call record; success and cancelled at .info
/// LogLevels(failure: .warning)
/// ```
public struct LogLevels: Sendable, Hashable {
  /// The level of the record before the call.
  public let call: Logger.Level?
  /// The level of the record of a call that returned.
  public let success: Logger.Level?
  /// The level of the record of a call that failed.
  public let failure: Logger.Level?
  /// The level of the record of a call that a decorator inside refused. The function did not run, so it did not fail
  /// (A3).
  public let rejected: Logger.Level?
  /// The level of the record of a call that was cancelled. A cancelled call is not a failed call (L1).
  public let cancelled: Logger.Level?

  /// Creates levels, with a separate level for cancelled calls.
  ///
  /// - Parameters:
  ///   - call: The level of the record before the call. The default is `.debug`.
  ///   - success: The level of the record of a call that returned. The default is `.debug`.
  ///   - failure: The level of the record of a call that failed. The default is `.error`.
  ///   - rejected: The level of the record of a call that a decorator inside refused. The default is `.warning`.
  ///   - cancelled: The level of the record of a call that was cancelled.
  public init(
    call: Logger.Level? = .debug,
    success: Logger.Level? = .debug,
    failure: Logger.Level? = .error,
    rejected: Logger.Level? = .warning,
    cancelled: Logger.Level?
  ) {
    self.call = call
    self.success = success
    self.failure = failure
    self.rejected = rejected
    self.cancelled = cancelled
  }

  /// Creates levels. A cancelled call has the level of a successful one.
  ///
  /// - Parameters:
  ///   - call: The level of the record before the call. The default is `.debug`.
  ///   - success: The level of the record of a call that returned or was cancelled. The default is `.debug`.
  ///   - failure: The level of the record of a call that failed. The default is `.error`.
  ///   - rejected: The level of the record of a call that a decorator inside refused. The default is `.warning`.
  public init(
    call: Logger.Level? = .debug,
    success: Logger.Level? = .debug,
    failure: Logger.Level? = .error,
    rejected: Logger.Level? = .warning
  ) {
    self.init(call: call, success: success, failure: failure, rejected: rejected, cancelled: success)
  }

  subscript(outcome: CallOutcome) -> Logger.Level? {
    switch outcome {
    case .success: success
    case .failure: failure
    case .rejected: rejected
    case .cancelled: cancelled
    }
  }

  /// The most severe level of the records of a call that returns.
  var ofReturningCall: Logger.Level? {
    guard let call, let success else { return call ?? success }
    return max(call, success)
  }
}

extension LogLevels: CustomStringConvertible {
  /// The level of each record: `call debug, success debug, failure error, rejected warning, cancelled debug`; `off` for
  /// one that is never written.
  public var description: String {
    let records = [
      ("call", call), ("success", success), ("failure", failure), ("rejected", rejected), ("cancelled", cancelled),
    ]
    return records.map { record, level in "\(record) \(level.map(\.rawValue) ?? "off")" }.joined(separator: ", ")
  }
}
