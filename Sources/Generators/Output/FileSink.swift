import PlatformC
import SystemPackage

/// The file at a path, to write to. Call ``commit()`` or ``abandon()`` to close it.
final class FileSink: ByteSink {
  private let sink: DescriptorSink
  /// The file that will replace the one at `target`.
  private let temporary: (path: FilePath, target: FilePath)?

  var name: String { sink.name }

  /// - Parameter interruption: Ends a wait for a reader of a pipe.
  /// - Throws: ``WritingError``; `CancellationError` after an interruption.
  init(path: some FilePathConvertible, _ mode: WritingMode, interruption: WakePipe? = nil) throws {
    let name = path.displayName
    let path = try Self.filePath(of: path)
    let descriptor: Int32
    if mode == .atomic {
      let opened = try Self.openTemporary(for: path, name)
      descriptor = opened.descriptor
      temporary = (opened.path, opened.target)
    } else {
      descriptor = try Self.open(path, name, mode, interruption)
      temporary = nil
    }
    var sink = DescriptorSink(descriptor, name: name)
    var status = stat()
    let isRegular = fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    sink.interruption = isRegular ? nil : interruption
    self.sink = sink
  }

  func write(_ bytes: UnsafeRawBufferPointer) throws { try sink.write(bytes) }

  /// Closes the file, and puts it in its place. It is closed also where that fails.
  ///
  /// - Throws: ``WritingError`` where the system could not keep what was written.
  func commit() throws {
    guard let temporary else { return try closeDescriptor() }
    do {
      let isKept = fsync(sink.descriptor) == 0
      let number = errno
      guard isKept else {
        close(sink.descriptor)
        throw WritingError.writing(name, number)
      }
      try closeDescriptor()
      let isRenamed = temporary.path.withPlatformString { path in
        temporary.target.withPlatformString { rename(path, $0) == 0 }
      }
      guard isRenamed else { throw WritingError.opening(name, errno) }
    } catch {
      Self.remove(temporary.path)
      throw error
    }
  }

  private func closeDescriptor() throws {
    // After EINTR a descriptor is closed.
    guard close(sink.descriptor) == 0 || errno == EINTR else { throw WritingError.writing(name, errno) }
  }

  /// Closes the file. What was to replace another one is removed.
  func abandon() {
    close(sink.descriptor)
    if let temporary { Self.remove(temporary.path) }
  }

  private static func remove(_ path: FilePath) { path.withPlatformString { _ = unlink($0) } }

  // MARK: Opening

  private static func filePath(of path: some FilePathConvertible) throws -> FilePath {
    do {
      return try path.filePath
    } catch {
      throw WritingError(.openFailed, target: path.displayName, underlying: error, "it is not a path. \(error)")
    }
  }

  private static func open(
    _ path: FilePath,
    _ name: String,
    _ mode: WritingMode,
    _ interruption: WakePipe?
  ) throws -> Int32 {
    var flags = O_WRONLY | O_CREAT | O_CLOEXEC
    switch mode {
    case .overwrite, .atomic: flags |= O_TRUNC
    case .append: flags |= O_APPEND
    case .new: flags |= O_EXCL
    }
    // Without a reader, a FIFO that is opened without waiting gives ENXIO.
    if interruption != nil { flags |= O_NONBLOCK }
    while true {
      let descriptor = path.withPlatformString { PlatformC.open($0, flags, 0o666) }
      if descriptor >= 0 { return descriptor }
      switch errno {
      case EINTR: continue
      case ENXIO:
        guard let interruption, !interruption.isWoken(within: 20) else { throw CancellationError() }
      case let number: throw WritingError.opening(name, number)
      }
    }
  }

  private static func openTemporary(
    for path: FilePath,
    _ name: String
  ) throws -> (descriptor: Int32, path: FilePath, target: FilePath) {
    let target = try resolved(path, name)
    var status = stat()
    let isThere = target.withPlatformString { stat($0, &status) == 0 }
    guard !isThere || status.st_mode & S_IFMT == S_IFREG else {
      throw status.st_mode & S_IFMT == S_IFDIR ? WritingError.opening(name, EISDIR) : WritingError.notReplaceable(name)
    }
    let bytes = target.bytes
    let nameStart = bytes.lastIndex(of: UInt8(ascii: "/")).map { $0 + 1 } ?? 0
    let start = Array(bytes[..<nameStart]) + [UInt8(ascii: ".")] + beginning(of: bytes[nameStart...])
    while true {
      let suffix = ".\(String(UInt64.random(in: 0 ... .max), radix: 36))"
      let temporary = FilePath(bytes: start + Array(suffix.utf8))
      let descriptor = temporary.withPlatformString {
        PlatformC.open($0, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
      }
      if descriptor >= 0 {
        if isThere { fchmod(descriptor, status.st_mode & 0o7777) }
        return (descriptor, temporary, target)
      }
      guard errno == EEXIST || errno == EINTR else { throw WritingError.opening(name, errno) }
    }
  }
}

extension FileSink {
  /// How many links one after the other lead to a file at most, as in Linux.
  private static let mostLinks = 40

  /// Where the symbolic links at a path lead, also if no file is there yet.
  private static func resolved(_ path: FilePath, _ name: String) throws -> FilePath {
    var path = path
    for _ in 0...mostLinks {
      if let resolved = path.withPlatformString({ realpath($0, nil) }) {
        defer { free(resolved) }
        return FilePath(platformString: resolved)
      }
      guard let destination = destination(ofLinkAt: path) else { return path }
      path = path.removingLastComponent().pushing(destination)
    }
    throw WritingError.opening(name, ELOOP)
  }

  private static func destination(ofLinkAt path: FilePath) -> FilePath? {
    var text = [CInterop.PlatformChar](repeating: 0, count: Int(PATH_MAX))
    let count = path.withPlatformString { readlink($0, &text, text.count - 1) }
    return count > 0 ? FilePath(platformString: text) : nil
  }

  /// As much of a name as leaves room for a suffix within the length that file systems allow, in whole characters of
  /// UTF-8.
  private static func beginning(of name: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let length = 100
    guard name.count > length else { return name }
    var start = name.prefix(length + 1)
    while let byte = start.popLast(), byte & 0xC0 == 0x80 {}
    return start
  }
}

/// What is in a file to which records are added.
enum EndOfFile {
  /// Whether the file at a path has content, and whether its last line has its end. A file that cannot be read counts
  /// as a file of whole lines.
  ///
  /// - Throws: ``WritingError`` where the file is compressed, or its text is not in UTF-8, so that no text can be added.
  static func look(at path: some FilePathConvertible) throws -> (hasContent: Bool, isLineEnded: Bool) {
    let name = path.displayName
    var status = stat()
    guard let path = try? path.filePath, path.withPlatformString({ stat($0, &status) }) == 0,
      status.st_mode & S_IFMT == S_IFREG, status.st_size > 0
    else { return (false, true) }
    let descriptor = path.withPlatformString { open($0, O_RDONLY | O_CLOEXEC) }
    guard descriptor >= 0 else { return (true, true) }
    defer { close(descriptor) }
    let start = [UInt8](unsafeUninitializedCapacity: CompressedFormat.recognitionLength) { buffer, count in
      count = max(0, pread(descriptor, buffer.baseAddress!, buffer.count, 0))
    }
    if let content = otherContent(start, isWhole: start.count == status.st_size) {
      throw WritingError.notAppendable(name, content)
    }
    var byte = UInt8(ascii: "\n")
    _ = pread(descriptor, &byte, 1, status.st_size - 1)
    return (true, byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r"))
  }

  /// What the first bytes of a file show it to hold instead of text in UTF-8, as a clause.
  private static func otherContent(_ start: [UInt8], isWhole: Bool) -> String? {
    switch CompressedFormat.recognise(start, isWhole: isWhole) {
    case .compressed(let format): return "it is compressed (\(format.rawValue))"
    case .unsupported(let format): return "it is \(format.name)"
    case .neither, .undecided: break
    }
    guard case .encoding(let encoding) = TextEncoding.recognise(start, isWhole: true), encoding != .utf8 else {
      return nil
    }
    return "its text is in \(encoding)"
  }
}
