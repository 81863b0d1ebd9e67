import PlatformC
import SystemPackage

/// The files beside a followed path that were at the path before, or are copies of those.
struct NearbyFiles {
  /// Where files of a log are, and which name the newest has.
  struct Family: Hashable {
    let directory: FilePath
    /// A byte of it is a scalar.
    let name: String
    /// The directory of the newest file, from which the others were moved if it is another one.
    let home: FilePath

    init(of path: FilePath) {
      let directory = path.removingLastComponent()
      self.directory = directory.isEmpty ? "." : directory
      name = path.lastComponent?.name ?? ""
      home = self.directory
    }

    init(directory: FilePath, name: FilePath.Component) {
      self.directory = directory
      self.name = name.name
      home = directory
    }

    private init(_ family: Family, movedTo directory: FilePath) {
      self.directory = directory
      (name, home) = (family.name, family.home)
    }

    /// Those of its files that are moved to another directory when they are rotated.
    ///
    /// - Parameter directory: A relative one is below that of the newest file.
    func moved(to directory: FilePath) -> Family { Family(self, movedTo: home.pushing(directory)) }
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

  /// How many times a directory is listed until its entries stay the same meanwhile.
  private static let mostListings = 20

  /// An entry of a directory that is one of a log's files by its name.
  private struct Entry: Equatable {
    let path: FilePath
    let inode: UInt64
    /// The path that it had before it was rotated.
    let original: FilePath
    let rotated: RotatedName?

    static func == (left: Entry, right: Entry) -> Bool { left.path == right.path && left.inode == right.inode }
  }

  /// The rotated files of some families, the oldest first.
  ///
  /// A file that is renamed or compressed while the directory is listed can be missed under both names. So the directory
  /// is listed again until nothing has changed.
  ///
  /// - Parameter numbered: Names whose files and rotated files belong to them too.
  static func candidates(
    of families: [Family],
    and numbered: NumberedNames? = nil,
    in listings: DirectoryListings
  ) -> [Candidate] {
    var entries = entries(of: families, and: numbered, in: listings)
    for attempt in 1... {
      let candidates = candidates(of: entries)
      let current = Self.entries(of: families, and: numbered, in: listings)
      if current == entries || attempt == mostListings { return candidates }
      entries = current
    }
    return []
  }

  private static func candidates(of entries: [Entry]) -> [Candidate] {
    var found: [FilePath: Candidate] = [:]
    // One directory can have several names.
    var places: Set<FilePlace> = []
    for entry in entries {
      guard let status = fileStatus(at: entry.path), status.kind == .regular, places.insert(status.place).inserted
      else { continue }
      found[entry.path] = Candidate(
        path: entry.path,
        status: status,
        isCompressed: entry.rotated?.isCompressed ?? false,
        rotation: Rotation(original: entry.original, name: entry.rotated)
      )
    }
    // While a file is compressed, it is there too.
    return found.values.filter { candidate in
      guard candidate.isCompressed, let stem = candidate.path.lastComponent?.nameStem else { return true }
      return found[candidate.path.removingLastComponent().appending(name: stem)] == nil
    }.sorted(by: isOlder)
  }

  private static func entries(
    of families: [Family],
    and numbered: NumberedNames?,
    in listings: DirectoryListings
  ) -> [Entry] {
    var entries: [Entry] = []
    var directories: [FilePath: [Family]] = Dictionary(grouping: families, by: \.directory)
    if let numbered { directories[numbered.directory, default: []] += [] }
    for (directory, families) in directories {
      let logs = families.map { (family: $0, stem: FilePath.Component.stem(of: $0.name)) }
      let numbered = numbered?.directory == directory ? numbered : nil
      let starts = numbered == nil ? logs.map { FilePath.Component.bytes(of: $0.stem) } : [[]]
      listings.forEach(of: directory, beginningWith: starts) { component, inode in
        let name = component.name
        func add(_ original: String, in home: FilePath, _ rotated: RotatedName?) {
          let path = directory.appending(component)
          entries.append(
            Entry(path: path, inode: inode, original: home.appending(name: original), rotated: rotated)
          )
        }
        for (family, stem) in logs where name.utf8.starts(with: stem.utf8) {
          if name == family.name { return add(name, in: family.home, nil) }
          if let rotated = RotatedName(name, of: family.name) { return add(family.name, in: family.home, rotated) }
        }
        guard let numbered else { return }
        if numbered.contains(name) { return add(name, in: directory, nil) }
        if let rotated = RotatedName(name), numbered.contains(rotated.base) {
          add(rotated.base, in: directory, rotated)
        }
      }
    }
    // A directory gives its entries in another order when it is remembered.
    return entries.sorted { $0.path.string < $1.path.string }
  }

  /// The path of the file with an inode in some directories, whatever its name.
  static func paths(of place: FilePlace, in directories: [FilePath], _ listings: DirectoryListings) -> [FilePath] {
    var found: [FilePath] = []
    for directory in directories {
      listings.forEach(of: directory, beginningWith: [[]]) { entry, inode in
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

  /// Those of some candidates that can be copies of a file that was written to at `time`, the likeliest first.
  ///
  /// A copy has the time at which it was made, or that of the original, cut to seconds by some tools. The file can have
  /// been written to since.
  static func possibleCopies(_ candidates: [Candidate], of time: Int64?) -> [Candidate] {
    guard let time else { return candidates }
    let later = candidates.filter { $0.status.modified >= time }
    let earlier = candidates.filter { (time - longestCopying..<time).contains($0.status.modified) }
    return later + earlier.reversed()
  }

  /// For how long a file is written to at most between a copy and its truncation, in nanoseconds.
  private static let longestCopying: Int64 = 60_000_000_000
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
      if let name = FilePath.Component(platformString: entry.name), name.kind == .regular { body(name, inode) }
    }
  }
}

extension NearbyFiles.Candidate {
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
