import DecoratorsTesting

struct Refused: Error {}

/// What the layers of a stack and the work inside it did, in order.
struct StackTrace: Sendable {
  let events = ValueRecorder<String>()
  let calls = ValueRecorder<Int>()

  /// The work of every function here: it fails the first time.
  func work(_ id: Int) throws -> Int {
    calls.append(id)
    events.append("work")
    if calls.values.count == 1 { throw Refused() }
    return id
  }

  var timing: TimingPolicy {
    TimingPolicy(named: "f", to: [.call { [events] in events.append("timed: \($0.outcome)") }])
  }

  var logging: LoggingPolicy { LoggingPolicy(logger: Logger(label: "trace") { _ in TracingHandler(events: events) }) }

  func add(_ result: Result<Int, any Error>) {
    switch result {
    case .success(let value): events.append("returned \(value)")
    case .failure(let error): events.append("threw \(type(of: error))")
    }
  }

  func add(_ info: CacheInfo) { events.append("misses: \(info.misses), hits: \(info.hits)") }
}

/// Writes each message among the events of a trace.
private struct TracingHandler: LogHandler {
  let events: ValueRecorder<String>
  var metadata: Logger.Metadata = [:]
  var metadataProvider: Logger.MetadataProvider?
  var logLevel = Logger.Level.trace

  func log(event: LogEvent) { events.append("logged: \(event.message)") }

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }
}
