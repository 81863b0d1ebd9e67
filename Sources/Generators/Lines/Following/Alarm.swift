/// Wakes a thread that waits for it or for events of files, each time it is rung.
final class Alarm: Sendable {
  private let pipe: WakePipe

  init(for source: String) throws { pipe = try WakePipe(for: source) }

  func ring() { pipe.wake() }

  /// Waits until it has been rung or there are events, and says whether there are any that matter.
  func wait(or events: FileEvents) -> Bool {
    let hasEvents = pipe.wait(beside: events.descriptor).isReadable
    pipe.drain()
    return hasEvents && events.take()
  }
}
