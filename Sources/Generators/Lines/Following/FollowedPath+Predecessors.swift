import DequeModule
import PlatformC
import SystemPackage

/// The files that came to the path before another one and are not there any more: rotated files and copies beside it.
extension FollowedPath {
  /// How many times to look beside the path while files are rotated, copied and truncated.
  private static let settlings = 20

  /// What is beside the path.
  struct Beside {
    /// The files to be read before the one at the path, in their order.
    var files: [FollowedFile] = []
    /// The older ones.
    var others: [NearbyFiles.Candidate] = []
    /// Whether each of them was still there when it was opened.
    var isComplete = true
    /// Whether the one before them was deleted, as others that came after it can have been.
    var hasGap = false
  }

  /// A file that has come to the path, with what is noted of it, and those before it.
  ///
  /// They are looked for until the file stays at the path meanwhile and is not truncated. So none of them is newer, and a
  /// copy among them is either one of what was in the file before, or one of what is noted of it.
  ///
  /// - Parameters:
  ///   - position: From where on the file is to be read.
  ///   - beside: Finds those before it.
  func settle(
    _ file: OpenFile,
    from position: (OpenFile) throws -> LinePosition,
    beside: (FollowedFile) throws -> Beside
  ) throws -> (FollowedFile, Beside) {
    var file = file
    var attempt = 0
    while true {
      attempt += 1
      let new = try FollowedFile(file, name: name, from: position(file))
      new.target = target
      _ = try new.isAsNoted()
      let found = try beside(new)
      let current = fileStatus(at: path)?.place
      let isThere = current == nil || current == file.place
      let isSettled = try found.isComplete && isThere && (new.isSizeless || new.isAsNoted())
      if isSettled || attempt == Self.settlings { return (new, found) }
      if current != nil, current != file.place { file = try openPath() }
    }
  }

  /// The files that came to the path and were renamed since the last one that is known was there.
  func missedFiles(before new: FollowedFile) throws -> Beside {
    guard let modified = queue.last?.lastWritten ?? lastModified else { return Beside() }
    return try files(after: NearbyFiles.Age(modified: modified), of: queue.last?.place, before: new)
  }

  /// The rotated files that are newer than one of an age, which is at `reference`, in their order.
  ///
  /// - Parameters:
  ///   - age: If it is nil, none is.
  ///   - new: The one that comes after them.
  ///   - numbered: The names that a link has led to; by default those from the last one to the current one.
  func files(
    after age: NearbyFiles.Age?,
    of reference: FilePlace?,
    before new: FollowedFile?,
    and numbered: NumberedNames? = nil
  ) throws -> Beside {
    // Of many files, none is passed over, and a directory with all of them is not listed for each.
    if age == nil, case .pattern = settings.target { return Beside() }
    var between = numbered
    if between == nil, let lastTarget, let target { between = NumberedNames(from: lastTarget, to: target) }
    let candidates = NearbyFiles.candidates(of: searchedFamilies, and: between, in: listings)
    return try files(among: candidates, after: age, of: reference, before: new)
  }

  private func files(
    among candidates: [NearbyFiles.Candidate],
    after age: NearbyFiles.Age?,
    of reference: FilePlace?,
    before new: FollowedFile?
  ) throws -> Beside {
    var beside = Beside()
    var age = age
    if age?.rotation == nil { age?.rotation = candidates.first { $0.status.place == reference }?.rotation }
    let current = fileStatus(at: path)?.place
    // What is in files that were empty when they were seen tells them from their compressed copies.
    for file in queue where file.head.isEmpty && file.place != new?.place { try file.noteFirst() }
    for candidate in candidates {
      let place = candidate.status.place
      // What came after the new file is found when the next one has come.
      if place == new?.place, place != current { break }
      guard place != reference, place != current, !queue.contains(where: { $0.place == place }) else { continue }
      guard let age, candidate.isNewer(than: age) else {
        beside.others.append(candidate)
        continue
      }
      if let new, isCompressed(candidate, new) { break }
      guard let file = try open(candidate, &beside.isComplete), try new?.isCopied(by: file) != true else { continue }
      beside.files.append(file)
    }
    if !beside.files.isEmpty, let last = queue.last, last.place == reference, last.file?.isDeleted == true {
      beside.hasGap = !candidates.contains { isCompressed($0, last) }
    }
    return beside
  }

  private func isCompressed(_ candidate: NearbyFiles.Candidate, _ file: FollowedFile) -> Bool {
    candidate.isCompressed && !file.head.isEmpty && ArchivedFile(path: candidate.path).holds(file.evidence)
  }

  /// A rotated file from its start, unless it is one that was read or waits, by its bytes.
  ///
  /// - Throws: `OpenFile.Failure` where nothing can be opened at the moment.
  private func open(_ candidate: NearbyFiles.Candidate, _ isThere: inout Bool) throws -> FollowedFile? {
    do {
      let file = try OpenFile(candidate.path, settings.calls)
      // Another file can have come there since the directory was listed.
      guard file.place == candidate.status.place else {
        isThere = false
        return nil
      }
      guard !passed.contains(file.key) else { return nil }
      guard candidate.isCompressed else {
        if try finished.contains(where: { try file.isFile(of: $0) && file.holds($0) }) { return nil }
        return try FollowedFile(file, name: name)
      }
      let archive = ArchivedFile(path: candidate.path)
      if finished.contains(where: archive.holds) || queue.contains(where: { isCompressed(candidate, $0) }) {
        return nil
      }
      let identity = FileIdentity(FilePlace(device: 0, inode: 0), generation: nil, head: try archive.head())
      return try FollowedFile(
        archive,
        name: name,
        from: LinePosition(offset: 0, number: 1, file: identity),
        modified: candidate.status.modified,
        identity: identity
      )
    } catch let failure as OpenFile.Failure {
      if failure.isShortage { throw failure }
      if failure.isAbsence { isThere = false } else { fail(failure.readingError(candidate.path.displayName)) }
    } catch let error as ReadingError where error.code == .notFound {
      isThere = false
    } catch {
      if let error = error as? ReadingError { fail(error) }
    }
    return nil
  }

  // MARK: Truncation

  /// Puts what a file has by now in the place of a file of the queue that was truncated, or can have been since it was
  /// empty. Before it comes what its copy has of the bytes that were not read, and the copies of what was in it in between.
  func handleTruncation(at index: Int) throws(OpenFile.Failure) {
    let old = queue[index]
    guard let file = old.file else { return }
    if old.isSizeless {
      // It is another text whenever it is read, as of some files in /proc.
      let new = try FollowedFile(file, name: name)
      if new.isSizeless {
        (new.watch, new.replacedSince, new.target) = (old.watch, old.replacedSince, old.target)
        deliverTornLine(of: old)
        queue[index] = new
        return
      }
    }
    var new: FollowedFile
    var rest: (file: FollowedFile, age: NearbyFiles.Age)?
    var missed: Beside
    var isSettled = false
    var attempt = 0
    repeat {
      attempt += 1
      new = try FollowedFile(file, name: name)
      _ = try new.isAsNoted()
      let candidates = NearbyFiles.candidates(of: searchedFamilies, in: listings)
      rest = self.rest(of: old, in: candidates)
      let age = rest?.age ?? NearbyFiles.Age(modified: old.modified)
      do {
        missed = try files(among: candidates, after: age, of: rest?.file.place, before: new)
      } catch {
        missed = Beside(isComplete: false)
      }
      if rest == nil { missed.files.removeAll { $0.size <= old.offset && old.hasBegun(like: $0.head) } }
      isSettled = new.isSizeless
      if !isSettled { isSettled = try new.isAsNoted() }
    } while attempt < Self.settlings && !(isSettled && missed.isComplete)
    (new.watch, new.replacedSince, new.target) = (old.watch, old.replacedSince, old.target)
    if !old.head.isEmpty || !missed.files.isEmpty {
      report(.truncated(path: name, lostBytes: rest == nil ? old.unread : 0))
    }
    if rest == nil { deliverTornLine(of: old) }
    for file in missed.files { file.endsAtEnd = true }
    queue[index] = new
    queue.insert(contentsOf: (rest.map { [$0.file] } ?? []) + missed.files, at: index)
  }

  /// What comes after a truncated file in a copy of it: what a rotation by `copytruncate` makes.
  private func rest(
    of file: FollowedFile,
    in candidates: [NearbyFiles.Candidate]
  ) -> (file: FollowedFile, age: NearbyFiles.Age)? {
    guard !file.head.isEmpty else { return nil }
    let position = file.evidence
    for candidate in NearbyFiles.possibleCopies(candidates, of: file.modified) {
      let place = candidate.status.place
      guard place != file.place, !queue.contains(where: { $0.place == place }) else { continue }
      let age = NearbyFiles.Age(modified: candidate.status.modified, rotation: candidate.rotation)
      if candidate.isCompressed {
        let archive = ArchivedFile(path: candidate.path)
        guard archive.holds(position) || file.begins(like: (try? archive.head()) ?? []) else { continue }
        return (try? FollowedFile(copy: archive, of: file)).map { ($0, age) }
      }
      guard let copy = try? OpenFile(candidate.path, settings.calls),
        (try? copy.holds(position)) == true || file.begins(like: (try? copy.head()) ?? [])
      else { continue }
      return (try? FollowedFile(copy: copy, of: file)).map { ($0, age) }
    }
    return nil
  }
}
