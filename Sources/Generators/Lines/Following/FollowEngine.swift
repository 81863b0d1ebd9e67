import DequeModule
import SystemPackage

/// Follows any number of paths on one thread, with one inotify descriptor and one descriptor for each open file.
///
/// Files take turns, a block at a time, so that a loud one does not silence the others. While there is no room for
/// lines, nothing is read, but files that come are opened all the same.
final class FollowEngine {
  /// After how many turns to look for events while there is much to read.
  private static let turnsBetweenLooks = 64

  private let settings: FollowSettings
  private let events: FileEvents
  private let listings = DirectoryListings()
  private let report: (FollowEvent) -> Void
  private let onBeginning: (String, LinePosition) -> Void
  private var pool = BlockPool(blockSize: BlockPool.standardSize)
  private var paths: [FilePath: FollowedPath] = [:]
  /// The paths by the entries of directories at which their files come and go. Links can lead from several to one.
  private var pathsByEntry: [NearbyFiles.Family: [FollowedPath]] = [:]
  private var ready: Deque<FollowedPath> = []
  private var search: FollowedPattern?
  /// Where files that come later are begun. Those that are gone, and were read, are not read again from their positions.
  private var laterPositions = FollowedPositions()

  init(
    _ settings: FollowSettings,
    report: @escaping (FollowEvent) -> Void,
    onBeginning: @escaping (String, LinePosition) -> Void
  ) {
    self.settings = settings
    self.report = report
    self.onBeginning = onBeginning
    events = FileEvents(isUsed: settings.usesNotifications, name: settings.name, report: report)
    switch settings.target {
    case .path(let path): insert(path, settings.start)
    case .invalid: break
    case .pattern(let pattern, let name):
      if case .positions(let positions) = settings.start { laterPositions = positions }
      search = FollowedPattern(pattern, name: name, rotatedFilesIn: settings.rotatedDirectories)
    }
  }

  /// Readable when something has changed; -1 where nothing is reported.
  var eventDescriptor: Int32 { events.descriptor }

  /// Looks for what has changed, and hands over the lines that there are.
  ///
  /// - Parameter isDue: Whether to look at all paths, and not only at those of which changes are reported.
  /// - Throws: ``ReadingError`` where a single path has been something other than a regular file from the beginning on.
  func run(isDue: Bool, _ output: FollowOutput) throws {
    try takeEvents()
    if isDue {
      findPaths()
      let now = settings.clock.now()
      for path in paths.values { try look(at: path, now) }
      for path in paths.values where search != nil && path.isForgettable(now) { remove(path) }
    }
    var turns = 0
    while let path = ready.popFirst() {
      guard output.hasRoom else {
        ready.prepend(path)
        return
      }
      if let (slice, mayHaveMore) = path.next(&pool, settings.clock.now()) {
        output.put(slice)
        if mayHaveMore { ready.append(path) } else { path.isReady = false }
      } else {
        path.isReady = false
      }
      turns += 1
      if turns.isMultiple(of: Self.turnsBetweenLooks) { try takeEvents() }
    }
  }

  /// Closes all files.
  func close() {
    for path in paths.values { path.close() }
    paths = [:]
    pathsByEntry = [:]
    ready = []
  }

  // MARK: Changes

  private func takeEvents() throws {
    var changed: [FollowedPath] = []
    events.take { event in
      switch event {
      case .written(let path): changed.append(path)
      case .entry(let directory, let name, let isDirectory):
        changed += pathsByEntry[NearbyFiles.Family(directory: directory, name: name)] ?? []
        if let path = search?.noteEntry(name, in: directory, isDirectory: isDirectory), paths[path] == nil {
          changed.append(insert(path, laterStart))
        }
      case .directoryChanged, .overflow:
        search?.mustSearch = true
        changed += paths.values
      }
    }
    let now = settings.clock.now()
    var seen: Set<ObjectIdentifier> = []
    for path in changed where seen.insert(ObjectIdentifier(path)).inserted { try look(at: path, now) }
  }

  private func look(at path: FollowedPath, _ now: Duration) throws {
    let families = path.families
    let hasReason = try path.look(now)
    if path.families != families {
      unlist(path, families)
      list(path)
    }
    guard hasReason, !path.isReady else { return }
    path.isReady = true
    ready.append(path)
  }

  // MARK: Paths

  private func findPaths() {
    defer { watchDirectories() }
    guard var search else { return }
    defer { self.search = search }
    for path in search.takeArrived() where paths[path] == nil { insert(path, laterStart) }
    guard search.isDue(isReported: events.descriptor >= 0) else { return }
    let isFirst = !search.hasSearched
    search.run(watch: { events.watch(directory: $0, isKnown: false) }, report: report) { path in
      if paths[path] == nil { insert(path, isFirst ? settings.start : laterStart) }
    }
  }

  /// A file that comes later is read from its start, unless there is a position in it.
  private var laterStart: FollowStart { .positions(laterPositions) }

  @discardableResult
  private func insert(_ path: FilePath, _ start: FollowStart) -> FollowedPath {
    let followed = FollowedPath(
      path,
      start: start,
      settings,
      events,
      listings,
      report: report,
      onBeginning: onBeginning
    )
    paths[path] = followed
    list(followed)
    return followed
  }

  /// Watches the directories in which files come to the paths, and no others.
  private func watchDirectories() {
    guard events.descriptor >= 0 else { return }
    var directories = Set(pathsByEntry.keys.map(\.directory))
    for directory in directories { events.watch(directory: directory) }
    if let search { directories.formUnion(search.directories) }
    events.forgetDirectories(except: directories)
  }

  /// Lets what happens at the entries of a path be reported to it.
  private func list(_ path: FollowedPath) {
    for family in path.families {
      pathsByEntry[family, default: []].append(path)
      events.watch(directory: family.directory)
    }
  }

  private func unlist(_ path: FollowedPath, _ families: [NearbyFiles.Family]) {
    for family in families {
      pathsByEntry[family]?.removeAll { $0 === path }
      if pathsByEntry[family]?.isEmpty == true { pathsByEntry[family] = nil }
    }
  }

  private func remove(_ path: FollowedPath) {
    guard !path.isReady else { return }
    path.close()
    paths[path.path] = nil
    laterPositions[path.name] = nil
    unlist(path, path.families)
  }
}
