internal import Dispatch
internal import Logging
internal import UnixSignals

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// One run of the tool: reading, pushing and signals side by side, then the result.
struct Session {
  /// How long the push after a signal may take.
  static let flushLimit = Duration.seconds(2)
  /// How long a signal waits for a read that cannot be ended, such as that of a disk which does not answer.
  static let readingPatience = Duration.seconds(1)

  private enum Event: Sendable {
    case read
    case pushed
    case signalled(UnixSignal)
    case impatient
  }

  private let settings: Settings
  private let started = ContinuousClock.now
  private let reading: Reading
  private let client: PushgatewayClient?
  private let pusher: TotalsPusher?

  init(_ settings: Settings) {
    var logger = Logger(label: "log-error-counter") { StreamLogHandler.standardError(label: $0) }
    logger.logLevel = settings.logLevel
    let client = settings.group.map { PushgatewayClient(group: $0, exposition: settings.exposition) }
    let pusher = client.map { client in
      TotalsPusher(logger: logger) { totals, limit in try await client.push(totals, within: limit) }
    }
    self.settings = settings
    self.client = client
    self.pusher = pusher
    reading = Reading(settings) { pusher?.offer($0) }
  }

  func run() async -> ExitStatus {
    let (events, post) = AsyncStream.makeStream(of: Event.self)
    let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm)
    let watching = Task { await watch(signals) { post.yield(.signalled($0)) } }
    let pushing = Task {
      await pusher?.run()
      post.yield(.pushed)
    }
    reading.start { post.yield(.read) }

    let signal = await waitForEnd(events) { post.yield(.impatient) }
    let isDelivered = await settle(pushing, after: signal)
    // Whoever takes the result may keep it waiting, and the second signal ends that wait too.
    let status = await onOwnThread { conclude(isDelivered: isDelivered, signal: signal) }
    watching.cancel()
    return status
  }

  /// Passes the first signal on; the second ends the process at once.
  private func watch(_ signals: UnixSignalsSequence, _ first: (UnixSignal) -> Void) async {
    var isFirst = true
    for await signal in signals {
      guard isFirst else { exit(ExitStatus.stopped(by: signal).code) }
      isFirst = false
      first(signal)
    }
  }

  /// Waits until all is read and pushed, or a signal has stopped both.
  ///
  /// - Returns: The signal, if there was one.
  private func waitForEnd(
    _ events: AsyncStream<Event>,
    whenImpatient: @escaping @Sendable () -> Void
  ) async -> UnixSignal? {
    var signal: UnixSignal?
    var isRead = false
    var isPushed = false
    for await event in events {
      switch event {
      case .read:
        isRead = true
        pusher?.finish()
        if isPushed || signal != nil { return signal }
      case .pushed:
        isPushed = true
        if isRead { return signal }
      case .impatient:
        return signal
      case .signalled(let received):
        signal = received
        if isRead { return signal }
        reading.stop()
        Task {
          try? await Task.sleep(for: Self.readingPatience)
          whenImpatient()
        }
      }
    }
    return signal
  }

  /// Brings the pushes to an end, after a signal with one more.
  ///
  /// - Returns: Whether the gateway holds the final totals.
  private func settle(_ pushing: Task<Void, Never>, after signal: UnixSignal?) async -> Bool {
    guard let pusher, let client else { return true }
    if signal != nil {
      pushing.cancel()
      await pushing.value
      await pusher.flush(within: Self.flushLimit)
    }
    await client.shutDown()
    return pusher.isDelivered
  }

  private func conclude(isDelivered: Bool, signal: UnixSignal?) -> ExitStatus {
    let counted = reading.counted
    let counts = pusher?.counts
    let report = Report(
      totals: counted.totals,
      files: counted.files,
      pushes: counts?.pushes ?? 0,
      pushRetries: counts?.retries ?? 0,
      elapsed: .now - started
    )
    var isComplete = !counted.hasFailed && isDelivered
    if !isDelivered, let group = settings.group {
      StandardStreams.complain(
        "\(group.url): the final totals were not acknowledged: \(pusher?.lastFailure?.description ?? "no attempt was made")"
      )
    }
    do throws(SystemError) {
      try StandardStreams.output(settings.json ? report.json : report.table)
    } catch {
      StandardStreams.complain("standard output: \(error)")
      isComplete = false
    }
    if let signal { return .stopped(by: signal) }
    return isComplete ? .success : .incomplete
  }
}

/// Calls what may wait without keeping a thread from the tasks.
private func onOwnThread<Result: Sendable>(_ body: @escaping @Sendable () -> Result) async -> Result {
  await withCheckedContinuation { continuation in
    DispatchQueue(label: "result").async { continuation.resume(returning: body()) }
  }
}
