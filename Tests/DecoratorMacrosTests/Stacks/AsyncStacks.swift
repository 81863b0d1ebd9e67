import DecoratorMacros
import DecoratorsTesting

/// Asynchronous functions under every stack, with the same stacks made by hand.
final class AsyncStacks: Sendable {
  let trace = StackTrace()
  let timing: TimingPolicy
  let logging: LoggingPolicy
  let cache = MemoCache<Int, Int>(capacity: 4)

  init() {
    timing = trace.timing
    logging = trace.logging
  }

  func work(_ id: Int) throws -> Int { try trace.work(id) }

  /// What happens when the function is called three times with one argument.
  func events(of function: (Int) async throws -> Int) async -> [String] {
    for _ in 1...3 {
      do { trace.add(.success(try await function(1))) } catch { trace.add(.failure(error)) }
    }
    trace.add(cache.cacheInfo)
    return trace.events.values
  }

  /// The stack as function values, wrapped inside out.
  func byHand(_ stack: [String]) -> AsyncFunction<Int, Int, any Error> {
    stack.reversed().reduce(AsyncFunction(named: "f") { id async throws in try self.work(id) }, wrapped)
  }

  private func wrapped(_ inner: AsyncFunction<Int, Int, any Error>, in layer: String) -> AsyncFunction<
    Int, Int, any Error
  > {
    switch layer {
    case "timed": return inner.decorated(by: timing)
    case "retrying": return inner.retrying(attempts: 2, backoff: .none)
    case "logged": return inner.decorated(by: logging)
    default: return AsyncFunction(inner.memoized(in: cache))
    }
  }
}
