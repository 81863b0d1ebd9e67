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
  /// How many times files beside the path are looked for while they are renamed.
  static let searches = 3

  let path: FilePath
  let name: String
  let settings: FollowSettings
  private let events: FileEvents
  let report: (FollowEvent) -> Void
  var start: FollowStart?
  var queue: Deque<FollowedFile> = []
  /// The places where files that are over have ended.
  private var finished: Deque<LinePosition> = []
  /// The rotated files that were there before following began.
  var passed: Set<FileKey> = []
  /// The names under which files of this log are found: those of the path, and of what a symbolic link leads to.
  private(set) var families: [NearbyFiles.Family]
  /// Where a symbolic link at the path leads to, and where it led to before.
  var target: FilePath?
  private var oldTarget: FilePath?
  /// What is to be given out before anything else: the last lines of truncated files.
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
    report: @escaping (FollowEvent) -> Void
  ) {
    self.path = path
    name = path.displayName
    self.start = start
    self.settings = settings
    self.events = events
    self.report = report
    families = [NearbyFiles.Family(of: path)]
  }

  /// The directories in which files come to the path.
  var directories: Set<FilePath> { Set(families.map(\.directory)) }

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
  /// - Throws: ``ReadingError`` where the path has been something other than a regular file from the beginning on.
  func look(_ now: Duration) throws -> Bool {
    let isFirst = isFirstLook
    isFirstLook = false
    guard let status = statusOfPath(now) else { return hasReason(now) }
    if let last = queue.last, last.place == status.place {
      goneSince = nil
      last.replacedSince = nil
      if (try? last.noteUnread(status)) == true {
        handleTruncation(at: queue.count - 1)
        if let status = last.status { _ = try? last.noteUnread(status) }
      }
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
      let file = try OpenFile(path, settings.calls)
      noteFamily()
      try add(file, now)
      (lastFailure, goneSince) = (nil, nil)
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
    case .positions(let positions) where positions[name]?.file != nil: resumeInRenamedFile(now)
    // A file that is awaited is read from its start, wherever following was to begin.
    default: self.start = .beginning
    }
  }

  private func fail(_ error: ReadingError) {
    guard lastFailure != error.description else { return }
    lastFailure = error.description
    report(.failed(path: name, error: error))
  }

  private func noteFamily() {
    oldTarget = target ?? oldTarget
    target = resolvedPath(path)
    if let target { note(NearbyFiles.Family(of: target)) }
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
    if families.count > 1 { oldTarget = path }
  }

  // MARK: The queue

  /// Adds a file that has come to the path, and those before it that were not seen there.
  private func add(_ file: OpenFile, _ now: Duration) throws {
    if let start {
      try begin(start, with: file, now)
      self.start = nil
      return
    }
    if queue.last?.place == file.place { return }
    let place = finished.last(where: { file.isFile(of: $0) })
    var position = LinePosition.start
    if let place, try file.holds(place) { position = place }
    var files = missedFiles(before: file)
    files.append(try FollowedFile(file, name: name, from: position))
    if !queue.isEmpty || !finished.isEmpty {
      for _ in files { report(.rotated(path: name)) }
    }
    append(files, now)
    if let last = queue.last, let status = last.status { _ = try last.noteUnread(status) }
  }

  func append(_ files: [FollowedFile], _ now: Duration) {
    for file in files {
      if let last = queue.last { last.replacedSince = last.replacedSince ?? now }
      if file.watch == nil, let descriptor = file.file?.descriptor { file.watch = events.watch(descriptor, for: self) }
      queue.append(file)
    }
  }

  /// The files that came to the path and were renamed since the last one of the queue was there.
  private func missedFiles(before new: OpenFile) -> [FollowedFile] {
    guard let last = queue.last, let status = last.status else { return [] }
    return files(after: NearbyFiles.Age(modified: status.modified), of: last.place, before: new.place)
  }

  /// The rotated files that are newer than one of an age, which is at `reference`, in their order.
  func files(
    after age: NearbyFiles.Age,
    of reference: FilePlace?,
    before new: FilePlace?,
    and numbered: NumberedNames? = nil
  ) -> [FollowedFile] {
    var between = numbered
    if let oldTarget, let target, numbered == nil { between = NumberedNames(from: oldTarget, to: target) }
    var files: [FollowedFile] = []
    // What is renamed or compressed while it is looked for is looked for again.
    for _ in 1...Self.searches {
      var isComplete = true
      let candidates = NearbyFiles.candidates(of: families, and: between)
      // What has come to the path meanwhile is newer than `new`, and found by the next look.
      let current = fileStatus(at: path)?.place
      var age = age
      age.rotation = age.rotation ?? candidates.first { $0.status.place == reference }?.rotation
      files = candidates.compactMap { candidate in
        let place = candidate.status.place
        guard candidate.isNewer(than: age), place != reference, place != new, place != current,
          !queue.contains(where: { $0.place == place })
        else { return nil }
        return open(candidate, &isComplete)
      }
      if isComplete { break }
    }
    return files
  }

  /// A rotated file from its start, unless it is one that was read or waits, by its bytes.
  private func open(_ candidate: NearbyFiles.Candidate, _ isThere: inout Bool) -> FollowedFile? {
    do {
      guard candidate.isCompressed else {
        let file = try OpenFile(candidate.path, settings.calls)
        guard !passed.contains(file.key) else { return nil }
        if try finished.contains(where: { try file.isFile(of: $0) && file.holds($0) }) { return nil }
        return try FollowedFile(file, name: name)
      }
      guard try !passed.contains(OpenFile(candidate.path, settings.calls).key) else { return nil }
      let archive = ArchivedFile(path: candidate.path)
      if finished.contains(where: archive.holds) || queue.contains(where: { archive.holds($0.position) }) { return nil }
      let identity = FileIdentity(FilePlace(device: 0, inode: 0), generation: nil, head: try archive.head())
      let position = LinePosition(offset: 0, number: 1, file: identity, modified: candidate.status.modified)
      return try FollowedFile(archive, name: name, from: position, identity: identity)
    } catch let failure as OpenFile.Failure {
      if failure.isAbsence { isThere = false } else { fail(failure.readingError(candidate.path.displayName)) }
    } catch let error as ReadingError where error.code == .notFound {
      isThere = false
    } catch {
      if let error = error as? ReadingError { fail(error) }
    }
    return nil
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
        handleTruncation(at: 0)
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
      return now - since >= settings.rotationGrace && queue.dropFirst().contains { $0.size > 0 || $0.file == nil }
    }
    guard case .pattern = settings.target, queue.count == 1, let goneSince else { return false }
    return now - goneSince >= settings.rotationGrace
  }

  /// Lets the first file of the queue be over.
  private func end(_ file: FollowedFile) {
    finished.append(file.position)
    if finished.count > Self.finishedLimit { finished.removeFirst() }
    deliverTornLine(of: file)
    if let watch = file.watch { events.forget(watch, for: self) }
    queue.removeFirst()
  }

  private func deliverTornLine(of file: FollowedFile) {
    guard let slice = file.finish() else { return }
    report(.tornLine(path: name, offset: slice.block.offset + slice.range.lowerBound))
    remnants.append(slice)
  }

  /// Reads a file from its start that was truncated, and before it what its copy has of the bytes that were not read.
  private func handleTruncation(at index: Int) {
    let file = queue[index]
    let lostBytes = file.unread
    if let copy = copy(of: file) {
      report(.truncated(path: name, lostBytes: 0))
      queue.insert(copy, at: index)
    } else {
      report(.truncated(path: name, lostBytes: lostBytes))
      deliverTornLine(of: file)
    }
    file.reset()
  }

  /// The copy of a file that was truncated: what a rotation by `copytruncate` makes.
  private func copy(of file: FollowedFile) -> FollowedFile? {
    guard !file.head.isEmpty else { return nil }
    let position = file.evidence
    for candidate in NearbyFiles.candidates(of: families).reversed() {
      guard !candidate.isOlder(than: file.modified) else { break }
      guard candidate.status.place != file.place else { continue }
      if candidate.isCompressed {
        let archive = ArchivedFile(path: candidate.path)
        guard archive.holds(position) || file.begins(like: (try? archive.head()) ?? []) else { continue }
        return try? FollowedFile(copy: archive, of: file)
      }
      guard let copy = try? OpenFile(candidate.path, settings.calls),
        (try? copy.holds(position)) == true || file.begins(like: (try? copy.head()) ?? [])
      else { continue }
      return try? FollowedFile(copy: copy, of: file)
    }
    return nil
  }

  /// Opens a file anew that cannot be read through its descriptor any more, wherever it is by now, and says whether there
  /// is something to read. Where another file has come instead, it is over.
  private func reopen(_ file: FollowedFile, _ now: Duration) -> Bool {
    let position = file.position
    guard let old = file.place else { return false }
    do {
      if fileStatus(at: path)?.place != old {
        for path in NearbyFiles.paths(of: old, in: Array(directories)) {
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
