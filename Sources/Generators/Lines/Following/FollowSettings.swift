import DecoratorPrimitives
import SystemPackage

/// What to follow, and how.
struct FollowSettings: Sendable {
  enum Target: Sendable {
    case path(FilePath)
    case pattern(PathPattern, name: String)
    case invalid(ReadingError)

    init(path: some FilePathConvertible) {
      do { self = .path(try FilePath(converting: path)) } catch { self = .invalid(error) }
    }

    init(pattern: some FilePathConvertible) {
      do {
        self = .pattern(try PathPattern(pattern), name: pattern.displayName)
      } catch {
        self = .invalid(.invalidPath(pattern, error))
      }
    }
  }

  let target: Target
  let start: FollowStart
  let longLines: LongLines
  /// How long to wait between two looks at the files.
  let interval: Duration
  let rotationGrace: Duration
  /// Where rotated files are moved to. Relative ones are below the directory of each file.
  let rotatedDirectories: [FilePath]
  let usesNotifications: Bool
  let clock: ElapsingClock
  let calls: FileCalls
  let probe: FollowProbe?
  let onEvent: (@Sendable (FollowEvent) -> Void)?

  init<C: Clock>(
    _ target: Target,
    start: FollowStart,
    longLines: LongLines,
    interval: Duration,
    rotationGrace: Duration,
    rotatedFilesIn directories: [any FilePathConvertible] = [],
    usesNotifications: Bool = true,
    clock: C,
    calls: FileCalls = .system,
    probe: FollowProbe? = nil,
    onEvent: (@Sendable (FollowEvent) -> Void)?
  ) where C.Duration == Duration {
    require(
      interval > .zero,
      "The interval between two looks at a followed file must be more than zero, not \(interval)."
    )
    require(rotationGrace >= .zero, "The grace for a file that was replaced cannot be negative: \(rotationGrace).")
    do {
      rotatedDirectories = try directories.map { path throws(ReadingError) in try FilePath(converting: path) }
      self.target = target
    } catch {
      rotatedDirectories = []
      self.target = .invalid(error)
    }
    self.start = start
    self.longLines = longLines
    self.interval = interval
    self.rotationGrace = rotationGrace
    self.usesNotifications = usesNotifications
    self.clock = ElapsingClock(clock)
    self.calls = calls
    self.probe = probe
    self.onEvent = onEvent
  }

  /// What errors call the input.
  var name: String {
    switch target {
    case .path(let path): path.displayName
    case .pattern(_, let name): name
    case .invalid(let error): error.source
    }
  }
}

/// Shows a test what following does, so that it need not wait for time to pass.
package final class FollowProbe: Sendable {
  private let feed = Locked<(@Sendable () -> Bool)?>(nil)
  private let rounds = Locked(0)

  package init() {}

  /// Whether the consumer waits for lines and none are ready.
  package var isConsumerWaiting: Bool { feed.withLock { $0 }?() ?? false }

  /// How many times the thread has looked for changes.
  package var roundCount: Int { rounds.withLock { $0 } }

  func attach(_ isWaiting: @escaping @Sendable () -> Bool) { feed.withLock { $0 = isWaiting } }

  func countRound() { rounds.withLock { $0 += 1 } }
}

extension FilePath {
  /// - Throws: ``ReadingError`` of code `invalidPath` where the value is no path.
  fileprivate init(converting path: some FilePathConvertible) throws(ReadingError) {
    do { self = try path.filePath } catch { throw .invalidPath(path, error) }
  }
}

extension ReadingError {
  /// The error for a value that is no path or pattern.
  fileprivate static func invalidPath(_ path: some FilePathConvertible, _ error: any Error) -> ReadingError {
    error as? ReadingError
      ?? ReadingError(.invalidPath, source: path.displayName, "it is no path: \(error). Check where it comes from.")
  }
}
