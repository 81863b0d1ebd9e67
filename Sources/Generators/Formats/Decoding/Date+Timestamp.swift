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
