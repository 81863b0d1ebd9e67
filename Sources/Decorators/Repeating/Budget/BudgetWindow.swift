/// How many calls and extra attempts there were lately, in ten parts of a window, so that counting costs the same at
/// any rate.
struct BudgetWindow {
  private struct Part {
    var calls = 0
    var extras = 0
  }

  private static let partCount = 10

  /// When the newest part ends.
  private var end: Duration
  private(set) var calls = 0
  private(set) var extras = 0
  /// The number of the newest part, counted from the first one.
  private var newest = 0
  /// The newest part. It is not among the others, so that a call that counts there changes nothing but this value.
  private var current = Part()
  private var others = Array(repeating: Part(), count: partCount)
  private let width: Duration

  init(_ length: Duration) {
    width = length / Self.partCount
    end = width
  }

  /// Forgets what was longer ago than the window. It takes at most ten steps, however long the last call was ago.
  @inline(__always)
  mutating func advance(to now: Duration) {
    if now >= end { move(to: now) }
  }

  private mutating func move(to now: Duration) {
    let number = Int(clamping: now.attoseconds / width.attoseconds)
    for _ in 0..<min(number - newest, Self.partCount) {
      others[newest % Self.partCount] = current
      newest += 1
      calls -= others[newest % Self.partCount].calls
      extras -= others[newest % Self.partCount].extras
      current = Part()
    }
    newest = number
    end = width * number + width
  }

  /// - Returns: The part in which the call is counted.
  mutating func addCall() -> Int {
    current.calls &+= 1
    calls &+= 1
    return newest
  }

  /// - Returns: The part in which the extra attempt is counted.
  mutating func addExtra() -> Int {
    current.extras &+= 1
    extras &+= 1
    return newest
  }

  mutating func removeCall(from part: Int) {
    guard isCounted(part) else { return }
    self[part].calls -= 1
    calls -= 1
  }

  mutating func removeExtra(from part: Int) {
    guard isCounted(part) else { return }
    self[part].extras -= 1
    extras -= 1
  }

  /// The newest part that has an extra attempt.
  var newestExtra: Int? {
    (max(0, newest - Self.partCount + 1)...newest).last { self[$0].extras > 0 }
  }

  private func isCounted(_ part: Int) -> Bool { part > newest - Self.partCount }

  private subscript(part: Int) -> Part {
    get { part == newest ? current : others[part % Self.partCount] }
    set { if part == newest { current = newValue } else { others[part % Self.partCount] = newValue } }
  }
}
