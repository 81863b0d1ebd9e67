/// How many durations there were in each of 96 buckets, from 65 µs to 15 minutes, each wider than the one before by a
/// fifth.
struct LatencyHistogram: Sendable {
  /// The upper edge of each bucket, which belongs to it: 65 µs · 2^(i/4).
  static let edges: [Duration] = {
    // The fourth root of 2 and its powers.
    let steps = [1, 1.189_207_115_002_721, 1.414_213_562_373_095_1, 1.681_792_830_507_429]
    return (0..<96).map { .nanoseconds(Int64(65_000 * steps[$0 % 4] * Double(1 << ($0 / 4)))) }
  }()

  private(set) var counts = [UInt32](repeating: 0, count: edges.count)
  private(set) var count = 0

  /// Counts a duration. One above the last edge counts as that.
  mutating func add(_ duration: Duration) {
    var (low, high) = (0, Self.edges.count - 1)
    while low < high {
      let middle = (low + high) / 2
      if duration <= Self.edges[middle] { high = middle } else { low = middle + 1 }
    }
    counts[low] &+= 1
    count += 1
  }

  mutating func removeAll() {
    guard count > 0 else { return }
    for index in counts.indices { counts[index] = 0 }
    count = 0
  }
}
