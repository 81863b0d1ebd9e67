public import DequeModule

extension Sequence {
  /// Returns the elements of each span of time, by the time that each element itself has.
  ///
  /// ```swift
  /// for minute in requests.windows(over: .seconds(60), at: { .seconds($0.timestamp) }) {
  ///   print(minute.start, minute.elements.count)
  /// }
  /// let rates = requests.windows(over: .seconds(60), every: .seconds(10), at: \.time).map { $0.elements.count / 60 }
  /// ```
  ///
  /// Windows begin at the multiples of `every`, so an element is in the same windows whatever comes before it. If
  /// `every` is the duration, windows follow each other. If it is less, they overlap, and an element is in several. If
  /// it is more, the elements between two windows are skipped. A window is delivered when an element shows that its
  /// time is over, or at the end. A window without elements is not delivered. No clock is read, so a stream that falls
  /// silent keeps its last windows.
  ///
  /// **Late elements**: elements may come out of order by up to `lateness`, which delays each window by that time. An
  /// element is left out if all its windows have been delivered before it comes.
  ///
  /// **Wrong times**: an element is out of range if its time is more than `maximumJump` ahead of the latest time so
  /// far, or more than `lateness` and `maximumJump` behind it. Such an element is held. If the next element is in
  /// range, the held elements are left out, so one wrong time does not make all later elements late. If 100 elements in
  /// a row are out of range, the stream has moved, for example after a pause: they are accepted, and no element is
  /// lost. The same is true of the elements that are held at the end.
  ///
  /// Each element that is left out is counted in the next window and in `omissions`, and passed to `onOmission`.
  ///
  /// - Parameters:
  ///   - duration: The length of a window, more than zero.
  ///   - every: The distance between the starts of two windows, more than zero. The default is `duration`.
  ///   - lateness: How far the time of an element may be behind the latest time so far, at least zero. The default is
  ///     zero.
  ///   - maximumJump: How far the time of an element may jump, at least zero. The default is one day.
  ///   - omissions: Counts the elements that are left out. You can read it while the sequence is iterated.
  ///   - time: Returns the time of an element, as the distance from a start that you choose, such as 1970. It is called
  ///     once for each element. A time beyond ±670 billion years counts as that limit.
  ///   - onOmission: Receives each element that is left out, and the reason. The default does nothing.
  /// - Complexity: Memory for the elements of `duration` and `lateness`, and for up to 100 held elements. O(1) for an
  ///   element that comes in order, O(log *n*) for one of *n* elements that come out of order.
  @inlinable
  public func windows(
    over duration: Duration,
    every: Duration? = nil,
    lateness: Duration = .zero,
    maximumJump: Duration = .seconds(86_400),
    countedBy omissions: TimeWindowOmissions? = nil,
    at time: @escaping (Element) -> Duration,
    onOmission: @escaping (Element, TimeWindowOmissions.Reason) -> Void = { _, _ in }
  ) -> TransformedSequence<Self, TimeWindowing<Element>> {
    let shape = TimeWindowShape(over: duration, every: every, lateness: lateness, maximumJump: maximumJump)
    return TransformedSequence(
      base: self,
      transform: TimeWindowing(shape, omissions: omissions, time: time, onOmission: onOmission)
    )
  }
}

extension AsyncSequence {
  /// Returns the elements of each span of time, as
  /// ``Swift/Sequence/windows(over:every:lateness:maximumJump:countedBy:at:onOmission:)`` does.
  ///
  /// When the sequence throws, the windows that were begun come first and then the error. Cancellation is up to the
  /// sequence.
  ///
  /// - Parameters:
  ///   - duration: The length of a window, more than zero.
  ///   - every: The distance between the starts of two windows, more than zero. The default is `duration`.
  ///   - lateness: How far the time of an element may be behind the latest time so far, at least zero. The default is
  ///     zero.
  ///   - maximumJump: How far the time of an element may jump, at least zero. The default is one day.
  ///   - omissions: Counts the elements that are left out. You can read it while the sequence is iterated.
  ///   - time: Returns the time of an element. It is called once for each element.
  ///   - onOmission: Receives each element that is left out, and the reason. The default does nothing.
  @inlinable
  public func windows(
    over duration: Duration,
    every: Duration? = nil,
    lateness: Duration = .zero,
    maximumJump: Duration = .seconds(86_400),
    countedBy omissions: TimeWindowOmissions? = nil,
    at time: @escaping @Sendable (Element) -> Duration,
    onOmission: @escaping @Sendable (Element, TimeWindowOmissions.Reason) -> Void = { _, _ in }
  ) -> AsyncTransformedSequence<Self, TimeWindowing<Element>> {
    let shape = TimeWindowShape(over: duration, every: every, lateness: lateness, maximumJump: maximumJump)
    return AsyncTransformedSequence(
      base: self,
      transform: TimeWindowing(shape, omissions: omissions, time: time, onOmission: onOmission)
    )
  }
}

/// The rule of `windows(over:)`. Times are in attoseconds.
public struct TimeWindowing<Element>: StreamTransform {
  @usableFromInline typealias Timed = (time: Int128, number: Int, element: Element)

  @usableFromInline let shape: TimeWindowShape
  @usableFromInline let omissions: TimeWindowOmissions?
  @usableFromInline let time: (Element) -> Duration
  @usableFromInline let onOmission: (Element, TimeWindowOmissions.Reason) -> Void

  /// The elements that a window to come can show, in the order of their times, without `stragglers`.
  @usableFromInline var waiting = Deque<Timed>()
  /// Elements that came after later ones. They move to `waiting` when a window shows them.
  @usableFromInline var stragglers = BinaryHeap<Timed>()
  /// Elements out of range that came one after the other.
  @usableFromInline var held: [Timed] = []
  /// The least time of the elements that wait, and the first window that shows it.
  @usableFromInline var coming: (time: Int128, start: Int128)?
  /// No window that starts before this is delivered any more.
  @usableFromInline var earliestStart: Int128?
  /// The latest time of an element in range.
  @usableFromInline var latest: Int128?
  @usableFromInline var added = 0
  @usableFromInline var late = 0
  @usableFromInline var tooFarAhead = 0
  /// The held elements are accepted when all windows before them have been delivered.
  @usableFromInline var isMoving = false
  @usableFromInline var isFinished = false

  @inlinable static var heldLimit: Int { 100 }

  @inlinable
  init(
    _ shape: TimeWindowShape,
    omissions: TimeWindowOmissions?,
    time: @escaping (Element) -> Duration,
    onOmission: @escaping (Element, TimeWindowOmissions.Reason) -> Void
  ) {
    self.shape = shape
    self.omissions = omissions
    self.time = time
    self.onOmission = onOmission
  }

  @inlinable
  public mutating func add(_ element: Element) {
    added &+= 1
    accept((TimeWindowShape.clamped(time(element)), added, element))
  }

  @inlinable
  public mutating func next() -> TimeWindow<Element>? {
    while true {
      if let (_, start) = coming {
        guard isFinished || isMoving || isOver(start) else { return nil }
        return takeWindow(from: start)
      }
      guard isMoving else { return nil }
      moveToHeld()
    }
  }

  @inlinable
  public mutating func finish() {
    isFinished = true
    for timed in held { place(timed) }
    held = []
  }

  // MARK: Adding

  @inlinable
  mutating func accept(_ timed: Timed) {
    if let latest, shape.isOutOfRange(timed.time, latest: latest) {
      held.append(timed)
      isMoving = held.count == Self.heldLimit
    } else {
      if !held.isEmpty { omitHeld() }
      place(timed)
    }
  }

  /// Puts an element in its place if a window to come shows it.
  @inlinable
  mutating func place(_ timed: Timed) {
    latest = latest.map { Swift.max($0, timed.time) } ?? timed.time
    guard !shape.isBetweenWindows(timed.time) else { return }
    if let earliestStart, timed.time < earliestStart { return omit(timed.element, .late) }
    if let last = waiting.last, timed.time < last.time {
      stragglers.insert(timed, by: Self.comesFirst)
    } else {
      waiting.append(timed)
    }
    if let coming, coming.time <= timed.time { return }
    findComing()
  }

  /// The elements that are held had wrong times, because the stream goes on where it was.
  @inlinable
  mutating func omitHeld() {
    for timed in held { omit(timed.element, latest.map { timed.time > $0 } ?? false ? .tooFarAhead : .late) }
    held = []
  }

  @inlinable
  mutating func omit(_ element: Element, _ reason: TimeWindowOmissions.Reason) {
    if reason == .late { late += 1 } else { tooFarAhead += 1 }
    omissions?.add(reason)
    onOmission(element, reason)
  }

  /// Continues at the times of the elements that are held. All windows before them have been delivered.
  @inlinable
  mutating func moveToHeld() {
    let moved = held
    (held, isMoving, latest, earliestStart) = ([], false, nil, nil)
    for timed in moved { accept(timed) }
  }

  // MARK: Delivering

  @inlinable
  func isOver(_ start: Int128) -> Bool { latest.map { $0 - shape.lateness >= start + shape.duration } ?? false }

  @inlinable
  mutating func takeWindow(from start: Int128) -> TimeWindow<Element> {
    let end = start + shape.duration
    moveStragglers(before: end)
    let elements = waiting.prefix { $0.time < end }.map(\.element)
    let following = start + shape.every
    earliestStart = following
    waiting.removeFirst(waiting.prefix { $0.time < following }.count)
    findComing()
    defer { (late, tooFarAhead) = (0, 0) }
    return TimeWindow(
      start: Duration(attoseconds: start),
      end: Duration(attoseconds: end),
      elements: elements,
      late: late,
      tooFarAhead: tooFarAhead
    )
  }

  /// Puts the stragglers of a window among the other elements of it.
  @inlinable
  mutating func moveStragglers(before end: Int128) {
    guard let first = stragglers.elements.first, first.time < end else { return }
    var merged: [Timed] = []
    while let straggler = stragglers.elements.first, straggler.time < end {
      while let other = waiting.first, Self.comesFirst(other, straggler) { merged.append(waiting.removeFirst()) }
      merged.append(stragglers.removeFirst(by: Self.comesFirst))
    }
    waiting.prepend(contentsOf: merged)
  }

  /// Finds the first window to come that shows the first of the elements that wait.
  @inlinable
  mutating func findComing() {
    let times = (waiting.first?.time, stragglers.elements.first?.time)
    guard let time = times.0.map({ Swift.min($0, times.1 ?? $0) }) ?? times.1 else { return coming = nil }
    coming = (time, Swift.max(shape.startOfFirstWindow(showing: time), earliestStart ?? .min))
  }

  @inlinable
  static func comesFirst(_ left: Timed, _ right: Timed) -> Bool {
    (left.time, left.number) < (right.time, right.number)
  }
}
