import PlatformC
public import SystemPackage

/// The paths that match a pattern as a shell writes it.
///
/// ```swift
/// try withLines(atPaths: paths(matching: "/var/log/{app,web}/**/*.log*", order: .oldestFirst)) { lines in … }
/// ```
///
/// | in a pattern | stands for |
/// |---|---|
/// | `*`, `?` | any characters except `/`, and one of them |
/// | `[a-z]`, `[!a]`, `[[:digit:]]` | one of several, or one that is none of them |
/// | `**` as a whole name | any number of directories, or none; it does not follow symbolic links to directories |
/// | `{a,b}` | either; may be nested |
/// | `/` at the end | nothing: only directories match, and symbolic links to them; `**/` means those below |
/// | `\*` | the character itself |
///
/// Only a dot matches a dot at the start of a name, so hidden files and directories have to be named. A pattern without
/// special characters gives the path itself if it exists. Paths keep their bytes, also if they are not UTF-8. The file
/// system is searched once: files that come later are not found.
///
/// - Parameters:
///   - pattern: The pattern, at most 1,024 alternatives of `{a,b}`. A relative one starts in the current directory.
///   - order: By default in the order of their bytes.
/// - Returns: The paths, each once, directories among them, without a slash at the end; none if nothing matches.
/// - Throws: ``ReadingError`` that names a directory on the way which cannot be searched or listed, so that nothing is
///   skipped silently, and of code `invalidPath` for a pattern with a NUL or too many alternatives.
/// - Complexity: Linear in the number of entries of the directories that can hold a match.
public func paths(matching pattern: some FilePathConvertible, order: PathOrder = .byName) throws -> [FilePath] {
  try paths(matching: pattern, order: order) { throw $0 }
}

/// The paths that match a pattern as a shell writes it, without those in directories that cannot be searched or listed.
///
/// ```swift
/// let paths = try paths(matching: "/home/*/logs/*.log", onUnreadable: { error in print(error) })
/// ```
///
/// - Parameters:
///   - pattern: The pattern, as for ``paths(matching:order:)``.
///   - order: By default in the order of their bytes.
///   - onUnreadable: Called for each directory that cannot be searched or listed, with an error whose
///     ``ReadingError/source`` is its path. What it throws ends the search.
/// - Returns: The paths that were found.
/// - Throws: What `onUnreadable` throws, and ``ReadingError`` of code `invalidPath` for a pattern with a NUL or too many
///   alternatives.
public func paths(
  matching pattern: some FilePathConvertible,
  order: PathOrder = .byName,
  onUnreadable: (ReadingError) throws -> Void
) throws -> [FilePath] {
  var search = PathSearch(try PathPattern(pattern))
  try search.run(onUnreadable: onUnreadable)
  return order.sorted(search.found).map { FilePath(bytes: $0) }
}

extension PathOrder {
  fileprivate func sorted(_ paths: [[UInt8]]) -> [[UInt8]] {
    let byName = paths.sorted { $0.isBefore($1) }
    switch self {
    case .byName: return byName
    case .oldestFirst:
      return byName.enumerated().map { (place: $0, path: $1, time: Self.changeTime(of: $1)) }
        .sorted { ($0.time, $0.place) < ($1.time, $1.place) }.map(\.path)
    }
  }

  /// When the file, or what a symbolic link leads to, was changed last.
  private static func changeTime(of path: [UInt8]) -> Duration {
    var status = stat()
    let result = path.withPathPointer { stat($0, &status) == 0 ? 0 : lstat($0, &status) }
    return result == 0 ? modificationTime(of: status) : .seconds(Int64.max)
  }
}

extension [UInt8] {
  /// Whether these bytes come before `other` in the order of their bytes.
  fileprivate func isBefore(_ other: [UInt8]) -> Bool {
    guard !isEmpty, !other.isEmpty else { return count < other.count }
    let order = withUnsafeBytes { bytes in
      other.withUnsafeBytes { memcmp(bytes.baseAddress!, $0.baseAddress!, Swift.min(bytes.count, $0.count)) }
    }
    return order == 0 ? count < other.count : order < 0
  }
}

/// A walk through the directories that can hold what matches a pattern.
private struct PathSearch {
  private let pattern: PathPattern
  /// The directories to be searched.
  private var open: [(path: [UInt8], match: PathMatch)] = []
  private(set) var found: [[UInt8]] = []

  init(_ pattern: PathPattern) {
    self.pattern = pattern
  }

  mutating func run(onUnreadable: (ReadingError) throws -> Void) throws {
    for base in PathMatch.bases(of: pattern) {
      let match = PathMatch(of: pattern) { $0 == base }
      let path = Array(base.rawValue.utf8)
      if match.isComplete(isDirectory: true) { found.append(path) }
      open.append((path, match))
    }
    while let (path, match) = open.popLast() {
      do {
        try search(path, match)
      } catch let error as ReadingError {
        try onUnreadable(error)
      }
    }
  }

  private mutating func search(_ directory: [UInt8], _ match: PathMatch) throws {
    let names = match.nextNames
    // A directory may refuse to be listed, or to be searched for names. What it allows is done.
    let looked = Result { for name in names.spelledOut { try lookUp(name, in: directory, match) } }
    if names.hasOthers {
      for entry in try DirectoryListing(of: directory).entries where !names.spelledOut.contains(entry.name) {
        take(entry.name, entry.kind, in: directory, match)
      }
    }
    try looked.get()
  }

  /// Looks whether there is a file of a name, which needs no right to list the directory.
  private mutating func lookUp(_ name: [UInt8], in directory: [UInt8], _ match: PathMatch) throws {
    var path = directory
    path.appendName(name)
    let (status, error) = path.fileStatus
    switch error {
    case 0: take(name, DirectoryListing.Kind(status), in: directory, match)
    case ENOENT, ENOTDIR: return
    // No file can have the name.
    case ENAMETOOLONG where name.count > Int(NAME_MAX): return
    default:
      let directory = directory.isEmpty ? Array(".".utf8) : directory
      throw ReadingError.listing(FilePath(bytes: directory).displayName, error)
    }
  }

  private mutating func take(
    _ name: [UInt8],
    _ kind: DirectoryListing.Kind,
    in directory: [UInt8],
    _ match: PathMatch
  ) {
    let (named, passed) = match.advanced(by: name)
    guard named.isComplete(isDirectory: true) || named.canGoOn || passed.canGoOn else { return }
    var path = directory
    path.appendName(name)
    let kind = kind == .unknown ? DirectoryListing.Kind(path.fileStatus.status) : kind
    if named.isComplete(isDirectory: false) || named.isComplete(isDirectory: true) && isDirectory(path, kind) {
      found.append(path)
    }
    switch kind {
    case .directory where named.canGoOn || passed.canGoOn: open.append((path, named.union(passed)))
    case .symbolicLink where named.canGoOn: open.append((path, named))
    default: break
    }
  }

  private func isDirectory(_ path: [UInt8], _ kind: DirectoryListing.Kind) -> Bool {
    guard kind == .symbolicLink else { return kind == .directory }
    var status = stat()
    return path.withPathPointer { stat($0, &status) } == 0 && status.st_mode & S_IFMT == S_IFDIR
  }
}

extension DirectoryListing.Kind {
  fileprivate init(_ status: stat) {
    switch status.st_mode & S_IFMT {
    case S_IFDIR: self = .directory
    case S_IFLNK: self = .symbolicLink
    default: self = .other
    }
  }
}
