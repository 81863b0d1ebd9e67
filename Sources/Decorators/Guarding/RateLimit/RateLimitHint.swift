/// What a server said about its rate limit: a pause, or how many calls it still accepts.
///
/// ```swift
/// let response = try await http.get(url)
/// if let hint = RateLimitHint(headers: { response.headers[$0] }) { bucket.heed(hint) }
/// ```
public struct RateLimitHint: Sendable, Hashable {
  /// How long to make no call; nil for no pause.
  public var pause: Duration?
  /// How many calls the server still accepts; nil if it did not say.
  public var remaining: Int?

  /// Creates a hint.
  ///
  /// - Parameters:
  ///   - pause: How long to make no call.
  ///   - remaining: How many calls the server still accepts.
  public init(pause: Duration? = nil, remaining: Int? = nil) {
    self.pause = pause
    self.remaining = remaining
  }

  /// Reads the header fields of a response; nil if they say nothing about a limit.
  ///
  /// It knows, and takes the longest pause and the fewest calls of what it finds:
  ///
  /// | field | form |
  /// |---|---|
  /// | `Retry-After`, `retry-after-ms` | as ``RetryAfter`` reads them: seconds, or a date; milliseconds |
  /// | `RateLimit` | `"name";r=0;t=30`, one or several, as in the IETF drafts 8 to 10 |
  /// | `RateLimit-Remaining`, `RateLimit-Reset` | a number, and seconds, as in the drafts 3 to 6 |
  /// | `X-RateLimit-Remaining`, `X-RateLimit-Reset` | the same; a reset of 1 000 000 000 or more is seconds since 1970 |
  ///
  /// Fields that are malformed are ignored. If calls remain, the reset is no pause. A time of day counts from the `Date`
  /// of the same response, so it does not matter what the clock of this machine says (U7). Without a `Date`, and without
  /// `now`, it is no pause.
  ///
  /// - Parameters:
  ///   - headers: Returns the value of a field, whatever the case of its name; nil if the response has none.
  ///   - now: The time of day in whole seconds since 1970, if you want it to count where the response has no `Date`. By
  ///     default nothing does.
  public init?(headers: (_ name: String) -> String?, now: Int64? = nil) {
    var hint = RateLimitHint()
    let date = headers("Date")
    hint.pause =
      RetryAfter(headers("Retry-After"), milliseconds: headers("retry-after-ms"), responseDate: date, now: now)?.delay
    for item in headers("RateLimit").map({ Self.items($0) }) ?? [] { hint.add(remaining: item.r, reset: item.t) }
    for prefix in ["RateLimit", "X-RateLimit"] {
      guard let remaining = headers("\(prefix)-Remaining").flatMap({ RetryAfter.number($0) }) else { continue }
      var reset = headers("\(prefix)-Reset").flatMap { RetryAfter.number($0) }
      if let instant = reset, instant >= 1_000_000_000 {
        reset = RetryAfter.start(date, now: now).map { instant - $0 }
      }
      hint.add(remaining: remaining, reset: reset)
    }
    if hint == RateLimitHint() { return nil }
    self = hint
  }

  private mutating func add(remaining: Int64?, reset: Int64?) {
    guard let remaining else { return }
    self.remaining = min(self.remaining ?? .max, Int(clamping: remaining))
    if remaining == 0, let reset, reset > 0 { pause = max(pause ?? .zero, .seconds(reset)) }
  }

  private static func trimmed(_ text: some StringProtocol) -> Substring {
    var text = Substring(text)
    while let first = text.first, first == " " || first == "\t" { text.removeFirst() }
    while let last = text.last, last == " " || last == "\t" { text.removeLast() }
    return text
  }

  /// The parameters `r` and `t` of each item of a structured field. Quoted names may contain any separator.
  private static func items(_ field: String) -> [(r: Int64?, t: Int64?)] {
    split(field, at: ",").map { item in
      var values: (r: Int64?, t: Int64?) = (nil, nil)
      for parameter in split(item, at: ";").dropFirst() {
        let parts = parameter.split(separator: "=", maxSplits: 1)
        guard parts.count == 2 else { continue }
        switch trimmed(parts[0]) {
        case "r": values.r = RetryAfter.number(parts[1])
        case "t": values.t = RetryAfter.number(parts[1])
        default: break
        }
      }
      return values
    }
  }

  /// Splits outside quotes.
  private static func split(_ text: some StringProtocol, at separator: Character) -> [Substring] {
    let text = Substring(text)
    var parts: [Substring] = []
    var (start, isQuoted, isEscaped) = (text.startIndex, false, false)
    for index in text.indices {
      let character = text[index]
      if isEscaped {
        isEscaped = false
      } else if isQuoted, character == "\\" {
        isEscaped = true
      } else if character == "\"" {
        isQuoted.toggle()
      } else if character == separator, !isQuoted {
        parts.append(text[start..<index])
        start = text.index(after: index)
      }
    }
    return parts + [text[start...]]
  }
}

extension TokenBucket {
  /// Slows down as a server asks: the bucket gives nothing during the pause, and holds no more than what remains (Q9).
  ///
  /// A hint never makes the bucket faster.
  ///
  /// - Parameters:
  ///   - hint: What the server said.
  ///   - longest: The longest pause, to which a longer one is cut; by default 60 seconds.
  public func heed(_ hint: RateLimitHint, atMost longest: Duration = .seconds(60)) {
    source.heed(hint, atMost: longest)
  }
}

extension TokenSource {
  func heed(_ hint: RateLimitHint, atMost longest: Duration) {
    if let remaining = hint.remaining { lower(to: remaining) }
    if let pause = hint.pause, pause > .zero { self.pause(for: min(pause, longest)) }
  }
}

/// Which errors of its calls slow a rate limit down (Q9).
///
/// ```swift
/// RateLimit(by: bucket, hints: .retryAfter)
/// RateLimit(by: bucket, hints: .rateLimitHeaders { error in
///   guard let error = error as? HTTPError else { return nil }
///   return { error.response.headers[$0] }
/// })
/// ```
public struct RateLimitHints: Sendable {
  let hint: @Sendable (any Error) -> RateLimitHint?
  let text: String?

  /// None. It is the default.
  public static var ignored: Self { Self(hint: { _ in nil }, text: nil) }

  /// An error whose `retryDecision` is `.retry(after:)` pauses the bucket for that time, for all who use it.
  public static var retryAfter: Self {
    Self(
      hint: { error in
        guard !isRejection(error), let error = error as? any RetryClassifiable else { return nil }
        guard case .retryAfter(let delay) = error.retryDecision.kind else { return nil }
        return RateLimitHint(pause: delay)
      },
      text: "retryAfter"
    )
  }

  /// The header fields of the response that an error carries: see ``RateLimitHint/init(headers:now:)``. The
  /// fields for rate limits are a draft, so they count only where you ask for it.
  ///
  /// - Parameter headers: Returns how to look up a header field, or nil for an error without a response.
  public static func rateLimitHeaders(
    _ headers: @escaping @Sendable (any Error) -> ((_ name: String) -> String?)?
  ) -> Self {
    Self(hint: { headers($0).flatMap { RateLimitHint(headers: $0) } }, text: "rateLimitHeaders")
  }

  /// What your closure says.
  public static func from(_ hint: @escaping @Sendable (any Error) -> RateLimitHint?) -> Self {
    Self(hint: hint, text: "from")
  }
}
