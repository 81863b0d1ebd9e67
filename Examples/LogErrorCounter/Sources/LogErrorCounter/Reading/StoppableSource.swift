internal import Generators

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// The bytes of a pipe, a terminal or a device, which end when reading is to stop: a wait for bytes may never end by
/// itself.
struct StoppableSource: ByteSource {
  let name: String
  private let descriptor: CInt
  private let stopRequest: StopRequest
  private var source: DescriptorSource

  /// - Parameter descriptor: Stays open.
  init(_ descriptor: CInt, name: String, until stopRequest: StopRequest) {
    self.name = name
    self.descriptor = descriptor
    self.stopRequest = stopRequest
    source = descriptor == STDIN_FILENO ? .standardInput : .fileDescriptor(descriptor)
  }

  mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    stopRequest.allowsReading(from: descriptor) ? try source.read(into: buffer) : 0
  }
}

/// Calls `body` with the lines of an input, which end early when reading is to stop.
///
/// - Parameter path: `-` is standard input.
func withInputLines<Result>(
  of path: String,
  until stopRequest: StopRequest,
  _ body: (Lines) throws -> Result
) throws -> Result {
  if path == "-" {
    return try withLines(of: StoppableSource(STDIN_FILENO, name: "standard input", until: stopRequest), body)
  }
  // A regular file never waits, and what cannot be opened is explained there.
  guard mayWait(path), let descriptor = openWithoutWaiting(path) else { return try withLines(at: path, body) }
  defer { close(descriptor) }
  return try withLines(of: StoppableSource(descriptor, name: path, until: stopRequest), body)
}

private func mayWait(_ path: String) -> Bool {
  var status = stat()
  return stat(path, &status) == 0 && ![S_IFREG, S_IFDIR].contains(status.st_mode & S_IFMT)
}

/// A FIFO is opened before anyone writes to it.
private func openWithoutWaiting(_ path: String) -> CInt? {
  let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
  return descriptor < 0 ? nil : descriptor
}
