import SystemPackage

/// Looks for the file of a position: at a path, or beside it after a rotation.
struct RotatedFileSearch {
  private let path: FilePath
  private let name: String
  private let families: [NearbyFiles.Family]
  private let listings = DirectoryListings()

  /// - Throws: ``ReadingError`` where the path is none.
  init(_ path: some FilePathConvertible) throws {
    self.path = try path.filePath
    name = path.displayName
    let target = resolvedPath(self.path)
    families = ([self.path] + (target.map { [$0] } ?? [])).map(NearbyFiles.Family.init)
  }

  /// The path at which the file of a position is by now: the file with its inode, else one with its bytes, compressed or
  /// not.
  ///
  /// - Throws: ``ReadingError`` of code `positionLost` where it is found nowhere.
  func path(of position: LinePosition) throws -> FilePath {
    let isAtPath = isVery(path, position)
    if isAtPath == true { return path }
    if let place = position.file?.place {
      let renamed = NearbyFiles.paths(of: place, in: families.map(\.directory), listings)
      if let found = renamed.first(where: { isVery($0, position) == true }) { return found }
    }
    // A copy, or a compressed one, which the caller may have named.
    if isAtPath == false || ArchivedFile(path: path).holds(position) { return path }
    let copies = NearbyFiles.candidates(of: families, in: listings).reversed()
    if let copy = copies.first(where: {
      isVery($0.path, position) == false || ArchivedFile(path: $0.path).holds(position)
    }) {
      return copy.path
    }
    throw ReadingError(
      .positionLost,
      source: name,
      "the file of the position, which has \(position.offset) bytes before it, is not there any more, and neither is a copy "
        + "beside it. Name the file that has its lines by now, or begin at `.start`."
    )
  }

  /// Whether the file at a path is the very file of a position, or nil where it has other bytes or cannot be read.
  private func isVery(_ path: FilePath, _ position: LinePosition) -> Bool? {
    guard let file = try? OpenFile(path, .system), (try? file.holds(position)) == true else { return nil }
    return file.isFile(of: position)
  }
}
