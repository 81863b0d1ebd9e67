/// What the members of this package bind to the task of one call, for the code inside the call.
///
/// Tasks inherit it. A load that several callers share, or that goes on after its caller, must not: the deadline of one
/// caller is not the load's, its span may have ended, and the load is no attempt of its retry or hedge. Other
/// task-local values, such as those of a logger or of the user, are inherited (M5).
enum CallLocals {
  /// Runs what starts a task that belongs to no single call.
  static func withNone<Output>(_ start: () -> Output) -> Output {
    without(CallDeadline.$bound) {
      without(CallEvents.$recorder) {
        without(RetryScope.$current) {
          without(HedgeScope.$current) { without(EffectScope.$current, start) }
        }
      }
    }
  }

  /// Binds no value, if one is bound. Most calls have none, and binding costs an allocation in the new task.
  private static func without<Value, Output>(_ local: TaskLocal<Value?>, _ body: () -> Output) -> Output {
    local.get() == nil ? body() : local.withValue(nil, operation: body)
  }
}
