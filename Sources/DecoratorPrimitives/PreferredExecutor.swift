/// The executor that the current task prefers, for a task of its own that it starts and waits for; nil for the default one.
///
/// A task that sleeps for another one runs where that one runs, so that a simulation has both.
package func preferredTaskExecutor() -> (any TaskExecutor)? {
  withUnsafeCurrentTask { $0?.unownedTaskExecutor?.asTaskExecutor() }
}
