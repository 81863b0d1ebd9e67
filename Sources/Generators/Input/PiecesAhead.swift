import DecoratorPrimitives

import PlatformC

/// Gets the pieces of a file on a thread of its own, a few ahead of who takes them, so that reading and decompressing run
/// beside what is done with the lines.
///
/// The first pieces are got by who takes them: small files, and who leaves early, pay for no thread. Where there is one
/// processor only, or the system has no thread left, all are.
final class PiecesAhead: BlockPieces, @unchecked Sendable {
  /// How many pieces make a thread worthwhile: 4 MiB.
  private static let headStart = 16
  /// How many pieces the thread is ahead at most.
  static let depth = 4

  private static let hasSecondProcessor = sysconf(CInt(_SC_NPROCESSORS_ONLN)) > 1

  private enum Phase {
    /// As many pieces have been got by who takes them.
    case beside(Int)
    case ahead
    case over
  }

  private struct State {
    var ready: [BlockPiece] = []
    /// The error that ended the reading, for who takes the last piece.
    var failure: (any Error)?
    var isStopped = false
  }

  private var phase = Phase.beside(0)
  /// Those of the thread from its start to its end.
  private let pieces: any BlockPieces
  private let state = Locked(State())
  private let room = Doorbell(rings: depth)
  /// Rung for each piece, and once at the end.
  private let arrivals = Doorbell(rings: 0)
  private let departure = Doorbell(rings: 0)

  init(_ pieces: any BlockPieces) { self.pieces = pieces }

  func next() throws -> BlockPiece? {
    switch phase {
    case .beside(let count):
      guard count == Self.headStart else {
        phase = .beside(count + 1)
        return try pieces.next()
      }
      guard Self.hasSecondProcessor, startThreadIfPossible({ self.run() }) else {
        return try pieces.next()
      }
      phase = .ahead
      return try take()
    case .ahead: return try take()
    case .over: return nil
    }
  }

  /// Ends the thread, if there is one, and waits until it has.
  func stop() {
    if case .ahead = phase {
      state.withLock { $0.isStopped = true }
      room.ring()
      departure.wait()
    }
    phase = .over
  }

  private func take() throws -> BlockPiece? {
    arrivals.wait()
    if let piece = state.withLock({ $0.ready.isEmpty ? nil : $0.ready.removeFirst() }) {
      room.ring()
      return piece
    }
    departure.wait()
    phase = .over
    if let failure = state.withLock({ $0.failure }) { throw failure }
    return nil
  }

  // MARK: The thread

  private func run() {
    do {
      while waitForRoom(), let piece = try pieces.next() {
        state.withLock { $0.ready.append(piece) }
        arrivals.ring()
      }
    } catch {
      state.withLock { $0.failure = error }
    }
    arrivals.ring()
    departure.ring()
  }

  private func waitForRoom() -> Bool {
    room.wait()
    return state.withLock { !$0.isStopped }
  }
}
