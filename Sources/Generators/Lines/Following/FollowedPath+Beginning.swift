import SystemPackage

/// Where following begins: in the file at the path, or in the one that a position was in.
extension FollowedPath {
  func begin(_ start: FollowStart, with file: OpenFile, _ now: Duration) throws {
    switch start {
    case .beginning: append([try FollowedFile(file, name: name)], now)
    case .end:
      let end = LinePosition(offset: file.status?.size ?? 0)
      append([try FollowedFile(file, name: name, from: end)], now)
    case .positions(let positions):
      return try begin(positions[name].map(FollowStart.position) ?? .beginning, with: file, now)
    case .position(let position): return try resume(position, with: file, now)
    }
    passOver(except: [file.place])
  }

  /// Leaves the rotated files that are there alone, except some.
  ///
  /// Of many files in a directory, the times alone tell which rotated ones are older.
  private func passOver(except places: Set<FilePlace>) {
    if case .pattern = settings.target { return }
    for candidate in NearbyFiles.candidates(of: families) where !places.contains(candidate.status.place) {
      if let file = try? OpenFile(candidate.path, settings.calls) { passed.insert(file.key) }
    }
  }

  /// Goes on from a position, in whichever file it is by now.
  private func resume(_ position: LinePosition, with file: OpenFile, _ now: Duration) throws {
    guard position.file != nil else {
      append([try FollowedFile(file, name: name, from: file.holds(position) ? position : .start)], now)
      passOver(except: [file.place])
      return
    }
    if file.isFile(of: position), try file.holds(position) {
      append([try FollowedFile(file, name: name, from: position)], now)
      passOver(except: [file.place])
      return
    }
    let (old, newer) = try oldFiles(of: position, before: file.place)
    if old == nil { report(.positionLost(path: name)) }
    let files = (old.map { [$0] } ?? []) + newer + [try FollowedFile(file, name: name)]
    append(files, now)
    passOver(except: Set(files.compactMap(\.place)))
  }

  /// Goes on from a position in a renamed file while there is no file at the path.
  func resumeInRenamedFile(_ now: Duration) {
    let position: LinePosition? =
      switch start {
      case .position(let position): position
      case .positions(let positions): positions[name]
      default: nil
      }
    guard let position, position.file != nil, let files = try? oldFiles(of: position, before: nil), let old = files.old
    else { return }
    start = nil
    append([old] + files.newer, now)
  }

  /// The file of a position that is not at the path any more, and those that came after it and were renamed too.
  private func oldFiles(
    of position: LinePosition,
    before new: FilePlace?
  ) throws -> (old: FollowedFile?, newer: [FollowedFile]) {
    var (old, age) = try oldFile(of: position)
    for _ in 1..<Self.searches where old == nil { (old, age) = try oldFile(of: position) }
    guard let age else { return (old, []) }
    // Where the old target of a link is not known, it can have been any before the new one.
    let targets = old == nil && families.count > 1 ? target.flatMap { NumberedNames(upTo: $0) } : nil
    let newer = files(after: age, of: old?.place, before: new, and: targets)
    return (old, newer.filter { !isCopy($0, of: position) })
  }

  /// The file of a position where it is not at the path any more: renamed, a copy, or compressed; and its age.
  private func oldFile(of position: LinePosition) throws -> (FollowedFile?, NearbyFiles.Age?) {
    let directories = Array(directories)
    if let place = position.file?.place {
      for path in NearbyFiles.paths(of: place, in: directories) {
        guard let file = try? OpenFile(path, settings.calls), file.isFile(of: position), try file.holds(position)
        else { continue }
        let rotated = RotatedName(path.lastComponent?.string ?? "")
        let original = rotated.map { path.removingLastComponent().appending($0.base) } ?? path
        noteOriginal(original)
        let rotation = NearbyFiles.Rotation(original: original, name: rotated)
        let age = file.status.map { NearbyFiles.Age(modified: $0.modified, rotation: rotation) }
        return (try FollowedFile(file, name: name, from: position), age)
      }
    }
    let targets = families.count > 1 ? target.flatMap { NumberedNames(like: $0) } : nil
    for candidate in NearbyFiles.candidates(of: families, and: targets) {
      if let modified = position.modified, candidate.isOlder(than: modified) { continue }
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
      return try? FollowedFile(archive, name: name, from: position, identity: identity)
    }
    guard let file = try? OpenFile(candidate.path, settings.calls), (try? file.holds(position)) == true else {
      return nil
    }
    let copy = try? FollowedFile(file, name: name, from: position)
    copy?.endsAtEnd = true
    return copy
  }

  private func isCopy(_ file: FollowedFile, of position: LinePosition) -> Bool {
    guard let file = file.file, let head = position.file?.head, head.count > 0, position.offset > 0 else {
      return false
    }
    return (try? file.holds(position)) == true
  }
}
