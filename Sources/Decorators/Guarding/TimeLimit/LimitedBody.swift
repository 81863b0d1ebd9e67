/// Runs a body in a child task of the caller, on the caller's actor, and cancels that task at the instant (T3).
///
/// The caller is not cancelled. The function returns when the body has ended, however late that is.
///
/// - Parameters:
///   - isolation: The actor of the caller.
///   - instant: When to cancel.
///   - timeline: What the instant is measured on.
///   - deadline: What ``CallDeadline/current`` is for the body; `nil` to leave it as it is.
///   - body: What to run.
@usableFromInline
func runInChild(
  isolation: isolated (any Actor)? = #isolation,
  until instant: Duration,
  on timeline: Timeline,
  binding deadline: CallDeadline?,
  _ body: nonisolated(nonsending) () async -> Void
) async {
  await withoutActuallyEscaping(body) { escaping in
    let boxed = Unchecked(value: escaping)
    await withDiscardingTaskGroup(isolation: isolation) { group in
      group.addImmediateTask {
        _ = isolation
        let task = Unchecked(value: withUnsafeCurrentTask { $0! })
        let alarm = timeline.alarm(at: instant) { task.value.cancel() }
        if let deadline {
          await CallDeadline.$bound.withValue(deadline) {
            _ = isolation
            await boxed.value()
          }
        } else {
          await boxed.value()
        }
        // The task must not end while the alarm still cancels it.
        if !alarm.cancel() { _ = await alarm.cancelOrFinish() }
      }
    }
  }
}

/// What goes into the child, which is on the actor of the caller, who waits for it.
private struct Unchecked<Value>: @unchecked Sendable {
  let value: Value
}
