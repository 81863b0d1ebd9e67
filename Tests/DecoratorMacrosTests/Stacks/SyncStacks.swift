import DecoratorMacros
import DecoratorsTesting

/// Synchronous functions under every stack, with the same stacks made by hand.
final class SyncStacks: Sendable {
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
  func events(of function: (Int) throws -> Int) -> [String] {
    for _ in 1...3 { trace.add(Result { try function(1) }) }
    trace.add(cache.cacheInfo)
    return trace.events.values
  }

  /// The stack as function values, wrapped inside out.
  func byHand(_ stack: [String]) -> Function<Int, Int, any Error> {
    stack.reversed().reduce(Function(named: "f") { id throws in try self.work(id) }, wrapped)
  }

  private func wrapped(_ inner: Function<Int, Int, any Error>, in layer: String) -> Function<Int, Int, any Error> {
    switch layer {
    case "timed": return inner.decorated(by: timing)
    case "retrying": return inner.retrying(attempts: 2, backoff: .none)
    case "logged": return inner.decorated(by: logging)
    default: return Function(inner.memoized(in: cache))
    }
  }
}
