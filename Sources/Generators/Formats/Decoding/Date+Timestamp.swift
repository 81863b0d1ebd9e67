#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

extension Date {
  init(_ time: Timestamp) {
    // A date counts from 2001-01-01T00:00:00Z, so that it is more precise near it than seconds since 1970.
    let seconds = Double(time.secondsSinceEpoch) - 978_307_200 + Double(time.nanoseconds) / 1e9
    self.init(timeIntervalSinceReferenceDate: seconds)
  }
}

extension Timestamp {
  /// The time with as few digits of a fraction as give the same date; nil for a date that is not finite, or further from
  /// 1970 than a time stamp can be.
  init?(_ date: Date) {
    let time = date.timeIntervalSinceReferenceDate
    guard abs(time) < 9e18 else { return nil }
    let seconds = Int64(time.rounded(.down))
    let fraction = time - Double(seconds)
    var nanoseconds = Int64(0)
    for (scale, unit) in [(1, 1_000_000_000), (1_000, 1_000_000), (1_000_000, 1_000), (1_000_000_000, 1)] {
      let count = (fraction * Double(scale)).rounded()
      nanoseconds = Int64(count) * Int64(unit)
      if Double(seconds) + count / Double(scale) == time { break }
    }
    self.init(
      secondsSinceEpoch: seconds + 978_307_200 + nanoseconds / 1_000_000_000,
      nanoseconds: Int(nanoseconds % 1_000_000_000)
    )
  }
}
