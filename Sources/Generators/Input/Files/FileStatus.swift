import PlatformC

/// Device and inode: what a file is, until it is deleted and the system gives its inode to another one.
struct FilePlace: Hashable, Sendable {
  let device: UInt64
  let inode: UInt64

  init(device: UInt64, inode: UInt64) { (self.device, self.inode) = (device, inode) }

  init(_ status: stat) {
    device = UInt64(truncatingIfNeeded: status.st_dev)
    inode = UInt64(truncatingIfNeeded: status.st_ino)
  }
}

/// What the system says about a file.
struct FileStatus: Hashable, Sendable {
  enum Kind: Hashable, Sendable { case regular, directory, other }

  let place: FilePlace
  let kind: Kind
  let size: Int
  /// When its bytes were last changed, and when anything about it was, in nanoseconds since 1970.
  let modified: Int64
  let changed: Int64

  init(_ status: stat) {
    place = FilePlace(status)
    switch status.st_mode & S_IFMT {
    case S_IFREG: kind = .regular
    case S_IFDIR: kind = .directory
    default: kind = .other
    }
    size = Int(status.st_size)
    #if canImport(Darwin)
      (modified, changed) = (Self.nanoseconds(status.st_mtimespec), Self.nanoseconds(status.st_ctimespec))
    #else
      (modified, changed) = (Self.nanoseconds(status.st_mtim), Self.nanoseconds(status.st_ctim))
    #endif
  }

  /// Nil where the system reports an error, which is in `errno`.
  init?(of descriptor: Int32) {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { return nil }
    self.init(status)
  }

  private static func nanoseconds(_ time: timespec) -> Int64 {
    PlatformC.nanoseconds(of: time)
  }
}

/// The number that distinguishes files that have had the same inode one after the other (`FS_IOC_GETVERSION`), on file
/// systems that keep one: ext4, XFS and Btrfs among them.
func inodeGeneration(of descriptor: Int32) -> UInt32? {
  #if os(Linux)
    let request: UInt = 0x8008_7601
    var generation: UInt = 0
    guard ioctl(descriptor, request, &generation) == 0, generation != 0 else { return nil }
    return UInt32(truncatingIfNeeded: generation)
  #else
    return nil
  #endif
}
