import Foundation
import Generators
import Testing

/// How dates and numbers are read from the text fields of CSV and logfmt.
@Suite("Decoded dates and numbers")
struct FieldDecodingTests {
  private struct Dated: Decodable, Equatable { var date: Date }
  private struct Stamped: Decodable { var date: Timestamp }
  private struct Number<Value: Decodable>: Decodable { var n: Value }

  private func csv<Value: Decodable>(
    _ type: Value.Type,
    _ name: String,
    _ text: String,
    dates: TimestampFormat = .rfc3339,
    numbers: NumberFormat = .standard
  ) throws -> Value {
    try withCSVRecords(of: Array("\(name)\n\"\(text)\"\n".utf8), .headed) { records in
      var records = records.makeIterator()
      let record = records.next()
      return try #require(record).decode(as: type, dates: dates, numbers: numbers)
    }
  }

  private func reason<Value: Decodable>(_ text: String, as type: Value.Type) -> String? {
    do {
      _ = try csv(Number<Value>.self, "n", text)
      return nil
    } catch {
      let sentence = "\(error)".components(separatedBy: "it cannot be decoded: ").last
      return sentence?.components(separatedBy: ". Mend it").first
    }
  }

  // MARK: Dates

  @Test(
    "Dates that do not exist are errors that name the record and the column",
    arguments: [
      ("2026-02-30T00:00:00Z", "its month has no such day"), ("2026-01-02T25:00:00Z", "its hour is not in 0 to 23"),
      ("2026-01-02T03:04:05Z+01", "there is something after it"),
      ("2026-01-02T03:04:05ZZ", "there is something after it"),
      ("2026-01-02", "it is written in another way"), ("1767323045", "it is written in another way"),
    ]
  )
  func invalidDates(text: String, reason: String) {
    let expected = "\"date\": \"\(text)\" is no Date: \(reason). It is expected as 2026-01-02T03:04:05Z."
    let error = #expect(throws: RecordError.self) { try csv(Dated.self, "date", text) }
    #expect(
      error?.description
        == "Cannot read \"bytes in memory\", record 2, line 2, at byte 5: it cannot be decoded: \(expected) Mend it, or skip or handle "
        + "such records."
    )
    #expect(error?.number == 2)
    let logfmt = #expect(throws: RecordError.self) {
      try withLines(of: Array("date=\(text)".utf8)) { lines in
        for _ in lines.decoded(as: Dated.self, from: .logfmt) {}
      }
    }
    #expect(logfmt?.description.contains(expected) == true)
  }

  @Test("Dates and time stamps are read in a format of one's own")
  func formats() throws {
    let date = Date(timeIntervalSince1970: 1_767_323_045)
    for (text, format) in [
      ("2026-01-02T03:04:05Z", TimestampFormat.rfc3339), ("2026-01-02T04:04:05", .dateTime(zone: .ahead(hours: 1))),
      ("1767323045", .epochSeconds), ("1767323045000", .epochMilliseconds),
      ("02.01.2026 03:04:05", .pattern("%d.%m.%Y %T")),
      ("1767323045", .anyOf(.rfc3339, .epochSeconds)), ("02/Jan/2026:03:04:05 +0000", .commonLog),
    ] {
      #expect(try csv(Dated.self, "date", text, dates: format).date == date)
      #expect(try csv(Stamped.self, "date", text, dates: format).date.secondsSinceEpoch == 1_767_323_045)
      let entries = try withLines(of: Array("date=\"\(text)\"".utf8)) { lines in
        Array(lines.decoded(as: Dated.self, from: .logfmt(dates: format)))
      }
      #expect(entries == [Dated(date: date)])
    }
    #expect(try csv(Dated.self, "date", "2026-01-02", dates: .date()).date.timeIntervalSince1970 == 1_767_312_000)
    #expect(try csv(Stamped.self, "date", "1970-01-01T00:00:00.123456789Z").date.nanoseconds == 123_456_789)
    #expect(try csv(Dated.self, "date", "2026-01-02T03:04:05.25Z").date.timeIntervalSince1970 == 1_767_323_045.25)
    #expect(throws: RecordError.self) { try csv(Stamped.self, "date", "x") }
  }

  @Test("Sequences of records take the formats of dates and numbers in all their forms")
  func sequences() async throws {
    struct Row: Decodable, Equatable, Sendable {
      var at: Timestamp
      var n: Double
    }
    let text = Array("at;n\n1;1,5\nx;2\n3;4,25\n".utf8)
    let format = CSVFormat(separator: ";", header: .firstRecord)
    let comma = NumberFormat(decimalSeparator: ",")
    let rows = [Row(at: Timestamp(secondsSinceEpoch: 1), n: 1.5), Row(at: Timestamp(secondsSinceEpoch: 3), n: 4.25)]
    let error = #expect(throws: RecordError.self) {
      try withCSVRecords(of: text, format) { records in
        #expect(Array(records.decoded(as: Row.self, dates: .epochSeconds, numbers: comma)) == [rows[0]])
      }
    }
    #expect(error?.number == 3)
    let failures = FailureCount()
    let counted = try withCSVRecords(of: text, format) { records in
      Array(records.decoded(as: Row.self, dates: .epochSeconds, numbers: comma, countingFailures: failures))
    }
    #expect(counted == rows && failures.count == 1)
    let asynchronous = AsyncCSVRecords(of: AsyncChunkSource(chunks: [text]), format)
    var read: [Row] = []
    for try await row in asynchronous.decoded(
      as: Row.self,
      dates: .epochSeconds,
      numbers: comma,
      countingFailures: failures
    ) {
      read.append(row)
    }
    #expect(read == rows && failures.count == 2)
    await #expect(throws: RecordError.self) {
      let records = AsyncCSVRecords(of: AsyncChunkSource(chunks: [text]), format)
      for try await _ in records.decoded(as: Row.self, dates: .epochSeconds, numbers: comma) {}
    }
  }

  // MARK: Numbers

  @Test(
    "Decimal numbers are read as Double, rounded to the nearest",
    arguments: [
      ("1", 1), ("1.5", 1.5), ("0.1", 0.1), ("1e3", 1_000), ("1E+3", 1_000), ("1e-130", 1e-130), ("1e127", 1e127),
      ("1e200", 1e200), ("-0", -0.0), ("+5", 5), (".5", 0.5), ("-.5", -0.5), ("5.", 5), ("-1e-400", -0.0),
      ("0.30", 0.3),
      ("123456789012345678901234567890123456789", 123456789012345684699646211807260966912),
      ("1.0000000000000000000000000000000000000000000001", 1), ("00012", 12),
      ("1.7976931348623157e308", .greatestFiniteMagnitude),
      ("9007199254740993", 9_007_199_254_740_992), ("2.2250738585072011e-308", Double.leastNormalMagnitude.nextDown),
      ("0e999999999999", 0),
      ("5e-324", .leastNonzeroMagnitude), ("123456789012345e22", 123456789012345e22), ("8.41e21", 8.41e21),
    ] as [(String, Double)]
  )
  func doubles(text: String, expected: Double) throws {
    let number = try csv(Number<Double>.self, "n", text).n
    #expect(number == expected && number.sign == expected.sign)
    let entries = try withLines(of: Array("n=\(text)".utf8)) { lines in
      Array(lines.map { ($0.logfmt["n"]?.double, $0.field(1, separatedBy: "=")?.double) })
    }
    #expect(entries[0].0 == expected && entries[0].1 == expected)
  }

  @Test(
    "What is no decimal number is refused, with a reason",
    arguments: [
      "1_000", "0x10", "0x1p3", "nan", "inf", "INF", "Infinity", "nan(0x1)", "snan", "1e", "1e+", "--1", "+-1", "1-2",
      "1,5",
      " 1", "1 ", "１", "١", "−1", "1\u{A0}", ".", "-", "+", "e5", ".e5", "1.2.3", "1e5.5", "1f", "1e0x5",
    ]
  )
  func noDoubles(text: String) throws {
    #expect(reason(text, as: Double.self) == "\"n\": \"\(text)\" is no Double")
    #expect(reason(text, as: Float.self) == "\"n\": \"\(text)\" is no Float")
    #expect(reason(text, as: Int.self) == "\"n\": \"\(text)\" is no Int")
    #expect(reason(text, as: Decimal.self) == "\"n\": \"\(text)\" is no Decimal")
  }

  @Test("What is too large is refused, and never infinity")
  func tooLarge() {
    for text in ["1e400", "1e309", "-1e400", "1e10000000000000000000", String(repeating: "9", count: 400)] {
      #expect(reason(text, as: Double.self) == "\"n\": \"\(text)\" is no Double: it is too large or too small for one")
    }
    #expect(reason("1e39", as: Float.self)?.hasSuffix("is no Float: it is too large or too small for one") == true)
    #expect(reason("1e38", as: Float.self) == nil)
    #expect(reason("128", as: Int8.self)?.hasSuffix("is no Int8: it is too large or too small for one") == true)
    #expect(reason("-1", as: UInt.self)?.hasSuffix("is no UInt: it is too large or too small for one") == true)
    #expect(reason("9223372036854775808", as: Int.self)?.contains("too large") == true)
    #expect(reason("1e1000000000000", as: Int.self)?.contains("too large") == true)
    #expect(reason("1e200", as: Decimal.self)?.contains("too large") == true)
  }

  @Test("An integer is every number whose value is whole, without rounding")
  func integers() throws {
    for (text, expected) in [
      ("0", 0), ("-0", 0), ("+16", 16), ("007", 7), ("3.0", 3), ("5.", 5), ("1e3", 1_000), ("120e-1", 12),
      ("1200e-2", 12),
      ("1.50e1", 15), ("0.0", 0), ("0e-5", 0), ("9223372036854775807", .max), ("-9223372036854775808", .min),
      ("9223372036854775807.000", .max), ("922337203685477580.7e1", .max), ("0e99999999999999999999", 0),
    ] as [(String, Int)] {
      #expect(try csv(Number<Int>.self, "n", text).n == expected, "\(text)")
    }
    #expect(try csv(Number<Int128>.self, "n", "-170141183460469231731687303715884105728").n == .min)
    #expect(try csv(Number<UInt8>.self, "n", "255").n == 255)
    #expect(try csv(Number<UInt8>.self, "n", "-0").n == 0)
    for text in [
      "1.5", "1e-3", "0.1", "9007199254740993.5", "1e-1000000000000", "0.1234567890123456789012",
      "99999999999999999999.5",
    ] {
      #expect(reason(text, as: Int.self) == "\"n\": \"\(text)\" is no Int: it is not whole")
    }
  }

  @Test("Floats are rounded once")
  func floats() throws {
    // As a Double it is a tie, which rounds the other way.
    #expect(try csv(Number<Float>.self, "n", "1.00000005960464477539062501").n == Float(1).nextUp)
    #expect(try csv(Number<Float>.self, "n", "3.4028235e38").n == .greatestFiniteMagnitude)
  }

  @Test("Decimal keeps its digits")
  func decimals() throws {
    for (text, expected) in [
      ("12.34", "12.34"), ("+5", "5"), (".5", "0.5"), ("5.", "5"), ("1e3", "1000"), ("-0.30", "-0.3"),
      ("0e500", "0"), ("0.00e-127", "0"), ("-0e-500", "0"),
      ("99999999999999999999999999999999999999e127", "99999999999999999999999999999999999999e127"),
      (".00000000000000000000000000000000000000012", "1.2e-40"),
    ] {
      #expect(try csv(Number<Decimal>.self, "n", text).n == Decimal(string: expected), "\(text)")
    }
    for text in [
      "0.30000000000000000000000000000000000000004", "1234567890123456789012345678901234567890123456",
    ] {
      #expect(reason(text, as: Decimal.self)?.hasSuffix("is no Decimal: it has more than 38 digits") == true)
    }
    for text in ["1e-400", "12345e-130", "1e200"] {
      #expect(reason(text, as: Decimal.self)?.hasSuffix("is no Decimal: it is too large or too small for one") == true)
    }
  }

  @Test("Infinity and NaN, and a decimal comma, by an option")
  func options() throws {
    let nonFinite = NumberFormat(allowsNonFinite: true)
    for (text, expected) in [("inf", Double.infinity), ("-INF", -.infinity), ("+Infinity", .infinity), ("1.5", 1.5)] {
      #expect(try csv(Number<Double>.self, "n", text, numbers: nonFinite).n == expected)
      #expect(try csv(Number<Float>.self, "n", text, numbers: nonFinite).n == Float(expected))
    }
    for text in ["nan", "NaN", "-nan", "+NAN"] {
      #expect(try csv(Number<Double>.self, "n", text, numbers: nonFinite).n.isNaN)
    }
    for text in ["nan(0x1)", "snan", "1e400", "infinit", "n\u{01}n"] {
      #expect(throws: RecordError.self) { try csv(Number<Double>.self, "n", text, numbers: nonFinite) }
    }
    let comma = NumberFormat(decimalSeparator: ",")
    #expect(try csv(Number<Double>.self, "n", "12,5", numbers: comma).n == 12.5)
    #expect(try csv(Number<Double>.self, "n", "1234567890123456789,5", numbers: comma).n == 1234567890123456789.5)
    #expect(try csv(Number<Decimal>.self, "n", "12,34", numbers: comma).n == Decimal(string: "12.34"))
    #expect(throws: RecordError.self) { try csv(Number<Double>.self, "n", "12.5", numbers: comma) }
    #expect(throws: RecordError.self) { try csv(Number<Double>.self, "n", "1.234,5", numbers: comma) }
  }

  @Test("A character that numbers have for something else cannot separate decimals")
  func misuse() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = NumberFormat(decimalSeparator: "e")
    }
    #expect(result.message.contains("\"e\" cannot be the decimal separator of numbers. Use a point or a comma."))
  }
}
