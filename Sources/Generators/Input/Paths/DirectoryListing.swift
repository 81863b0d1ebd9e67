import PlatformC
import SystemPackage

/// The entries of a directory.
struct DirectoryListing {
  struct Entry {
    let name: [UInt8]
    let kind: Kind
  }

  enum Kind {
    case directory, symbolicLink, other, unknown
  }

  private(set) var entries: [Entry] = []

  /// - Parameter path: The bytes of the path; the current directory where there are none.
  /// - Throws: ``ReadingError`` that names the directory if it cannot be listed. A directory that is not there, or
  ///   not a directory any more, has no entries.
  init(of path: [UInt8]) throws {
    let path = path.isEmpty ? Array(".".utf8) : path
    guard let stream = path.withPathPointer({ opendir($0) }) else {
      if errno == ENOENT || errno == ENOTDIR { return }
      throw ReadingError.listing(FilePath(bytes: path).displayName, errno)
    }
    defer { closedir(stream) }
    while true {
      errno = 0
      guard let entry = readdir(stream) else { break }
      let name = Self.name(of: entry)
      if name.elementsEqual(".".utf8) || name.elementsEqual("..".utf8) { continue }
      entries.append(Entry(name: name, kind: Self.kind(of: entry)))
    }
    guard errno == 0 else { throw ReadingError.listing(FilePath(bytes: path).displayName, errno) }
  }

  private static func name(of entry: UnsafeMutablePointer<dirent>) -> [UInt8] {
    let name = entry.name
    return Array(UnsafeRawBufferPointer(start: name, count: strlen(name)))
  }

  private static func kind(of entry: UnsafeMutablePointer<dirent>) -> Kind {
    switch Int(entry.pointee.d_type) {
    case Int(DT_DIR): .directory
    case Int(DT_LNK): .symbolicLink
    case Int(DT_UNKNOWN): .unknown
    default: .other
    }
  }
}

extension UnsafeMutablePointer<dirent> {
  /// The name, up to its NUL. It is read where it is, because the record may be shorter than its type says.
  var name: UnsafePointer<CChar> {
    UnsafeRawPointer(self).advanced(by: MemoryLayout<dirent>.offset(of: \.d_name)!).assumingMemoryBound(to: CChar.self)
  }
}

extension [UInt8] {
  /// Calls `body` with these bytes and a NUL, as the system takes a path.
  func withPathPointer<Result>(_ body: (UnsafePointer<CChar>) throws -> Result) rethrows -> Result {
    try (self + [0]).withUnsafeBufferPointer { bytes in
      try bytes.withMemoryRebound(to: CChar.self) { try body($0.baseAddress!) }
    }
  }

  /// What the system says of the file at this path, without following a symbolic link at its end, or an error number.
  var fileStatus: (status: stat, error: Int32) {
    var status = stat()
    let result = withPathPointer { lstat($0, &status) }
    return (status, result == 0 ? 0 : errno)
  }
}
