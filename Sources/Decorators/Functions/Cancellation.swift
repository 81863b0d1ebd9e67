/// Whether an error ends a call because its task was cancelled (A12).
///
/// It is so for a `CancellationError`, and for any error while the current task is cancelled: clients turn a
/// cancellation into errors of their own, and a retry that is cancelled while it waits throws its last real error. Every
/// decorator of this package decides by this rule, so that a cancelled call is nowhere a failure.
///
/// ```swift
/// func leave(_ permit: Permit, at site: CallSite, throwing error: (any Error)?) {
///   if let error, !isCancellation(error) { failures.increment() }
/// }
/// ```
///
/// - Parameter error: What the call threw, in the task that made the call.
public func isCancellation(_ error: any Error) -> Bool {
  error is CancellationError || Task.isCancelled
}
