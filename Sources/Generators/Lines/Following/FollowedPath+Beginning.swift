import SystemPackage

/// Where following begins: in the file at the path, or in the one that a position was in.
extension FollowedPath {
  func begin(_ start: FollowStart, with file: OpenFile, _ now: Duration) throws {
    switch start {
    case .position(let position) where position.file != nil: try resume(position, with: file, now)
    case .position(let position):
      try begin(with: file, now) { try $0.holds(position) ? position : .start }
    case .beginning, .positions: try begin(with: file, now) { _ in .start }
    case .end: try begin(with: file, now) { LinePosition(offset: $0.size) }
    }
  }

  private func begin(with file: OpenFile, _ now: Duration, from position: (OpenFile) throws -> LinePosition) throws {
    var beginning = LinePosition.start
    let (new, beside) = try settle(file) { file in
      beginning = try position(file)
      return beginning
    } beside: {
      try files(after: nil, of: nil, before: $0)
    }
    onBeginning(name, new.position(at: beginning))
    append([new], now)
    passOver(beside.others)
  }

  /// Leaves rotated files alone, except those that are to be read.
  ///
  /// Of many files in a directory, the times alone tell which rotated ones are older.
  private func passOver(_ candidates: [NearbyFiles.Candidate]) {
    if case .pattern = settings.target { return }
    for candidate in candidates where !queue.contains(where: { $0.place == candidate.status.place }) {
      guard let file = try? OpenFile(candidate.path, settings.calls), file.place == candidate.status.place
      else { continue }
      passed.insert(file.key)
    }
  }

  /// Goes on from a position, in whichever file it is by now.
  private func resume(_ position: LinePosition, with file: OpenFile, _ now: Duration) throws {
    var isInNew = false
    var hasSearched = false
    var old: FollowedFile?
    var age: NearbyFiles.Age?
    let (new, beside) = try settle(file) { file in
      isInNew = try file.isFile(of: position) && file.holds(position)
      return isInNew ? position : .start
    } beside: { new in
      guard !isInNew else { return try files(after: nil, of: nil, before: new) }
      if !hasSearched { (old, age) = try oldFile(of: position) }
      hasSearched = true
      return try newerFiles(after: old, age, of: position, before: new)
    }
    if isInNew {
      append([new], now)
    } else {
      if old == nil { report(.positionLost(path: name)) }
      append((old.map { [$0] } ?? []) + beside.files + [new], now)
    }
    passOver(beside.others)
  }

  /// Goes on from a position in a renamed file while there is no file at the path.
  func resumeInRenamedFile(_ now: Duration) {
    guard case .position(let position)? = start, position.file != nil, let (file, age) = try? oldFile(of: position),
      let file,
      let newer = try? newerFiles(after: file, age, of: position, before: nil), newer.isComplete
    else { return }
    start = nil
    append([file] + newer.files, now)
  }

  /// The files that came after that of a position, and were renamed too.
  private func newerFiles(
    after old: FollowedFile?,
    _ age: NearbyFiles.Age?,
    of position: LinePosition,
    before new: FollowedFile?
  ) throws -> Beside {
    // Where the old target of a link is not known, it can have been any before the new one.
    let targets = old == nil && families.count > 1 ? target.flatMap { NumberedNames(upTo: $0) } : nil
    var newer = try files(after: age, of: old?.place, before: new, and: targets)
    newer.files.removeAll { isCopy($0, of: position) }
    return newer
  }

  /// The file of a position where it is not at the path any more: renamed, a copy, or compressed; and its age.
  private func oldFile(of position: LinePosition) throws -> (FollowedFile?, NearbyFiles.Age?) {
    var (file, age) = try findOldFile(of: position)
    for _ in 1..<Self.searches where file == nil { (file, age) = try findOldFile(of: position) }
    return (file, age)
  }

  private func findOldFile(of position: LinePosition) throws -> (FollowedFile?, NearbyFiles.Age?) {
    if let place = position.file?.place {
      for path in NearbyFiles.paths(of: place, in: searchedDirectories, listings) {
        guard let file = try? OpenFile(path, settings.calls), file.isFile(of: position), try file.holds(position)
        else { continue }
        let rotated = RotatedName(path.lastComponent?.name ?? "")
        let original = original(of: path, rotated)
        noteOriginal(original)
        let rotation = NearbyFiles.Rotation(original: original, name: rotated)
        let age = file.status.map { NearbyFiles.Age(modified: $0.modified, rotation: rotation) }
        return (try FollowedFile(file, name: name, from: position), age)
      }
    }
    let targets = families.count > 1 ? target.flatMap { NumberedNames(like: $0) } : nil
    let candidates = NearbyFiles.candidates(of: searchedFamilies, and: targets, in: listings)
    for candidate in NearbyFiles.possibleCopies(candidates, of: position.modified) {
      guard let copy = copy(candidate, of: position) else { continue }
      noteOriginal(candidate.original)
      return (copy, NearbyFiles.Age(modified: candidate.status.modified, rotation: candidate.rotation))
    }
    return (nil, position.modified.map { NearbyFiles.Age(modified: $0) })
  }

  /// A rotated file read on from `position`, if its bytes show that it is a copy of the file of the position.
  private func copy(_ candidate: NearbyFiles.Candidate, of position: LinePosition) -> FollowedFile? {
    guard let identity = position.file, identity.head.count > 0 else { return nil }
    if candidate.isCompressed {
      let archive = ArchivedFile(path: candidate.path)
      guard archive.holds(position) else { return nil }
      return try? FollowedFile(
        archive,
        name: name,
        from: position,
        modified: candidate.status.modified,
        identity: identity
      )
    }
    guard let file = try? OpenFile(candidate.path, settings.calls), (try? file.holds(position)) == true else {
      return nil
    }
    let copy = try? FollowedFile(file, name: name, from: position)
    copy?.endsAtEnd = !file.isFile(of: position)
    return copy
  }

  private func isCopy(_ file: FollowedFile, of position: LinePosition) -> Bool {
    guard let file = file.file, let head = position.file?.head, head.count > 0, position.offset > 0 else {
      return false
    }
    return (try? file.holds(position)) == true
  }
}
