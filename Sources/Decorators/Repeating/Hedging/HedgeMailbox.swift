import DecoratorPrimitives

/// What happens to the attempts of one hedged call, in the order in which it happens: anything may post, and only the
/// task of the call reads.
final class HedgeMailbox<Output: Sendable, Failure: Error>: Sendable {
  enum Message: Sendable {
    /// An attempt ended at an instant, before or after it had lost.
    case ended(Int, Result<Output, Failure>, at: Duration, hadLost: Bool)
    /// The alarm with this number rang.
    case due(Int)
  }

  private struct State {
    var messages: [Message] = []
    var reader: UnsafeContinuation<Message, Never>?
  }

  private let state = Locked(State())

  func post(_ message: Message) {
    let reader = state.withLock { state -> UnsafeContinuation<Message, Never>? in
      if let reader = state.reader.take() { return reader }
      state.messages.append(message)
      return nil
    }
    reader?.resume(returning: message)
  }

  /// The next message. Somebody must be there to post one.
  nonisolated(nonsending) func next() async -> Message {
    await withUnsafeContinuation { reader in
      let message = state.withLock { state -> Message? in
        if !state.messages.isEmpty { return state.messages.removeFirst() }
        state.reader = reader
        return nil
      }
      if let message { reader.resume(returning: message) }
    }
  }
}
