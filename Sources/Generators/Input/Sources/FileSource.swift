import PlatformC
import SystemPackage

/// The bytes of the file at a path. The file is closed with the last reference to the source, or before by ``close()``.
final class FileSource: ByteSource {
  private static let largestSmallFile = 65_536

  private var source: DescriptorSource
  private var isOpen = true
  private var status = stat()

  var name: String { source.name }

  /// - Parameter interruption: Ends a read that would wait. With it, opening a FIFO does not wait for a writer: the
  ///   first read does.
  /// - Throws: ``ReadingError`` if the path is not valid, or the file cannot be opened.
  init(path: some FilePathConvertible, interruption: WakePipe? = nil) throws {
    let name = path.displayName
    let waiting = interruption == nil ? 0 : O_NONBLOCK
    var descriptor: Int32
    repeat {
      descriptor = try path.filePath.withPlatformString { open($0, O_RDONLY | O_CLOEXEC | waiting) }
    } while descriptor < 0 && errno == EINTR
    guard descriptor >= 0 else { throw ReadingError.opening(name, errno) }
    source = DescriptorSource(descriptor, name: name)
    source.interruption = interruption

    if fstat(descriptor, &status) == 0 {
      switch status.st_mode & S_IFMT {
      case S_IFDIR: throw ReadingError.directory(name)
      case S_IFREG:
        source.interruption = nil
        #if os(Linux)
          // A small file is read at once anyway.
          if status.st_size > Self.largestSmallFile { posix_fadvise(descriptor, 0, 0, POSIX_FADV_SEQUENTIAL) }
        #endif
      default: break
      }
    }
  }

  deinit { close() }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    try source.read(into: buffer)
  }

  /// Whether it is neither a directory nor a FIFO nor a device.
  var isRegular: Bool { status.st_mode & S_IFMT == S_IFREG }

  /// The file for reading at any place.
  var plain: PlainFile { PlainFile(source.descriptor, name: name) }

  /// How many bytes it had when it was opened.
  var sizeAtOpening: Int { Int(status.st_size) }

  /// What the file is, if it is a regular one that begins with `head`.
  func identity(head: some Collection<UInt8>) -> FileIdentity? {
    isRegular ? FileIdentity(status, source.descriptor, head: head) : nil
  }

  /// Goes to `offset`, and says whether the file can.
  func seek(to offset: Int) -> Bool {
    isRegular && lseek(source.descriptor, off_t(offset), SEEK_SET) == off_t(offset)
  }

  func close() {
    guard isOpen else { return }
    isOpen = false
    PlatformC.close(source.descriptor)
  }
}

/// Decides on a file that cannot be opened: the file is left out, unless the handler throws.
typealias UnreadableHandler = (ReadingError) throws -> Void

extension DecodedSource {
  /// The bytes of a file, from a position on.
  ///
  /// - Throws: ``ReadingError``. If the file is gone and a compressed one is beside it, the error says so. If the position
  ///   knows its file, and that file is not found, its code is `positionLost`.
  convenience init(
    at path: some FilePathConvertible,
    from position: LinePosition = .start,
    encoding: TextEncoding,
    interruption: WakePipe? = nil
  ) throws {
    do {
      guard position.file != nil else {
        self.init(try FileSource(path: path, interruption: interruption), from: position, encoding: encoding)
        return
      }
      let found = try RotatedFileSearch(path).path(of: position)
      self.init(try FileSource(path: found, interruption: interruption), from: position, encoding: encoding)
    } catch let error as ReadingError where error.code == .notFound && position.offset > 0 {
      throw error.orCompressed(path)
    }
  }

  /// The bytes of the file at a path, or nil if it cannot be opened and `onUnreadable` leaves it out.
  static func opening(
    _ path: some FilePathConvertible,
    encoding: TextEncoding,
    interruption: WakePipe? = nil,
    onUnreadable: UnreadableHandler?
  ) throws -> DecodedSource? {
    do {
      return try DecodedSource(at: path, encoding: encoding, interruption: interruption)
    } catch let error as ReadingError {
      guard let onUnreadable else { throw error }
      try onUnreadable(error)
      return nil
    }
  }
}
