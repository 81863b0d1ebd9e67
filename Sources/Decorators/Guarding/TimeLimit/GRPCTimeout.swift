/// The header `grpc-timeout`: how long a client waits for the answer, as at most eight digits and a unit (T12).
///
/// ```swift
/// request.headers["grpc-timeout"] = CallDeadline.current?.grpcTimeout          // "1500000u"
/// let asked = request.headers["grpc-timeout"].flatMap(GRPCTimeout.duration)    // 1.5 seconds
/// try await withTimeLimit(within: min(asked ?? cap, cap), propagating: true) { … }
/// ```
///
/// The format is that of the gRPC specification, "gRPC over HTTP2".
public enum GRPCTimeout {
  private static let units: [(letter: Character, nanoseconds: Int128)] = [
    ("n", 1), ("u", 1_000), ("m", 1_000_000), ("S", 1_000_000_000), ("M", 60_000_000_000), ("H", 3_600_000_000_000),
  ]
  private static let most: Int128 = 99_999_999

  /// The value of the header for a duration, in the smallest unit that fits.
  ///
  /// It is cut, so that the server stops no later than the client. A duration of less than a nanosecond is one
  /// nanosecond, because the value must be positive; more than eight digits of hours are the largest value.
  ///
  /// - Parameter duration: How long the client waits.
  public static func header(for duration: Duration) -> String {
    let nanoseconds = max(1, duration.attoseconds / 1_000_000_000)
    for unit in units where nanoseconds / unit.nanoseconds <= most {
      return "\(nanoseconds / unit.nanoseconds)\(unit.letter)"
    }
    return "\(most)H"
  }

  /// The duration that a value of the header gives.
  ///
  /// - Parameter header: The value of the header.
  /// - Returns: The duration; `nil` if the value is not one to eight digits and one of `n`, `u`, `m`, `S`, `M` and `H`.
  public static func duration(_ header: String) -> Duration? {
    let digits = header.utf8.dropLast()
    guard (1...8).contains(digits.count), digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
      let unit = units.first(where: { header.hasSuffix(String($0.letter)) }),
      let number = Int128(header.dropLast())
    else { return nil }
    return Duration(attoseconds: number * unit.nanoseconds * 1_000_000_000)
  }
}

extension CallDeadline {
  /// The time that is left, as a value of the header `grpc-timeout`.
  public var grpcTimeout: String { GRPCTimeout.header(for: remaining) }
}
