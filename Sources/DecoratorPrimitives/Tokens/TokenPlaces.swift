/// The places of one call in the queues of several buckets.
///
/// If the call cannot be served in time by one bucket, it leaves the queues of all at once, wherever it waits (Q2).
final class TokenPlaces: Sendable {
  typealias Place = (source: TokenSource, waiter: Waiter<TokenBucketState.Ticket>)

  private let places = Locked<[Place]>([])

  /// Written under the locks of all buckets.
  func fill(_ places: [Place]) { self.places.withLock { $0 = places } }

  /// Forgets the places. Call it when the call has left or taken.
  func empty() { places.withLock { $0 = [] } }

  /// Leaves all queues. Call it without a lock.
  func leaveOverdue() {
    for (source, waiter) in places.withLock({ $0 }) { source.leave(waiter, .overdue) }
  }
}
