import PlatformC
import SystemPackage

struct FileKey: Hashable {
  let place: FilePlace
  let generation: UInt32?
}

/// A regular file that is open for reading at any place. It is closed with the last reference to it.
final class OpenFile {
  /// Why a file cannot be opened, or not be read.
  enum Failure: Error {
    case system(Int32)
    case directory
    case notRegular

    var isAbsence: Bool {
      if case .system(ENOENT) = self { true } else if case .system(ENOTDIR) = self { true } else { false }
    }

    var isStale: Bool { if case .system(ESTALE) = self { true } else { false } }

    /// Whether the process or the system has no room for another open file at the moment.
    var isShortage: Bool {
      if case .system(EMFILE) = self { true } else if case .system(ENFILE) = self { true } else { false }
    }

    func readingError(_ name: String) -> ReadingError {
      switch self {
      case .system(let number): .opening(name, number)
      case .directory: .directory(name)
      case .notRegular: .notFollowable(name)
      }
    }
  }

  let descriptor: Int32
  let place: FilePlace
  /// Tells it from a file that had the same inode before.
  let generation: UInt32?
  private let calls: FileCalls

  init(_ path: FilePath, _ calls: FileCalls) throws(Failure) {
    var descriptor: Int32
    repeat { descriptor = calls.open(path) } while descriptor < 0 && errno == EINTR
    guard descriptor >= 0 else { throw .system(errno) }
    guard let status = FileStatus(of: descriptor) else {
      let number = errno
      close(descriptor)
      throw .system(number)
    }
    guard status.kind == .regular else {
      close(descriptor)
      throw status.kind == .directory ? .directory : .notRegular
    }
    self.descriptor = descriptor
    self.calls = calls
    place = status.place
    generation = inodeGeneration(of: descriptor)
  }

  deinit { close(descriptor) }

  var status: FileStatus? { FileStatus(of: descriptor) }

  var size: Int { status?.size ?? 0 }

  /// Reads bytes at `offset`, and returns how many: fewer than there is room for at the end of the file only.
  func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(Failure) -> Int {
    while true {
      let count = calls.read(descriptor, buffer, offset)
      if count >= 0 { return count }
      guard errno == EINTR else { throw .system(errno) }
    }
  }

  /// The bytes of the range, or as many of them as the file has.
  func bytes(in range: Range<Int>) throws(Failure) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: range.count)
    let count = bytes.withUnsafeMutableBytes { buffer -> Swift.Result<Int, Failure> in
      do throws(Failure) {
        return .success(try read(into: buffer, at: range.lowerBound))
      } catch {
        return .failure(error)
      }
    }
    return Array(bytes[..<(try count.get())])
  }

  /// Whether it has no name any more.
  var isDeleted: Bool {
    var status = stat()
    return fstat(descriptor, &status) == 0 && status.st_nlink == 0
  }

  /// The bytes that belong to its identity.
  func head() throws(Failure) -> [UInt8] { try bytes(in: 0..<FileIdentity.headSize) }

  func identity() throws(Failure) -> FileIdentity { FileIdentity(place, generation: generation, head: try head()) }

  /// What tells it from all other files, of now and before, where the file system numbers the generations of inodes.
  var key: FileKey { FileKey(place: place, generation: generation) }

  /// Whether it is the very file of a position, by its inode.
  func isFile(of position: LinePosition) -> Bool { position.file?.isAt(place, generation: generation) ?? false }

  /// Whether it begins as the file of a position, has the position, and the same bytes before it.
  func holds(_ position: LinePosition) throws(Failure) -> Bool {
    if let head = position.file?.head {
      let start = try bytes(in: 0..<head.count)
      guard start.count < head.count ? position.isKnownFromStart : Fingerprint(start) == head else { return false }
    }
    guard let preceding = position.preceding, preceding.count > 0 else {
      guard position.offset > 0 else { return true }
      return try !bytes(in: position.offset - 1..<position.offset).isEmpty
    }
    return try Fingerprint(bytes(in: position.offset - preceding.count..<position.offset)) == preceding
  }
}
