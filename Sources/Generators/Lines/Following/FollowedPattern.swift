import PlatformC
import SystemPackage

/// Which files match a pattern of paths, as time goes on.
struct FollowedPattern {
  /// After how many looks to search again, though nothing was reported.
  private static let looksBetweenSearches = 40

  private let pattern: PathPattern
  /// Whether a file of the current directory has no `./` before its name, as in the pattern.
  private let hasBareNames: Bool
  /// Where rotated files are moved to.
  private let rotatedDirectories: [FilePath]
  /// The directories that were searched, and how each is spelled in the paths below it. One that several links lead to
  /// has one spelling.
  private var spellings: [FilePlace: FilePath] = [:]
  /// The symbolic links that match and lead to no file yet.
  private var dangling: Set<FilePath> = []
  private var looks = 0
  private var failures: Set<String> = []
  private(set) var hasSearched = false
  var mustSearch = true

  init(_ pattern: PathPattern, name: String, rotatedFilesIn directories: [FilePath] = []) {
    self.pattern = pattern
    rotatedDirectories = directories
    hasBareNames = !name.hasPrefix("./")
  }

  /// Notes that something came or went in a directory, and says which file is to be followed.
  mutating func noteEntry(_ name: FilePath.Component, in directory: FilePath, isDirectory: Bool) -> FilePath? {
    // It is reported for each spelling of the directory.
    guard let status = fileStatus(at: directory), spellings[status.place] == directory else { return nil }
    let path = path(of: name, in: directory)
    let kind = fileStatus(at: path)?.kind
    if isDirectory || kind == .directory {
      if pattern.canMatch(below: path) { mustSearch = true }
      return nil
    }
    return isMatch(path, kind) ? path : nil
  }

  /// The files that symbolic links lead to by now, which led to none before.
  mutating func takeArrived() -> [FilePath] {
    let arrived = dangling.filter { fileStatus(at: $0)?.kind == .regular }
    dangling.subtract(arrived)
    return Array(arrived)
  }

  private func path(of name: FilePath.Component, in directory: FilePath) -> FilePath {
    directory == "." && hasBareNames ? FilePath(root: nil, [name]) : directory.appending(name)
  }

  /// Whether a path is that of a file to be followed. One that leads to no file is noted.
  private mutating func isMatch(_ path: FilePath, _ kind: FileStatus.Kind?) -> Bool {
    guard kind == nil || kind == .regular, pattern.matches(path), !isRotated(path) else { return false }
    if kind == nil { dangling.insert(path) }
    return kind == .regular
  }

  /// Whether to search now. Counts the looks.
  mutating func isDue(isReported: Bool) -> Bool {
    looks += 1
    defer { if mustSearch { looks = 0 } }
    return mustSearch || !isReported || looks.isMultiple(of: Self.looksBetweenSearches)
  }

  /// Searches the directories that can hold matches.
  mutating func run(watch: (FilePath) -> Void, report: (FollowEvent) -> Void, found: (FilePath) -> Void) {
    mustSearch = false
    hasSearched = true
    var seen: Set<FilePlace> = []
    var open = pattern.roots
    var failed: Set<String> = []
    dangling = []
    while let directory = open.popLast() {
      // What comes while the directory is listed is reported.
      watch(directory)
      guard let status = fileStatus(at: directory), status.kind == .directory else {
        // It may come later.
        mustSearch = true
        continue
      }
      if let spelling = spellings[status.place], spelling != directory, fileStatus(at: spelling)?.place == status.place
      {
        continue
      }
      guard seen.insert(status.place).inserted else { continue }
      spellings[status.place] = directory
      do {
        try DirectoryEntries.forEach(of: directory) { entry, _ in
          let path = path(of: entry, in: directory)
          let kind = fileStatus(at: path)?.kind
          if isMatch(path, kind) { found(path) }
          if kind == .directory, pattern.canMatch(below: path) { open.append(path) }
        }
      } catch {
        failed.insert(error.description)
        if !failures.contains(error.description) { report(.failed(path: directory.displayName, error: error)) }
      }
    }
    failures = failed
    spellings = spellings.filter { seen.contains($0.key) }
  }

  /// The directories that were searched and can hold matches.
  var directories: some Collection<FilePath> { spellings.values }

  /// Whether a path that matches is that of a rotated file of another one that matches, which is read in its order, or of
  /// one that was moved to a directory of rotated files, or is compressed, so that nothing is written to it.
  private func isRotated(_ path: FilePath) -> Bool {
    guard let name = path.lastComponent?.name, let rotated = RotatedName(name) else { return false }
    let base = path.removingLastComponent().appending(name: rotated.base)
    return rotated.isCompressed || pattern.matches(base) && fileStatus(at: base) != nil
      || isOfRotatedFiles(NearbyFiles.Family(of: path).directory)
  }

  private func isOfRotatedFiles(_ directory: FilePath) -> Bool {
    rotatedDirectories.contains { rotated in
      if rotated.isRelative { return directory.lexicallyNormalized().ends(with: rotated.lexicallyNormalized()) }
      guard let place = fileStatus(at: rotated)?.place else { return false }
      return fileStatus(at: directory)?.place == place
    }
  }
}
