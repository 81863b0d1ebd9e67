import PlatformC

/// The bytes of a file descriptor that is open already, from its current position on.
///
/// ```swift
/// try withLines(of: .standardInput) { lines in … }
/// try withLines(of: .fileDescriptor(3)) { lines in … }
/// ```
///
/// The descriptor stays open: you close it. If it is in non-blocking mode, reading waits for bytes.
public struct DescriptorSource: ByteSource, Sendable {
  public let name: String
  let descriptor: Int32
  var interruption: WakePipe?

  init(_ descriptor: Int32, name: String) {
    self.descriptor = descriptor
    self.name = name
  }

  /// - Throws: ``ReadingError`` if the system reports an error.
  public mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    while true {
      if let interruption, !interruption.wait(forBytesFrom: descriptor) { return 0 }
      let count = PlatformC.read(descriptor, buffer.baseAddress, buffer.count)
      if count >= 0 { return count }
      switch errno {
      case EINTR: continue
      case EAGAIN where interruption != nil: continue
      case EAGAIN: waitForBytes()
      case let number: throw ReadingError.reading(name, number)
      }
    }
  }

  private func waitForBytes() {
    var descriptors = [pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)]
    poll(&descriptors, 1, -1)
  }
}

extension ByteSource where Self == DescriptorSource {
  /// The bytes of standard input.
  public static var standardInput: DescriptorSource { DescriptorSource(0, name: "standard input") }

  /// The bytes of an open file descriptor, which stays open.
  public static func fileDescriptor(_ descriptor: Int32) -> DescriptorSource {
    DescriptorSource(descriptor, name: "file descriptor \(descriptor)")
  }
}
