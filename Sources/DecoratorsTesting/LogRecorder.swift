import DecoratorPrimitives
public import Logging

/// A log handler that keeps every entry, together with its source location.
///
/// If level, message and metadata are enough, use swift-log's `InMemoryLogHandler`. This module exports it.
/// `LogRecorder` also keeps the file, function and line, so a test can check which code an entry points to.
///
/// ```swift
/// let recorder = LogRecorder()
/// chargeCustomer(logger: recorder.logger)
/// #expect(recorder.entries.map(\.message) == ["charged"])
/// #expect(recorder.entries[0].fileID == #fileID)
/// ```
///
/// Copies of a recorder share their entries. Each copy has its own level and metadata, as swift-log requires of
/// handlers.
public struct LogRecorder: LogHandler {
  /// One recorded log statement.
  public struct Entry: Sendable {
    /// The level of the statement.
    public var level: Logger.Level
    /// The text of the statement.
    public var message: Logger.Message
    /// The error that the statement passed, if any.
    public var error: (any Error)?
    /// The merged metadata of the handler, the metadata provider and the statement.
    ///
    /// For equal keys, the statement wins over the provider, and the provider over the handler.
    public var metadata: Logger.Metadata
    /// The source that the statement passed; the name of its module by default.
    public var source: String
    /// The module and file of the statement, as in `#fileID`.
    public var fileID: String
    /// The function that contains the statement.
    public var function: String
    /// The line of the statement.
    public var line: UInt
  }

  public var metadata: Logger.Metadata = [:]
  public var metadataProvider: Logger.MetadataProvider?
  public var logLevel: Logger.Level
  private let recorded = Locked<[Entry]>([])

  /// Creates a recorder without entries.
  ///
  /// - Parameter logLevel: The lowest level to record. The default, `.trace`, records everything.
  public init(logLevel: Logger.Level = .trace) {
    self.logLevel = logLevel
  }

  /// A logger that writes to this recorder, with the recorder's level and metadata.
  ///
  /// It does not use the global logging system, so tests can run in parallel.
  public var logger: Logger {
    Logger(label: "LogRecorder") { _ in self }
  }

  /// The entries recorded so far, oldest first.
  public var entries: [Entry] {
    recorded.withLock { $0 }
  }

  /// Removes all entries, also from the copies of this recorder.
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
