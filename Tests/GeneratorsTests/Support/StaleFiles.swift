import DecoratorPrimitives
import Generators
import Glibc

/// Calls of the system for files that become stale, as those shared over a network do.
final class StaleFiles: Sendable {
  private struct State {
    var opened = 0
    var known: Set<Int32> = []
    var stale: Set<Int32> = []
    var isPathStale = false
    /// From which offset on no file can be read.
    var staleOffset = Int.max
  }

  private let state = Locked(State())

  /// How many files have been opened.
  var opened: Int { state.withLock { $0.opened } }

  /// Makes the files stale that are open.
  func makeStale() { state.withLock { ($0.stale, $0.known) = ($0.known, []) } }

  func makePathStale(_ isStale: Bool = true) { state.withLock { $0.isPathStale = isStale } }

  /// Makes every file stale that is read at `offset` or after it; none if nil.
  func makeEveryFileStale(from offset: Int?) { state.withLock { $0.staleOffset = offset ?? .max } }

  var calls: FileCalls {
    var calls = FileCalls.system
    calls.open = { path in
      guard !self.state.withLock({ $0.isPathStale }) else { return self.fail() }
      let descriptor = FileCalls.system.open(path)
      self.state.withLock {
        $0.opened += 1
        $0.known.insert(descriptor)
        // The number was that of a file that has been closed.
        $0.stale.remove(descriptor)
      }
      return descriptor
    }
    calls.read = { descriptor, buffer, offset in
      let isStale = self.state.withLock { offset >= $0.staleOffset || $0.stale.contains(descriptor) }
      return isStale ? Int(self.fail()) : FileCalls.system.read(descriptor, buffer, offset)
    }
    return calls
  }

  private func fail() -> Int32 {
    errno = ESTALE
    return -1
  }
}
