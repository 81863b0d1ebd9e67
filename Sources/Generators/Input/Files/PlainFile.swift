import PlatformC

/// A regular file of plain text, which several threads can read at any place while its source is open.
struct PlainFile: Sendable {
  let name: String
  private let descriptor: Int32

  init(_ descriptor: Int32, name: String) {
    self.descriptor = descriptor
    self.name = name
  }

  /// How many bytes it has now.
  var size: Int {
    var status = stat()
    return fstat(descriptor, &status) == 0 ? Int(status.st_size) : 0
  }

  /// Fills `buffer` with the bytes from `offset` on. If the file ends before, it says how many there are.
  func fill(
    _ buffer: UnsafeMutableRawBufferPointer,
    at offset: Int
  ) throws(ReadingError) -> (count: Int, isAtEnd: Bool) {
    var filled = 0
    while filled < buffer.count {
      let count = pread(descriptor, buffer.baseAddress! + filled, buffer.count - filled, off_t(offset + filled))
      if count == 0 { return (filled, true) }
      if count > 0 { filled += count } else if errno != EINTR { throw ReadingError.reading(name, errno) }
    }
    return (filled, false)
  }
}
