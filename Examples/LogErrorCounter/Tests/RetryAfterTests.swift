import ExampleTesting
import Testing

@testable import LogErrorCounter

@Suite struct RetryAfterTests {
  /// Sun, 06 Nov 1994 08:49:37 GMT, the date that RFC 9110 uses.
  static let date = 784_111_777

  @Test(
    "R9: a server's delay is read in seconds and as a date of any form",
    arguments: [
      ("0", 0), ("120", 120), (" 7\t", 7), ("99999999999999999999", 1_000_000_000),
      ("Sun, 06 Nov 1994 08:49:37 GMT", 30), ("Sunday, 06-Nov-94 08:49:37 GMT", 30), ("Sun Nov  6 08:49:37 1994", 30),
      ("Sun, 06 Nov 1994 08:49:06 GMT", 0), ("Thu, 29 Feb 1996 00:00:00 GMT", 41_440_253),
      ("Mon, 01 Jan 9999 00:00:00 GMT", 1_000_000_000), ("Saturday, 01-Jan-00 00:00:00 GMT", 162_573_053),
    ]
  )
  func delay(field: String, seconds: Int) {
    #expect(RetryAfter.delay(field, now: Self.date - 30) == .seconds(seconds))
  }

  @Test(
    "R9: what is neither is no delay",
    arguments: [
      "", " ", "-1", "1.5", "soon", "1 2", "Sun, 06 Nov 1994 08:49:37", "Sun, 06 Nov 1994 08:49:37 CET",
      "Sun, 06 Now 1994 08:49:37 GMT", "Sun, 00 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 24:49:37 GMT",
      "Sun, 06 Nov 1994 08:60:37 GMT", "Sun, 06 Nov 1994 08:49 GMT", "Sun, 06 Nov 94 08:49:37 GMT",
      "Sun Nov  6 08:49:37", "٣",
    ]
  )
  func noDelay(field: String) {
    #expect(RetryAfter.delay(field, now: Self.date) == nil)
  }
}
