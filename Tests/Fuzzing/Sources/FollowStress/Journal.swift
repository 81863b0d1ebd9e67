import Foundation

/// What the writer and the reader did and when, to find the cause of a loss.
final class Journal: @unchecked Sendable {
  struct Entry: CustomStringConvertible {
    let time: Duration
    /// The lines that it is about.
    let lines: ClosedRange<Int>
    let text: String

    var description: String {
      let milliseconds = Double(time.components.seconds) * 1e3 + Double(time.components.attoseconds) / 1e15
      return String(format: "%12.3f ms  ", milliseconds) + text
    }
  }

  private let start = ContinuousClock.now
  private let lock = NSLock()
  private var entries: [Entry] = []

  func note(_ lines: ClosedRange<Int>, _ text: String) {
    let entry = Entry(time: ContinuousClock.now - start, lines: lines, text: text)
    lock.withLock { entries.append(entry) }
  }

  /// What was noted about lines close to some.
  func entries(near lines: ClosedRange<Int>) -> [Entry] {
    let near = max(0, lines.lowerBound - 25)...lines.upperBound + 15
    return lock.withLock { entries.filter { $0.lines.overlaps(near) } }
  }
}
