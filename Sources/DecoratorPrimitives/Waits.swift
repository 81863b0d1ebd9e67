/// Whether the current task waits at all.
///
/// A test can turn off all waiting of a task. What is about to wait looks here, and never the path of a call that
/// need not wait.
package enum Waits {
  /// Whether waits on a clock end at once.
  @TaskLocal package static var areSkipped = false
}
