import Synchronization

/// What the writer and the reader know about each other.
final class Progress: Sendable {
  private let lastHandled = Atomic(0)
  private let lastWritten = Atomic(0)
  private let running = Atomic(false)
  private let finished = Atomic(false)

  /// The number of the last line that the reader has handled.
  var handled: Int {
    get { lastHandled.load(ordering: .acquiring) }
    set { lastHandled.store(newValue, ordering: .releasing) }
  }

  /// The number of the last line that was written.
  var written: Int {
    get { lastWritten.load(ordering: .acquiring) }
    set { lastWritten.store(newValue, ordering: .releasing) }
  }

  var isReaderRunning: Bool {
    get { running.load(ordering: .acquiring) }
    set { running.store(newValue, ordering: .releasing) }
  }

  var isWriterFinished: Bool {
    get { finished.load(ordering: .acquiring) }
    set { finished.store(newValue, ordering: .releasing) }
  }
}
