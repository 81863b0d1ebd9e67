/// When the time for the current call is over.
///
/// A time limit with `propagating: true` binds it for the task, and tasks inherit it. Loads of caches, which can have
/// several callers, do not (M5). Code inside can ask how much time is left, tell another server, and stop early.
/// Retries end with it, and a function with a time limit does not begin after it.
///
/// ```swift
/// try await withTimeLimit(within: .seconds(2), propagating: true) {
///   request.headers["grpc-timeout"] = CallDeadline.current?.grpcTimeout
///   return try await client.send(request)
/// }
/// ```
///
/// Synchronous code cannot be stopped from outside. It asks (T9):
///
/// ```swift
/// for page in pages {
///   try CallDeadline.current?.check()
///   render(page)
/// }
/// ```
///
/// What is sent to another host is the time that is left, never a time of day, because clocks differ (T12).
public struct CallDeadline: Sendable {
  @TaskLocal static var bound: CallDeadline?

  /// What a deadline says, in one reference, because every call with a limit looks for one.
  private final class Shared: Sendable {
    let name: String
    let span: LimitedSpan
    let timeline: Timeline

    init(name: String, span: LimitedSpan, timeline: Timeline) {
      self.name = name
      self.span = span
      self.timeline = timeline
    }
  }

  private let shared: Shared
  private var name: String { shared.name }
  private var span: LimitedSpan { shared.span }
  private var timeline: Timeline { shared.timeline }

  init(of span: LimitedSpan, on timeline: Timeline, at site: CallSite) {
    shared = Shared(name: site.name, span: span, timeline: timeline)
  }

  /// The deadline of the current task; `nil` if no time limit around it is `propagating:`.
  ///
  /// Of several limits, it is the one that ends first.
  public static var current: CallDeadline? { bound }

  /// How much time is left; zero if the time is over.
  public var remaining: Duration { max(.zero, span.end - timeline.now) }

  /// Whether the time is over.
  public var isOver: Bool { timeline.now >= span.end }

  /// Stops a function whose time is over.
  ///
  /// - Throws: ``TimeLimitExceeded`` with the scope `.whole` if the time is over.
  public func check() throws(TimeLimitExceeded) {
    let now = timeline.now
    guard now >= span.end else { return }
    throw TimeLimitExceeded(name: name, scope: .whole, limit: span.limit, elapsed: now - span.begin)
  }

  /// The error of a call that does not begin, because the time is over (T6).
  func notStarted(_ site: CallSite) -> any Error {
    postingRefusal(TimeLimitExceeded(name: site.name, scope: .whole, limit: span.limit, elapsed: .zero))
  }

  /// This deadline, or one that is bound already and ends first.
  func orNearer(_ other: CallDeadline?) -> CallDeadline {
    guard let other, other.remaining < remaining else { return self }
    return other
  }
}

extension CallDeadline: CustomStringConvertible {
  /// How much time is left: `1.5 seconds left for 'fetch'`.
  public var description: String { "\(remaining) left for '\(name)'" }
}
