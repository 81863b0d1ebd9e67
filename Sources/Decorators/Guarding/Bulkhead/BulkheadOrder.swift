import DecoratorPrimitives

/// Which of the waiting calls gets the next place in a ``Bulkhead``.
public struct BulkheadOrder: Sendable, Hashable, CustomStringConvertible {
  enum Kind: Sendable, Hashable { case arrival, taskPriority, newestFirst }

  let kind: Kind

  /// The call that came first. It is the default.
  public static var arrival: Self { Self(kind: .arrival) }

  /// The call whose task has the highest priority, and among those the one that came first.
  ///
  /// Whoever has waited longer than half of `waitingAtMost:` goes first, so that no call starves. Without
  /// `waitingAtMost:`, a call of low priority waits as long as others come. A waiting task whose priority rises moves up.
  public static var byTaskPriority: Self { Self(kind: .taskPriority) }

  /// The call that came last, once calls have been waiting for 100 ms without a break; before that, the one that came
  /// first.
  ///
  /// Under lasting overload, the oldest calls are those whose callers have given up. Give the calls a `waitingAtMost:`,
  /// so that those at the end of the queue do not wait forever.
  public static var newestFirst: Self { Self(kind: .newestFirst) }

  func queueOrder(waitingAtMost longest: Duration?) -> WaitQueue<BulkheadTicket>.Order {
    switch kind {
    case .arrival: .arrival
    case .taskPriority: .priority(aging: longest.map { $0 / 2 })
    case .newestFirst: .newest(after: .milliseconds(100))
    }
  }

  /// The order as it reads in source: `byTaskPriority`.
  public var description: String {
    switch kind {
    case .arrival: "arrival"
    case .taskPriority: "byTaskPriority"
    case .newestFirst: "newestFirst"
    }
  }
}

/// What a call waits for in a bulkhead.
struct BulkheadTicket: Sendable {
  let cost: Int
}
