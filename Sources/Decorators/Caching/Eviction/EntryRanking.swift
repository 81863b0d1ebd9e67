/// What a ranked table knows beside its entries: the main part of the cache, the sketch of frequencies, and the search
/// for the size of the window.
///
/// The list of the table itself is the window. All of it is guarded like the table.
@frozen
@usableFromInline
struct EntryRanking {
  /// The ends of the list of the main part, in the order in which entries came into it.
  @usableFromInline var mainNewest: UInt32 = .max
  @usableFromInline var mainOldest: UInt32 = .max
  /// The entry of the main part that is looked at next, as in SIEVE. Without one, the oldest.
  @usableFromInline var hand: UInt32 = .max
  @usableFromInline var windowCount = 0
  @usableFromInline var sketch: FrequencySketch
  @usableFromInline var climber: WindowClimber
  /// Hits that the climber has taken from the stripes, and that the cache has not counted yet.
  @usableFromInline var uncountedHits = 0

  @usableFromInline
  static func make() -> UnsafeMutablePointer<Self> {
    let ranking = UnsafeMutablePointer<Self>.allocate(capacity: 1)
    ranking.initialize(to: Self())
    return ranking
  }

  @usableFromInline
  static func free(_ ranking: UnsafeMutablePointer<Self>?) {
    ranking?.pointee.sketch.free()
    ranking?.deallocate()
  }

  init() {
    sketch = FrequencySketch()
    climber = WindowClimber()
  }
}

/// Finds the share of the window, by the way that the hit rate changes (Einziger, Eytan, Friedman, Manes, "Adaptive
/// software cache management", Middleware 2018). The constants are those of Caffeine.
@frozen
@usableFromInline
struct WindowClimber {
  @usableFromInline var share = 0.01
  @usableFromInline var step: Double
  @usableFromInline var hits = 0
  @usableFromInline var evictions = 0
  @usableFromInline var formerRate = -1.0

  static var firstStep: Double { 0.0625 }
  static var greatestShare: Double { 0.8 }

  init() { step = Self.firstStep }

  /// How many of these entries belong to the window.
  @usableFromInline
  func windowSize(of count: Int) -> Int { max(1, Int(share * Double(count))) }

  /// Moves the share on if enough lookups have been seen since the last time.
  @usableFromInline
  mutating func climb(count: Int) {
    let lookups = hits + evictions
    guard lookups >= 10 * count else { return }
    let rate = Double(hits) / Double(lookups)
    let change = rate - formerRate
    let isFirst = formerRate < 0
    (hits, evictions, formerRate) = (0, 0, rate)
    if isFirst { return }
    let amount = change < 0 ? -step : step
    share = min(max(share + amount, 0), Self.greatestShare)
    // A great change means that the accesses have changed, so that the search begins again.
    step = abs(change) < 0.05 ? amount * 0.98 : amount < 0 ? -Self.firstStep : Self.firstStep
  }
}
