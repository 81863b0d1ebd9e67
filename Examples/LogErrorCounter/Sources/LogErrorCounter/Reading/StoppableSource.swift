internal import Generators

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// The bytes of a descriptor, which end when reading is to stop: within a block of a file, and at once where a pipe, a
/// terminal or a device keeps silent.
struct StoppableSource: ByteSource {
  let name: String
  private let descriptor: CInt
  private let stopRequest: StopRequest
  private let mayWait: Bool
  private var source: DescriptorSource

  /// - Parameter descriptor: Stays open.
  init(_ descriptor: CInt, name: String, until stopRequest: StopRequest) {
    self.name = name
    self.descriptor = descriptor
    self.stopRequest = stopRequest
    mayWait = fileType(of: descriptor) != S_IFREG
    source = descriptor == STDIN_FILENO ? .standardInput : .fileDescriptor(descriptor)
  }

  mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    guard mayWait ? stopRequest.allowsReading(from: descriptor) : !stopRequest.isMade else { return 0 }
    do {
      return try source.read(into: buffer)
    } catch let error as ReadingError {
      guard let number = error.systemError, descriptor != STDIN_FILENO else { throw error }
      throw InputError(name: name, cause: SystemError(code: number))
    }
  }
}

/// Why an input that is known by its descriptor, or whose path is not UTF-8, could not be read.
struct InputError: Error, CustomStringConvertible {
  let name: String
  let cause: SystemError

  var description: String { "Cannot read \"\(name)\": \(cause)." }
}

/// The largest limit, so that matches count as `grep` counts them. Counting stores no line.
private let longLines = LongLines.truncate(over: 1_073_741_824)

/// Calls `body` with the lines of an input, which end early when reading is to stop.
///
/// - Parameter path: `-` is standard input.
func withInputLines<Result>(
  of path: ArgumentText,
  until stopRequest: StopRequest,
  _ body: (Lines) throws -> Result
) throws -> Result {
  if path == "-" {
    let source = StoppableSource(STDIN_FILENO, name: "standard input", until: stopRequest)
    return try withLines(of: source, longLines: longLines, body)
  }
  let descriptor = openWithoutWaiting(path)
  let failure = SystemError(code: errno)
  defer { if descriptor >= 0 { close(descriptor) } }
  if let text = path.string, descriptor < 0 || fileType(of: descriptor) == S_IFDIR {
    // What cannot be read is explained there.
    return try withLines(at: text, body)
  }
  guard descriptor >= 0 else { throw InputError(name: "\(path)", cause: failure) }
  let source = StoppableSource(descriptor, name: "\(path)", until: stopRequest)
  return try withLines(of: source, longLines: longLines, body)
}

/// A FIFO is opened before anyone writes to it.
private func openWithoutWaiting(_ path: ArgumentText) -> CInt {
  let descriptor = (path.bytes + [0]).withUnsafeBytes { bytes in
    open(bytes.assumingMemoryBound(to: CChar.self).baseAddress!, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
  }
  #if os(Linux)
    if descriptor >= 0 { posix_fadvise(descriptor, 0, 0, POSIX_FADV_SEQUENTIAL) }
  #endif
  return descriptor
}

private func fileType(of descriptor: CInt) -> mode_t? {
  var status = stat()
  return fstat(descriptor, &status) == 0 ? status.st_mode & S_IFMT : nil
}
