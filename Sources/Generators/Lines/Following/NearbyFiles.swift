import PlatformC
import SystemPackage

/// The files beside a followed path that were at the path before, or are copies of those.
struct NearbyFiles {
  /// Where files of a log are, and which name the newest has.
  struct Family: Hashable {
    let directory: FilePath
    let name: String

    init(of path: FilePath) {
      let directory = path.removingLastComponent()
      self.directory = directory.isEmpty ? "." : directory
      name = path.lastComponent?.string ?? ""
    }
  }

  struct Candidate {
    let path: FilePath
    let status: FileStatus
    let isCompressed: Bool
    let rotation: Rotation

    /// The path that it had before.
    var original: FilePath { rotation.original }
  }

  /// What the names of a log's files say about their order.
  struct Rotation {
    let original: FilePath
    /// What was added to the name, or nil for the newest file.
    let name: RotatedName?

    /// Whether the names say that this file is newer, or nil where they do not say anything.
    func isNewer(than other: Rotation) -> Bool? {
      guard original == other.original else { return NumberedNames.isHigher(original, than: other.original) }
      guard let name, let otherName = other.name else { return name == nil && other.name == nil ? nil : name == nil }
      if let index = name.index, let other = otherName.index { return index == other ? nil : index < other }
      return name.mark == otherName.mark ? nil : name.mark > otherName.mark
    }
  }

  /// When a file was last written to, and its place in the rotation: what comes after it is newer.
  struct Age {
    var modified: Int64
    var rotation: Rotation?
  }

  /// The rotated files of some families, the oldest first.
  ///
  /// - Parameter numbered: Names whose files and rotated files belong to them too.
  static func candidates(of families: [Family], and numbered: NumberedNames? = nil) -> [Candidate] {
    var found: [FilePath: Candidate] = [:]
    // One directory can have several names.
    var places: Set<FilePlace> = []
    func take(_ entry: FilePath.Component, in directory: FilePath, as original: String, _ rotated: RotatedName?) {
      let path = directory.appending(entry)
      guard let status = fileStatus(at: path), status.kind == .regular, places.insert(status.place).inserted
      else { return }
      found[path] = Candidate(
        path: path,
        status: status,
        isCompressed: rotated?.isCompressed ?? false,
        rotation: Rotation(original: directory.appending(original), name: rotated)
      )
    }
    for family in families {
      let stem = FilePath.Component(family.name)?.stem ?? family.name
      forEachEntry(of: family.directory) { entry, _ in
        guard entry.string.utf8.starts(with: stem.utf8) else { return }
        let rotated = RotatedName(entry.string, of: family.name)
        guard rotated != nil || entry.string == family.name else { return }
        take(entry, in: family.directory, as: family.name, rotated)
      }
    }
    if let numbered {
      forEachEntry(of: numbered.directory) { entry, _ in
        if numbered.contains(entry.string) { return take(entry, in: numbered.directory, as: entry.string, nil) }
        guard let rotated = RotatedName(entry.string), numbered.contains(rotated.base) else { return }
        take(entry, in: numbered.directory, as: rotated.base, rotated)
      }
    }
    // While a file is compressed, it is there too.
    return found.values.filter { candidate in
      guard candidate.isCompressed, let stem = candidate.path.stem else { return true }
      return found[candidate.path.removingLastComponent().appending(stem)] == nil
    }.sorted(by: isOlder)
  }

  /// The path of the file with an inode in some directories, whatever its name.
  static func paths(of place: FilePlace, in directories: [FilePath]) -> [FilePath] {
    var found: [FilePath] = []
    for directory in directories {
      forEachEntry(of: directory) { entry, inode in
        let path = directory.appending(entry)
        guard inode == place.inode, fileStatus(at: path)?.place == place else { return }
        found.append(path)
      }
    }
    return found
  }

  static func isOlder(_ left: Candidate, than right: Candidate) -> Bool {
    if left.status.modified != right.status.modified { return left.status.modified < right.status.modified }
    // Times are those of the clock's ticks.
    if let isNewer = right.rotation.isNewer(than: left.rotation) { return isNewer }
    if left.status.changed != right.status.changed { return left.status.changed < right.status.changed }
    return left.path.string < right.path.string
  }

  private static func forEachEntry(
    of directory: FilePath,
    _ body: (_ name: FilePath.Component, _ inode: UInt64) -> Void
  ) {
    // A directory that cannot be listed holds nothing that can be found.
    try? DirectoryEntries.forEach(of: directory, body)
  }
}

/// The entries of a directory.
enum DirectoryEntries {
  /// Calls `body` with each entry except `.` and `..`.
  ///
  /// - Throws: ``ReadingError`` where the directory cannot be listed.
  static func forEach(
    of directory: FilePath,
    _ body: (_ name: FilePath.Component, _ inode: UInt64) -> Void
  ) throws(ReadingError) {
    guard let stream = directory.withPlatformString({ opendir($0) }) else {
      throw .opening(directory.displayName, errno)
    }
    defer { closedir(stream) }
    while let entry = readdir(stream) {
      let inode = UInt64(truncatingIfNeeded: entry.pointee.d_ino)
      // The name ends with a NUL within its array.
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { FilePath.Component(platformString: $0) }
      }
      if let name, name.kind == .regular { body(name, inode) }
    }
  }
}

extension NearbyFiles.Candidate {
  /// Whether it cannot be a copy of a file that was written to at `time`. Tools that copy times cut them to seconds.
  func isOlder(than time: Int64) -> Bool { status.modified < time - time % 1_000_000_000 }

  /// Whether it was written after a file of that age.
  func isNewer(than age: NearbyFiles.Age) -> Bool {
    if status.modified != age.modified { return status.modified > age.modified }
    return age.rotation.flatMap { rotation.isNewer(than: $0) } ?? false
  }
}

/// What the system says about the file at a path, or at the end of a symbolic link; nil where there is none.
func fileStatus(at path: FilePath) -> FileStatus? {
  var status = stat()
  guard path.withPlatformString({ stat($0, &status) }) == 0 else { return nil }
  return FileStatus(status)
}

/// The path without symbolic links, where it leads to a file.
func resolvedPath(_ path: FilePath) -> FilePath? {
  guard let resolved = path.withPlatformString({ realpath($0, nil) }) else { return nil }
  defer { free(resolved) }
  return FilePath(platformString: resolved)
}
