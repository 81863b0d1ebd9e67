import Synchronization

/// Which calls an adaptive limit measures, and how much ran at once in its window.
///
/// Of each window, the first 256 calls are measured, and about one in eight of those that follow. So a call costs little
/// where there are many, and each one counts where there are few.
///
/// It is part of its bulkhead, beside the other words that every call changes, so that threads contend for one cache line.
struct AdaptiveSampling: ~Copyable, Sendable {
  /// How many calls of a window are measured before the sampling begins.
  static let all: UInt64 = 256

  private let begun = Atomic<UInt64>(0)
  private let most = Atomic(0)

  /// Notes that a call begins.
  ///
  /// - Returns: Whether it is measured.
  @inline(__always)
  func takesNext() -> Bool { Self.isMeasured(begun.wrappingAdd(1, ordering: .relaxed).oldValue) }

  /// Whether a window measures the call with this number, from 0.
  ///
  /// The multiples of the golden ratio are spread evenly, also those of every second or every eighth call. So functions
  /// that take turns are measured equally often.
  @inline(__always)
  static func isMeasured(_ number: UInt64) -> Bool {
    number < all || number &* 0x9E37_79B9_7F4A_7C15 < 1 << 61
  }

  /// Notes how much runs at once.
  @inline(__always)
  func note(running: Int) {
    if running > most.load(ordering: .relaxed) { most.max(running, ordering: .relaxed) }
  }

  /// The most that ran at once in the window.
  var inFlight: Int { most.load(ordering: .relaxed) }

  /// A new window begins.
  ///
  /// - Parameter running: How much runs.
  func restart(running: Int) {
    begun.store(0, ordering: .relaxed)
    most.store(running, ordering: .relaxed)
  }
}
