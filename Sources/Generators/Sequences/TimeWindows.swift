extension Sequence {
  /// The elements of each span of time, by the time that each element itself has.
  ///
  /// ```swift
  /// for minute in requests.windows(over: .seconds(60), at: { .seconds($0.timestamp) }) {
  ///   print(minute.start, minute.elements.count)
  /// }
  /// let rates = requests.windows(over: .seconds(60), every: .seconds(10), at: \.time).map { $0.elements.count / 60 }
  /// ```
  ///
  /// Windows begin at the multiples of `every`, so that the same element is in the same windows whatever comes before it.
  /// They tumble, one after the other, unless `every` is less than `duration`: then they slide, and an element is in
  /// several. A window is delivered when an element shows that its time is over, or at the end. One without elements is
  /// not.
  ///
  /// Elements may come out of order by up to `lateness`, which delays each window by so much. What comes later still is
  /// left out, and counted by the next window in ``TimeWindow/late``; what is late after the last window, by nothing.
  ///
  /// - Parameters:
  ///   - duration: How long a window is: more than zero.
  ///   - every: How far the start of one window is from the next: more than zero. If it is over the duration, elements
  ///     between windows are passed over. It is the duration unless you give it.
  ///   - lateness: How far behind the latest time before it the time of an element may be: zero, the default, or more.
  ///   - time: When an element was: how long after a beginning that is up to you, such as 1970. Each is asked once.
  /// - Complexity: Memory for the elements of `duration` and `lateness`.
  @inlinable
  public func windows(
    over duration: Duration,
    every: Duration? = nil,
    lateness: Duration = .zero,
    at time: @escaping (Element) -> Duration
  ) -> Shaped<Self, TimeWindowing<Element>> {
    Shaped(base: self, rule: TimeWindowing(over: duration, every: every, lateness: lateness, at: time))
  }
}

extension AsyncSequence {
  /// The elements of each span of time, by the time that each element itself has.
  ///
  /// ```swift
  /// for try await minute in requests.windows(over: .seconds(60), at: { .seconds($0.timestamp) }) {
  ///   print(minute.start, minute.elements.count)
  /// }
  /// ```
  ///
  /// Windows begin at the multiples of `every`, so that the same element is in the same windows whatever comes before it.
  /// They tumble, one after the other, unless `every` is less than `duration`: then they slide, and an element is in
  /// several. A window is delivered when an element shows that its time is over, or at the end. One without elements is
  /// not. No clock is looked at: a stream that falls silent keeps its last windows.
  ///
  /// Elements may come out of order by up to `lateness`, which delays each window by so much. What comes later still is
  /// left out, and counted by the next window in ``TimeWindow/late``; what is late after the last window, by nothing.
  ///
  /// Where the sequence throws, the windows begun come first and the error after them. Cancellation is up to the sequence.
  ///
  /// - Parameters:
  ///   - duration: How long a window is: more than zero.
  ///   - every: How far the start of one window is from the next: more than zero. If it is over the duration, elements
  ///     between windows are passed over. It is the duration unless you give it.
  ///   - lateness: How far behind the latest time before it the time of an element may be: zero, the default, or more.
  ///   - time: When an element was: how long after a beginning that is up to you, such as 1970. Each is asked once.
  /// - Complexity: Memory for the elements of `duration` and `lateness`.
  @inlinable
  public func windows(
    over duration: Duration,
    every: Duration? = nil,
    lateness: Duration = .zero,
    at time: @escaping @Sendable (Element) -> Duration
  ) -> AsyncShaped<Self, TimeWindowing<Element>> {
    AsyncShaped(base: self, rule: TimeWindowing(over: duration, every: every, lateness: lateness, at: time))
  }
}

/// The rule of `windows(over:every:lateness:at:)`.
public struct TimeWindowing<Element>: ShapingRule {
  @usableFromInline let duration: Duration
  @usableFromInline let every: Duration
  @usableFromInline let lateness: Duration
  @usableFromInline let time: (Element) -> Duration

  /// The elements that a window to come may show, with their times and in the order of them.
  @usableFromInline var waiting: [(time: Duration, element: Element)] = []
  /// How many of them, from the first, no window shows any more. They are removed when they are many.
  @usableFromInline var passed = 0
  /// Where the next window starts and ends. It shows the first element that waits; without one it is nil.
  @usableFromInline var coming: (start: Duration, end: Duration)?
  /// No window that starts before this is delivered any more.
  @usableFromInline var earliest: Duration?
  /// No element is to come, except late ones, that was before this.
  @usableFromInline var watermark: Duration?
  @usableFromInline var late = 0
  @usableFromInline var isFinished = false

  @inlinable
  init(over duration: Duration, every: Duration?, lateness: Duration, at time: @escaping (Element) -> Duration) {
    let every = every ?? duration
    require(duration > .zero, "A window over time lasts longer than zero, not \(duration).")
    require(every > .zero, "Windows over time start more than zero apart, not \(every).")
    require(lateness >= .zero, "Elements may be late by zero or more, not \(lateness).")
    self.duration = duration
    self.every = every
    self.lateness = lateness
    self.time = time
  }

  @inlinable
  public mutating func add(_ element: Element) {
    let time = time(element)
    let isBehind = watermark.map { time - lateness <= $0 } ?? false
    if !isBehind { watermark = time - lateness }
    guard !liesBetweenWindows(time) else { return }
    if isBehind {
      insert(element, at: time)
    } else {
      waiting.append((time, element))
      if coming == nil { findComing() }
    }
  }

  /// Puts an element in its place that comes after later ones, if a window to come shows it.
  @inlinable
  mutating func insert(_ element: Element, at time: Duration) {
    if let earliest, time < earliest {
      late += 1
      return
    }
    var index = waiting.endIndex
    while index > passed, waiting[index - 1].time > time { index -= 1 }
    waiting.insert((time, element), at: index)
    if index == passed { findComing() }
  }

  @inlinable
  public mutating func next() -> TimeWindow<Element>? {
    guard let (start, end) = coming, isFinished || watermark.map({ $0 >= end }) ?? false else { return nil }
    return takeWindow(start, end)
  }

  @inlinable
  public mutating func finish() { isFinished = true }

  @inlinable
  mutating func takeWindow(_ start: Duration, _ end: Duration) -> TimeWindow<Element> {
    let shown = waiting[passed...].prefix { $0.time < end }
    let window = TimeWindow(start: start, end: end, elements: shown.map(\.element), late: late)
    late = 0
    let following = start + every
    earliest = following
    while passed < waiting.count, waiting[passed].time < following { passed += 1 }
    if passed > waiting.count / 2 {
      waiting.removeFirst(passed)
      passed = 0
    }
    findComing()
    return window
  }

  /// The first window to come that shows the first element waiting.
  @inlinable
  mutating func findComing() {
    coming = nil
    guard passed < waiting.count else { return }
    var start = every * (quotient(of: waiting[passed].time - duration) + 1)
    if let earliest, start < earliest { start = earliest }
    coming = (start, start + duration)
  }

  @inlinable
  func liesBetweenWindows(_ time: Duration) -> Bool {
    every > duration && time - every * quotient(of: time) >= duration
  }

  /// How often the distance between windows goes into a time, rounded down.
  @inlinable
  func quotient(of time: Duration) -> Int {
    let (quotient, remainder) = time.attoseconds.quotientAndRemainder(dividingBy: every.attoseconds)
    return Int(remainder < 0 ? quotient - 1 : quotient)
  }
}
