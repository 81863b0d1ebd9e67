import PlatformC

/// Runs `body` on a new thread. The thread belongs to no pool and ends when `body` returns.
///
/// If the system cannot start a thread, the program stops.
package func startThread(_ body: @escaping @Sendable () -> Void) {
  require(
    startThreadIfPossible(body),
    "The system could not start a thread. The process may have reached its limit of threads or memory."
  )
}

/// Runs `body` on a new thread, as ``startThread(_:)`` does, if the system can start one.
///
/// - Returns: Whether a thread was started. If not, `body` does not run.
package func startThreadIfPossible(_ body: @escaping @Sendable () -> Void) -> Bool {
  let work = Unmanaged.passRetained(ThreadBody(run: body))
  #if canImport(Darwin)
    var thread: pthread_t?
  #else
    var thread = pthread_t()
  #endif
  let result = pthread_create(&thread, nil, runThreadBody, work.toOpaque())
  guard result == 0 else {
    work.release()
    return false
  }
  #if canImport(Darwin)
    pthread_detach(thread!)
  #else
    pthread_detach(thread)
  #endif
  return true
}

private final class ThreadBody: Sendable {
  let run: @Sendable () -> Void
  init(run: @escaping @Sendable () -> Void) { self.run = run }
}

#if canImport(Darwin)
  private func runThreadBody(_ context: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? {
    Unmanaged<ThreadBody>.fromOpaque(context).takeRetainedValue().run()
    return nil
  }
#else
  private func runThreadBody(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    Unmanaged<ThreadBody>.fromOpaque(context!).takeRetainedValue().run()
    return nil
  }
#endif
