/// How many calls and extra attempts there were lately, in ten parts of a window, so that counting costs the same at
/// any rate.
struct BudgetWindow {
  private struct Part {
    var calls = 0
    var extras = 0
  }

  private static let partCount = 10

  private let width: Duration
  private var parts = Array(repeating: Part(), count: partCount)
  /// The number of the newest part, counted from the first one.
  private var newest = 0
  /// When the newest part ends.
  private var end: Duration
  private(set) var calls = 0
  private(set) var extras = 0

  init(_ length: Duration) {
    width = length / Self.partCount
    end = width
  }

  /// Forgets what was longer ago than the window. It takes at most ten steps, however long the last call was ago.
  mutating func advance(to now: Duration) {
    guard now >= end else { return }
    let number = Int(clamping: now.attoseconds / width.attoseconds)
    for _ in 0..<min(number - newest, Self.partCount) {
      newest += 1
      calls -= self[newest].calls
      extras -= self[newest].extras
      self[newest] = Part()
    }
    newest = number
    end = width * number + width
  }

  /// - Returns: The part in which the call is counted.
  mutating func addCall() -> Int {
    self[newest].calls += 1
    calls += 1
    return newest
  }

  /// - Returns: The part in which the extra attempt is counted.
  mutating func addExtra() -> Int {
    self[newest].extras += 1
    extras += 1
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
    get { parts[part % Self.partCount] }
    set { parts[part % Self.partCount] = newValue }
  }
}
