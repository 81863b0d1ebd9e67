/// Something that happened to a call before it ended, such as a retry: what a span of the call lists as an event (V2).
package struct CallEvent: Sendable {
  package enum Value: Sendable, Equatable {
    case text(String)
    case number(Int)
    case seconds(Duration)
  }

  /// What happened, in a word or two: `retry`.
  package let name: String
  /// More about it, under names of closed sets (L5).
  package let details: [(name: String, value: Value)]

  package init(_ name: String, _ details: [(name: String, value: Value)]) {
    self.name = name
    self.details = details
  }

  /// A call waits before its next attempt.
  ///
  /// - Parameters:
  ///   - attempt: The number of the attempt that failed.
  ///   - delay: How long the call waits.
  ///   - error: What the attempt threw; `nil` if its result was refused.
  package static func retry(after attempt: Int, delay: Duration, error: (any Error)?) -> CallEvent {
    CallEvent("retry", [("retry.attempt", .number(attempt)), ("retry.delay", .seconds(delay))] + errorType(of: error))
  }

  /// A decorator refused a call.
  package static func rejected(_ rejection: any Rejection) -> CallEvent {
    CallEvent("rejected", [("rejected.by", .text(rejection.name))] + errorType(of: rejection))
  }

  /// A hedge starts another attempt.
  ///
  /// - Parameter attempt: The number of the attempt that starts.
  package static func hedgeStarted(attempt: Int) -> CallEvent {
    CallEvent("hedge started", [("hedge.attempt", .number(attempt))])
  }

  /// A fallback answered an error.
  ///
  /// - Parameter error: What the function threw.
  package static func fallback(after error: any Error) -> CallEvent { CallEvent("fallback", errorType(of: error)) }

  private static func errorType(of error: (any Error)?) -> [(name: String, value: Value)] {
    error.map { [("error.type", .text(stableName(of: type(of: $0))))] } ?? []
  }
}

/// Receives the events of calls.
package protocol CallEventRecorder: Sendable {
  func record(_ event: CallEvent)
}

/// Where the events of calls go: to the span of the nearest call that is traced, if there is one.
///
/// Decorators post what they do beside their hooks, never on the path of a call that succeeds, and with no lock held.
package enum CallEvents {
  /// Receives the events of the current task. Child tasks inherit it.
  @TaskLocal package static var recorder: (any CallEventRecorder)?

  /// Posts an event. It is not even made if nobody receives it.
  package static func post(_ event: @autoclosure () -> CallEvent) {
    if let recorder { recorder.record(event()) }
  }
}
