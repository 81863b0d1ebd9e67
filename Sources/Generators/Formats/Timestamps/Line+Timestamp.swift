internal import CByteScan

extension ByteSlice {
  /// The time stamp that these bytes are as a whole, or nil if they are not one.
  ///
  /// ```swift
  /// let time = line.field(3, separatedBy: "|")?.timestamp(.epochMilliseconds)
  /// ```
  ///
  /// To learn why there is none, use ``Timestamp/init(_:format:)`` with ``string``.
  ///
  /// - Parameter format: How the time stamp is written.
  public func timestamp(_ format: TimestampFormat) -> Timestamp? {
    withBytes { bytes in
      do throws(TimestampFault) { return try format.parse(bytes) } catch { return nil }
    }
  }
}

extension Line {
  /// The time stamp at the start of the line, or nil if there is none.
  ///
  /// ```swift
  /// let times = lines.compactMap { $0.timestamp(.kafka()) }
  /// for minute in times.windows(over: .seconds(60), at: \.sinceEpoch) { print(minute.start, minute.elements.count) }
  /// ```
  ///
  /// The time stamp may follow an opening bracket or the priority of syslog: `<34>`, or `<34>1 ` with the version of
  /// RFC 5424. No letter, digit or sign may follow the time stamp, so that `.date()` does not take the first part of a
  /// longer text.
  ///
  /// - Parameter format: How the time stamp is written.
  /// - Complexity: It reads only the time stamp, and makes no `String`.
  public func timestamp(_ format: TimestampFormat) -> Timestamp? {
    bytes.withBytes { bytes in
      do throws(TimestampFault) {
        return try format.parsePrefix(bytes, from: Self.startOfTimestamp(in: bytes))
      } catch {
        return nil
      }
    }
  }

  /// The time stamp after the first occurrence of a text in the line, or nil if there is none.
  ///
  /// ```swift
  /// line.timestamp(.commonLog, after: "[")          // 203.0.113.1 - - [02/Jan/2026:03:04:05 +0000] "GET …
  /// line.timestamp(.rfc3339, after: "\"time\":\"")  // {"level":"info","time":"2026-01-02T03:04:05Z"}
  /// ```
  ///
  /// - Parameters:
  ///   - format: How the time stamp is written.
  ///   - text: What is right before it, byte for byte.
  public func timestamp(_ format: TimestampFormat, after text: String) -> Timestamp? {
    var text = text
    return text.withUTF8 { text in
      bytes.withBytes { bytes in
        guard let start = bytes.offset(after: text) else { return nil }
        do throws(TimestampFault) { return try format.parsePrefix(bytes, from: start) } catch { return nil }
      }
    }
  }

  /// Where a time stamp at the start of a line begins: after a bracket or a priority, if there is one.
  private static func startOfTimestamp(in bytes: UnsafeBufferPointer<UInt8>) -> Int {
    guard let first = bytes.first else { return 0 }
    if first == UInt8(ascii: "[") || first == UInt8(ascii: "(") { return 1 }
    guard first == UInt8(ascii: "<") else { return 0 }
    var place = 1
    while place < bytes.count, place <= 3, TimestampScanner.digit(bytes[place]) <= 9 { place += 1 }
    guard place > 1, place < bytes.count, bytes[place] == UInt8(ascii: ">") else { return 0 }
    place += 1
    let hasVersion =
      place + 1 < bytes.count && TimestampScanner.digit(bytes[place]) <= 9 && bytes[place + 1] == UInt8(ascii: " ")
    return hasVersion ? place + 2 : place
  }
}

extension LineRecord {
  /// The time stamp at the start of the first line, or nil if there is none: see ``Line/timestamp(_:)``.
  ///
  /// ```swift
  /// for record in lines.records(startingWith: .timestamp(.kafka())) { print(record.timestamp(.kafka())!, record.lines.count) }
  /// ```
  ///
  /// - Parameter format: How the time stamp is written.
  public func timestamp(_ format: TimestampFormat) -> Timestamp? { lines[0].timestamp(format) }
}

extension RecordStart {
  /// Lines that begin with a time stamp, as ``Line/timestamp(_:)`` finds it.
  ///
  /// ```swift
  /// lines.records(startingWith: .timestamp(.kafka()))
  /// ```
  public static func timestamp(_ format: TimestampFormat) -> RecordStart {
    .line { $0.timestamp(format) != nil }
  }
}

extension UnsafeBufferPointer<UInt8> {
  /// The offset after the first occurrence of `text`, or nil if it does not occur.
  func offset(after text: UnsafeBufferPointer<UInt8>) -> Int? {
    guard !text.isEmpty else { return 0 }
    let start = byte_scan_find(baseAddress, count, byte_scan_needle_make(text.baseAddress, text.count))
    return start < 0 ? nil : start + text.count
  }
}
