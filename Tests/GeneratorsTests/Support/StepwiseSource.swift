import DecoratorPrimitives
import Generators
import Glibc

/// A source that gives what the test has handed to it, one piece for each read, and counts how many it has given.
final class StepwiseSource: ByteSource, Sendable {
  private struct State {
    var pieces: [[UInt8]] = []
    var isFinished = false
    var reads = 0
  }

  private let state = Locked(State())

  /// How many pieces have been read.
  var reads: Int { state.withLock { $0.reads } }

  func give(_ text: String) { state.withLock { $0.pieces.append(Array(text.utf8)) } }

  func finish() { state.withLock { $0.isFinished = true } }

  func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
    while true {
      let piece = state.withLock { state -> [UInt8]? in
        guard !state.pieces.isEmpty else { return state.isFinished ? [] : nil }
        state.reads += 1
        return state.pieces.removeFirst()
      }
      if let piece {
        buffer.copyBytes(from: piece)
        return piece.count
      }
      sched_yield()
    }
  }
}
