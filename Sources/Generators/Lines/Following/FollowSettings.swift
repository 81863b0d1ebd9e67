/// What to follow, and how.
struct FollowSettings: Sendable {
  let path: String
  let start: FollowStart
  let longLines: LongLines
  /// How long to wait between two looks at the file where nothing tells that it has changed.
  let interval: Duration
  let rotationGrace: Duration
  let usesNotifications: Bool
  let clock: ElapsingClock
  let calls: FileCalls

  init<C: Clock>(
    path: String,
    start: FollowStart,
    longLines: LongLines,
    interval: Duration,
    rotationGrace: Duration,
    usesNotifications: Bool,
    clock: C,
    calls: FileCalls = .system
  ) where C.Duration == Duration {
    require(interval > .zero, "A file is looked at every so often, which takes more than \(interval).")
    require(rotationGrace >= .zero, "The grace for a file that was replaced cannot be negative: \(rotationGrace).")
    self.path = path
    self.start = start
    self.longLines = longLines
    self.interval = interval
    self.rotationGrace = rotationGrace
    self.usesNotifications = usesNotifications
    self.clock = ElapsingClock(clock)
    self.calls = calls
  }

  /// The directory that the path is in.
  var directory: String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// The name that the path has there.
  var name: String {
    path.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(path[path.index(after: $0)...]) } ?? path
  }
}
