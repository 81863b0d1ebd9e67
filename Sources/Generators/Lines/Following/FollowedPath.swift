import DequeModule
import PlatformC
import SystemPackage

/// The files that come to a path one after the other, read in that order. It is used on one thread.
///
/// Each file is opened when it is first seen and waits in a queue until those before it are over.
final class FollowedPath {
  /// How many files may be open at a time. Those that come later are found beside the path when others are over.
  private static let queueLimit = 64
  private static let finishedLimit = 256
  /// How many times files are looked for while they are renamed.
  static let searches = 3

  let path: FilePath
  let name: String
  let settings: FollowSettings
  private let events: FileEvents
  let listings: DirectoryListings
  let report: (FollowEvent) -> Void
  /// Called with the place in the first file from which on it is read, unless that was given.
  let onBeginning: (String, LinePosition) -> Void
  var start: FollowStart?
  var queue: Deque<FollowedFile> = []
  /// The places where files that are over have ended.
  private(set) var finished: Deque<LinePosition> = []
  /// When the one that was over last had been written to.
  private(set) var lastModified: Int64?
  /// The rotated files that were there before following began.
  var passed: Set<FileKey> = []
  /// The names under which files of this log are found: those of the path, and of what a symbolic link leads to.
  private(set) var families: [NearbyFiles.Family]
  /// Where a symbolic link at the path leads to, and where it led to when the file of a position was there.
  var target: FilePath?
  private var firstTarget: FilePath?
  /// What is to be delivered before anything else: the last lines of truncated files.
  private var remnants: Deque<BlockSlice> = []
  private var lastFailure: String?
  /// Since when there has been no file at the path.
  private var goneSince: Duration?
  private var isFirstLook = true

  init(
    _ path: FilePath,
    start: FollowStart,
    _ settings: FollowSettings,
    _ events: FileEvents,
    _ listings: DirectoryListings,
    report: @escaping (FollowEvent) -> Void,
    onBeginning: @escaping (String, LinePosition) -> Void
  ) {
    self.path = path
    name = path.displayName
    self.start = start.forSource(name)
    self.settings = settings
    self.events = events
    self.listings = listings
    self.report = report
    self.onBeginning = onBeginning
    families = [NearbyFiles.Family(of: path)]
  }

  /// The families with the directories to which rotated files are moved: where to look for them.
  var searchedFamilies: [NearbyFiles.Family] {
    families + families.flatMap { family in settings.rotatedDirectories.map(family.moved) }
  }

  /// The directories in which the files of the path can be, under whatever name.
  var searchedDirectories: [FilePath] { Array(Set(searchedFamilies.map(\.directory))) }

  /// The path that a file in one of the searched directories had before it was rotated.
  func original(of found: FilePath, _ rotated: RotatedName?) -> FilePath {
    let directory = NearbyFiles.Family(of: found).directory
    let name = rotated?.base ?? found.lastComponent?.name ?? ""
    let families = searchedFamilies.filter { $0.directory == directory }
    let family = families.first { $0.name == name } ?? families.first
    return (family?.home ?? directory).appending(name: name)
  }

  /// Whether nothing is left to read, and nothing has come to the path for the grace.
  func isForgettable(_ now: Duration) -> Bool {
    guard queue.isEmpty, let goneSince else { return false }
    return now - goneSince >= settings.rotationGrace
  }

  /// Whether it waits for its turn to be read.
  var isReady = false

  // MARK: Looking at the path

  /// Looks at what is at the path, and opens it if it is new.
  ///
  /// - Returns: Whether there may be something to read.
  /// - Throws: ``ReadingError`` where the path has been something other than a file that can be followed from the beginning
  ///   on.
  func look(_ now: Duration) throws -> Bool {
    let isFirst = isFirstLook
    isFirstLook = false
    guard let status = statusOfPath(now) else { return hasReason(now) }
    if let last = queue.last, last.place == status.place {
      goneSince = nil
      last.replacedSince = nil
      noteUnreadOfLast(status)
      return hasReason(now, last: status)
    }
    if let index = queue.firstIndex(where: { $0.place == status.place }) {
      // It was at the path before, and has come back.
      let file = queue.remove(at: index)
      file.replacedSince = nil
      append([file], now)
      return true
    }
    guard queue.count < Self.queueLimit else { return true }
    do {
      // What was in the file before it was replaced.
      noteUnreadOfLast(queue.last?.status)
      try add(openPath(), now)
      (lastFailure, goneSince) = (nil, nil)
      if isFirst, case .path = settings.target, let obstacle = queue.last?.obstacle { throw obstacle }
    } catch let failure as OpenFile.Failure {
      switch failure {
      case .system(ENOENT), .system(ENOTDIR): noteAbsence(now)
      case .system(ESTALE): break
      case .system: fail(failure.readingError(name))
      case .directory, .notRegular:
        if isFirst { throw failure.readingError(name) }
        fail(failure.readingError(name))
      }
    }
    return true
  }

  /// Notes what waits to be read of the last file.
  private func noteUnreadOfLast(_ status: FileStatus?) {
    guard let last = queue.last, let status, (try? last.noteUnread(status)) == true else { return }
    try? handleTruncation(at: queue.count - 1)
  }

  private func statusOfPath(_ now: Duration) -> FileStatus? {
    if let status = fileStatus(at: path) { return status }
    let number = errno
    switch number {
    case ENOENT, ENOTDIR:
      noteAbsence(now)
      queue.last?.replacedSince = nil
    default: fail(.opening(name, number))
    }
    return nil
  }

  /// Whether a file of the queue has changed or may be over.
  private func hasReason(_ now: Duration, last status: FileStatus? = nil) -> Bool {
    guard remnants.isEmpty, let first = queue.first else { return !remnants.isEmpty }
    if first.needsReopening || first.replacedSince != nil || first.endsAtEnd || queue.count > 1 { return true }
    if let goneSince, now - goneSince >= settings.rotationGrace { return true }
    guard let status = status ?? first.status else { return true }
    return first.hasChanged(status)
  }

  private func noteAbsence(_ now: Duration) {
    goneSince = goneSince ?? now
    guard let start else { return }
    switch start {
    case .position(let position) where position.file != nil: resumeInRenamedFile(now)
    // A file that is awaited is read from its start, wherever following was to begin.
    default: self.start = .beginning
    }
  }

  func fail(_ error: ReadingError) {
    guard lastFailure != error.description else { return }
    lastFailure = error.description
    report(.failed(path: name, error: error))
  }

  /// Opens the file that is at the path, and notes where a link leads to.
  func openPath() throws(OpenFile.Failure) -> OpenFile {
    var file = try OpenFile(path, settings.calls)
    for _ in 1...Self.searches {
      target = resolvedPath(path)
      // The link can have been changed in between.
      if let target, fileStatus(at: target)?.place == file.place { break }
      file = try OpenFile(path, settings.calls)
    }
    if let target { note(NearbyFiles.Family(of: target)) }
    return file
  }

  private func note(_ family: NearbyFiles.Family) {
    guard !families.contains(family) else { return }
    // The first is that of the path itself.
    if families.count == 8 { families.remove(at: 1) }
    families.append(family)
  }

  /// Notes which path the file of a position had, so that those that followed it are found.
  func noteOriginal(_ path: FilePath) {
    note(NearbyFiles.Family(of: path))
    if families.count > 1 { firstTarget = path }
  }

  /// Where the link led to when the last file of the queue was at the path.
  var lastTarget: FilePath? { queue.last { $0.target != nil }?.target ?? firstTarget }

  // MARK: The queue

  /// Adds a file that has come to the path, and those before it that were not seen there.
  private func add(_ file: OpenFile, _ now: Duration) throws {
    if let start {
      try begin(start, with: file, now)
      self.start = nil
      return
    }
    if queue.last?.place == file.place { return }
    let (new, missed) = try settle(file) { file in
      if let place = finished.last(where: { file.isFile(of: $0) }), try file.holds(place) { return place }
      return .start
    } beside: {
      try missedFiles(before: $0)
    }
    if missed.hasGap { report(.filesMissed(path: name)) }
    let files = missed.files + [new]
    if !queue.isEmpty || !finished.isEmpty {
      for _ in files { report(.rotated(path: name)) }
    }
    append(files, now)
  }

  func append(_ files: [FollowedFile], _ now: Duration) {
    for file in files {
      if let last = queue.last { last.replacedSince = last.replacedSince ?? now }
      if file.watch == nil, let descriptor = file.file?.descriptor { file.watch = events.watch(descriptor, for: self) }
      queue.append(file)
    }
  }

  // MARK: Reading

  /// The next lines and whether there may be more, or nil where there are none yet.
  func next(_ pool: inout BlockPool, _ now: Duration) -> (BlockSlice, mayHaveMore: Bool)? {
    var mayRestart = true
    while true {
      if let remnant = remnants.popFirst() { return (remnant, true) }
      guard let file = queue.first else { return nil }
      if file.needsReopening, !reopen(file, now) { return nil }
      let reading = file.read(&pool, limit: settings.longLines.limit) { count in
        report(.skippedNULs(path: name, count: count))
      }
      switch reading {
      case .lines(let slice, let mayHaveMore): return (slice, mayHaveMore || queue.count > 1)
      case .nothing:
        guard isOver(file, now) else { return nil }
        end(file)
      case .truncated:
        // What changes whenever it is read, as some files in /proc do, is read once for each look.
        guard mayRestart else { return nil }
        mayRestart = false
        do { try handleTruncation(at: 0) } catch {
          fail(error.readingError(name))
          return nil
        }
      case .notFollowable(let error):
        if !file.isRefused { fail(error) }
        file.isRefused = true
        guard isOver(file, now) else { return nil }
        end(file)
      case .stale: if !reopen(file, now) { return nil }
      case .failed(let error):
        fail(error as? ReadingError ?? ReadingError(.readFailed, source: name, "reading failed: \(error)."))
        // Nothing more can be read of a compressed file that is damaged.
        guard file.endsAtEnd else { return nil }
        end(file)
      }
    }
  }

  /// Whether nothing more is to be read of a file that has just been read to its end.
  private func isOver(_ file: FollowedFile, _ now: Duration) -> Bool {
    if file.endsAtEnd { return true }
    if let since = file.replacedSince {
      // Files that came later could be deleted before there is room for them.
      if queue.count >= Self.queueLimit { return true }
      return now - since >= settings.rotationGrace && queue.dropFirst().contains { $0.size > 0 || $0.file == nil }
    }
    guard case .pattern = settings.target, queue.count == 1, let goneSince else { return false }
    return now - goneSince >= settings.rotationGrace
  }

  /// Lets the first file of the queue be over.
  private func end(_ file: FollowedFile) {
    lastModified = file.lastWritten
    finished.append(file.position)
    if finished.count > Self.finishedLimit { finished.removeFirst() }
    deliverTornLine(of: file)
    if let watch = file.watch { events.forget(watch, for: self) }
    queue.removeFirst()
  }

  func deliverTornLine(of file: FollowedFile) {
    guard let slice = file.finish() else { return }
    report(.tornLine(path: name, offset: slice.block.offset + slice.range.lowerBound))
    remnants.append(slice)
  }

  /// Opens a file anew that cannot be read through its descriptor any more, wherever it is by now, and says whether there
  /// is something to read. Where another file has come instead, it is over.
  private func reopen(_ file: FollowedFile, _ now: Duration) -> Bool {
    let position = file.position
    guard let old = file.place else { return false }
    do {
      if fileStatus(at: path)?.place != old {
        for path in NearbyFiles.paths(of: old, in: searchedDirectories, listings) {
          let moved = try OpenFile(path, settings.calls)
          guard moved.isFile(of: position), try moved.holds(position) else { continue }
          file.reopen(moved)
          return true
        }
      }
      let there = try OpenFile(path, settings.calls)
      if there.isFile(of: position), try there.holds(position) {
        file.reopen(there)
        return true
      }
      if queue.count == 1 { append([try FollowedFile(there, name: name)], now) }
      end(file)
      return true
    } catch {
      return false
    }
  }

  /// Closes what is open.
  func close() {
    for file in queue { if let watch = file.watch { events.forget(watch, for: self) } }
    queue = []
  }
}
