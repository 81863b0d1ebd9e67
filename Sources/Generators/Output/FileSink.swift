import PlatformC

/// The file at a path, to write to. It is closed by ``commit()`` or ``abandon()``, one of which has to be called.
final class FileSink: ByteSink {
  private let path: String
  private let sink: DescriptorSink
  /// Where the bytes go until they replace what is at `target`.
  private let temporary: (path: String, target: String)?

  var name: String { path }

  /// - Parameter interruption: Ends a wait for a reader of a pipe.
  /// - Throws: ``WritingError``; `CancellationError` after an interruption.
  init(path: String, _ mode: WritingMode, interruption: WakePipe? = nil) throws {
    self.path = path
    let descriptor: Int32
    if mode == .atomic {
      let opened = try Self.openTemporary(for: path)
      descriptor = opened.descriptor
      temporary = (opened.path, opened.target)
    } else {
      descriptor = try Self.open(path, mode, interruption)
      temporary = nil
    }
    var sink = DescriptorSink(descriptor, name: path)
    var status = stat()
    let isRegular = fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    sink.interruption = isRegular ? nil : interruption
    self.sink = sink
  }

  func write(_ bytes: UnsafeRawBufferPointer) throws { try sink.write(bytes) }

  /// Closes the file, and puts it in its place.
  ///
  /// - Throws: ``WritingError`` where the system could not keep what was written.
  func commit() throws {
    guard let temporary else {
      // After EINTR a descriptor is closed.
      guard close(sink.descriptor) == 0 || errno == EINTR else { throw WritingError.writing(path, errno) }
      return
    }
    do {
      let isKept = fsync(sink.descriptor) == 0
      let number = errno
      guard close(sink.descriptor) == 0 && isKept else { throw WritingError.writing(path, isKept ? errno : number) }
      guard rename(temporary.path, temporary.target) == 0 else { throw WritingError.opening(path, errno) }
    } catch {
      unlink(temporary.path)
      throw error
    }
  }

  /// Closes the file. What was to replace another one is removed.
  func abandon() {
    close(sink.descriptor)
    if let temporary { unlink(temporary.path) }
  }

  // MARK: Opening

  private static func open(_ path: String, _ mode: WritingMode, _ interruption: WakePipe?) throws -> Int32 {
    var flags = O_WRONLY | O_CREAT | O_CLOEXEC
    switch mode {
    case .overwrite, .atomic: flags |= O_TRUNC
    case .append: flags |= O_APPEND
    case .new: flags |= O_EXCL
    }
    // Without a reader, a FIFO that is opened without waiting gives ENXIO.
    if interruption != nil { flags |= O_NONBLOCK }
    while true {
      let descriptor = PlatformC.open(path, flags, 0o666)
      if descriptor >= 0 { return descriptor }
      switch errno {
      case EINTR: continue
      case ENXIO:
        guard let interruption, !interruption.isWoken(within: 20) else { throw CancellationError() }
      case let number: throw WritingError.opening(path, number)
      }
    }
  }

  private static func openTemporary(for path: String) throws -> (descriptor: Int32, path: String, target: String) {
    var target = path
    if let resolved = realpath(path, nil) {
      target = String(cString: resolved)
      free(resolved)
    }
    var status = stat()
    let isThere = stat(target, &status) == 0
    guard !isThere || status.st_mode & S_IFMT == S_IFREG else {
      throw isThere && status.st_mode & S_IFMT == S_IFDIR
        ? WritingError.opening(path, EISDIR) : WritingError.notReplaceable(path)
    }
    let name = target.lastIndex(of: "/").map(target.index(after:)) ?? target.startIndex
    while true {
      let suffix = String(UInt64.random(in: 0 ... .max), radix: 36)
      let temporary = "\(target[..<name]).\(target[name...]).\(suffix)"
      let descriptor = PlatformC.open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
      if descriptor >= 0 {
        if isThere { fchmod(descriptor, status.st_mode & 0o7777) }
        return (descriptor, temporary, target)
      }
      guard errno == EEXIST || errno == EINTR else { throw WritingError.opening(path, errno) }
    }
  }
}

/// What is in a file to which records are added.
enum EndOfFile {
  /// Whether the file at a path has content, and whether its last line has its end. A file that may not be read counts as
  /// one of whole lines.
  static func look(at path: String) -> (hasContent: Bool, isLineEnded: Bool) {
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_size > 0 else { return (false, true) }
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return (true, true) }
    defer { close(descriptor) }
    var byte = UInt8(ascii: "\n")
    _ = pread(descriptor, &byte, 1, status.st_size - 1)
    return (true, byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r"))
  }
}
