import PlatformC
import SystemPackage

/// Which files match a pattern of paths, by and by.
struct FollowedPattern {
  /// After how many looks to search again, though nothing was reported.
  private static let looksBetweenSearches = 40

  private let pattern: PathPattern
  private let name: String
  private var looks = 0
  private var failures: Set<String> = []
  private(set) var hasSearched = false
  var mustSearch = true

  init(_ pattern: PathPattern, name: String) {
    self.pattern = pattern
    self.name = name
  }

  /// Notes that something came or went, and says whether it is a file to be followed.
  mutating func noteEntry(_ path: FilePath, isDirectory: Bool) -> Bool {
    guard !isDirectory else {
      if pattern.canMatch(below: path) { mustSearch = true }
      return false
    }
    return pattern.matches(path) && !isRotated(path) && fileStatus(at: path)?.kind == .regular
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
    while let directory = open.popLast() {
      // What comes while the directory is listed is reported.
      watch(directory)
      guard let status = fileStatus(at: directory), status.kind == .directory else {
        // It may come later.
        mustSearch = true
        continue
      }
      guard seen.insert(status.place).inserted else { continue }
      do {
        try DirectoryEntries.forEach(of: directory) { entry, _ in
          let path = directory == "." && !name.hasPrefix("./") ? FilePath(entry.string) : directory.appending(entry)
          if pattern.matches(path), !isRotated(path), fileStatus(at: path)?.kind == .regular { found(path) }
          if pattern.canMatch(below: path), fileStatus(at: path)?.kind == .directory { open.append(path) }
        }
      } catch {
        failed.insert(error.description)
        if !failures.contains(error.description) { report(.failed(path: directory.string, error: error)) }
      }
    }
    failures = failed
  }

  /// Whether a path that matches is that of a rotated file of another one that matches, which is read in its order, or is
  /// compressed, so that nothing is written to it.
  private func isRotated(_ path: FilePath) -> Bool {
    guard let name = path.lastComponent?.string, let rotated = RotatedName(name) else { return false }
    let base = path.removingLastComponent().appending(rotated.base)
    return rotated.isCompressed || pattern.matches(base) && fileStatus(at: base) != nil
  }
}
