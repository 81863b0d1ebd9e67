/// Runs a body in a child task of the caller, on the caller's actor, and cancels that task at the instant (T3).
///
/// The caller is not cancelled. The function returns when the body has ended, however late that is.
///
/// - Parameters:
///   - instant: When to cancel.
///   - timeline: What the instant is measured on.
///   - deadline: What ``CallDeadline/current`` is for the body; `nil` to leave it as it is.
///   - body: What to run.
nonisolated(nonsending) func outcome<Output>(
  until instant: Duration,
  on timeline: Timeline,
  binding deadline: CallDeadline?,
  _ body: nonisolated(nonsending) () async throws -> Output
) async -> Result<Output, any Error> {
  let slot = await runInChild(until: instant, on: timeline, binding: deadline) { () async in
    do { return Result<Output, any Error>.success(try await body()) } catch { return .failure(error) }
  }
  return slot.value!
}

/// Where the child puts what the body gave. The child writes before it ends, and the caller reads after that.
private final class Slot<Value>: @unchecked Sendable {
  var value: Value?
}

/// What the child runs. The child is on the actor of the caller, who waits for it.
private struct Unchecked<Value>: @unchecked Sendable {
  let value: Value
}

private func runInChild<Value>(
  isolation: isolated (any Actor)? = #isolation,
  until instant: Duration,
  on timeline: Timeline,
  binding deadline: CallDeadline?,
  _ body: () async -> Value
) async -> sending Slot<Value> {
  let slot = Slot<Value>()
  await withoutActuallyEscaping(body) { escaping in
    let boxed = Unchecked(value: escaping)
    await withTaskGroup(of: Void.self, isolation: isolation) { group in
      group.addImmediateTask {
        _ = isolation
        let task = Unchecked(value: withUnsafeCurrentTask { $0! })
        let alarm = timeline.alarm(at: instant) { task.value.cancel() }
        if let deadline {
          slot.value = await CallDeadline.$bound.withValue(deadline) { await boxed.value() }
        } else {
          slot.value = await boxed.value()
        }
        // The task must not end while the alarm still cancels it.
        _ = await alarm.cancelOrFinish()
      }
      await group.next()
    }
  }
  return slot
}
