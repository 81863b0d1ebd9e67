import DecoratorMacros
import DecoratorsTesting
import Testing

private let events = ValueRecorder<String>()

@TimedMembers(to: [.call { call in events.append("timed \(call.name) \(call.outcome)") }])
@LoggedMembers(level: .info, logger: InstanceProperty("logger"))
private struct Service {
  let logger: Logger

  func plain() { events.append("work") }

  @Retrying(attempts: 2, backoff: .none)
  func retried() throws {
    events.append("work")
    throw Refused()
  }

  @NotTimed
  func untimed() { events.append("work") }

  @NotTimed @NotLogged
  func unwatched() { events.append("work") }

  @Timed(named: "own", to: [.call { events.append("own \($0.name)") }])
  func own() { events.append("work") }
}

/// `@TimedMembers` and `@LoggedMembers` are outermost on every function that does not say otherwise.
@Suite(.serialized) struct MembersTests {
  private func record(of work: (Service) throws -> Void) -> [String] {
    let start = events.values.count
    let logger = Logger(label: "members") { _ in EventHandler() }
    try? work(Service(logger: logger))
    return Array(events.values[start...])
  }

  @Test func typeWideAttributes_areOutermostInTheirOrder_andOthersKeepTheirs() {
    #expect(
      record { $0.plain() } == [
        "Service.plain() called", "work", "Service.plain() succeeded", "timed Service.plain() success",
      ]
    )
    #expect(
      record { try $0.retried() } == [
        "Service.retried() called", "work", "work", "Service.retried() failed", "timed Service.retried() failure",
      ]
    )
    #expect(record { $0.untimed() } == ["Service.untimed() called", "work", "Service.untimed() succeeded"])
    #expect(record { $0.unwatched() } == ["work"])
    #expect(record { $0.own() } == ["Service.own() called", "work", "own own", "Service.own() succeeded"])
  }

  private struct EventHandler: LogHandler {
    var metadata: Logger.Metadata = [:]
    var metadataProvider: Logger.MetadataProvider?
    var logLevel = Logger.Level.trace

    func log(event: LogEvent) { events.append("\(event.message)") }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
      get { metadata[key] }
      set { metadata[key] = newValue }
    }
  }
}
