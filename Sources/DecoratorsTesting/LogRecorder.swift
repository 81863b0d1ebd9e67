import DecoratorPrimitives
public import Logging

/// A log handler that keeps what it is given, with the place in the source that each entry names.
///
/// Take swift-log's `InMemoryLogHandler`, which comes with this module, where level, message and metadata are enough.
/// This one keeps the file, function and line as well, so that a test can tell whose they are.
///
/// ```swift
/// let recorder = LogRecorder()
/// chargeCustomer(logger: recorder.logger)
/// #expect(recorder.entries.map(\.message) == ["charged"])
/// #expect(recorder.entries[0].fileID == #fileID)
/// ```
///
/// Copies of a recorder share their entries, and have levels and metadata of their own, as handlers must.
public struct LogRecorder: LogHandler {
  /// What one log statement gave.
  public struct Entry: Sendable {
    public var level: Logger.Level
    public var message: Logger.Message
    public var error: (any Error)?
    /// The metadata of handler, provider and statement; of equal keys the last of these wins.
    public var metadata: Logger.Metadata
    /// The module, or what the statement named instead.
    public var source: String
    public var fileID: String
    public var function: String
    public var line: UInt
  }

  public var metadata: Logger.Metadata = [:]
  public var metadataProvider: Logger.MetadataProvider?
  public var logLevel: Logger.Level
  private let recorded = Locked<[Entry]>([])

  /// Creates a recorder without entries.
  ///
  /// - Parameter logLevel: The lowest level that is recorded. The default is `.trace`: everything.
  public init(logLevel: Logger.Level = .trace) {
    self.logLevel = logLevel
  }

  /// A logger that writes to this recorder, at its level and with its metadata.
  ///
  /// It leaves the global logging system alone, so that tests can run side by side.
  public var logger: Logger {
    Logger(label: "LogRecorder") { _ in self }
  }

  /// Everything recorded so far, the oldest first.
  public var entries: [Entry] {
    recorded.withLock { $0 }
  }

  /// Forgets every entry, in all copies of this recorder.
  public func removeAll() {
    recorded.withLock { $0.removeAll() }
  }

  public func log(event: LogEvent) {
    let entry = Entry(
      level: event.level,
      message: event.message,
      error: event.error,
      metadata:
        metadata
        .merging(metadataProvider?.get() ?? [:]) { $1 }
        .merging(event.metadata ?? [:]) { $1 },
      source: event.source,
      fileID: event.file,
      function: event.function,
      line: event.line
    )
    recorded.withLock { $0.append(entry) }
  }

  public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }
}
