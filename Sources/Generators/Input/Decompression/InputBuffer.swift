/// Bytes that were read and are not used yet.
final class InputBuffer {
  private let memory: UnsafeMutableRawBufferPointer
  private var range: Range<Int>
  /// Whether there are no more bytes to be read.
  private(set) var isOver: Bool

  /// - Parameters:
  ///   - start: What was read already.
  ///   - isOver: Whether there is nothing more.
  init(start: some Collection<UInt8>, isOver: Bool, size: Int = 128 * 1024) {
    memory = .allocate(byteCount: max(size, start.count), alignment: 64)
    memory.copyBytes(from: start)
    range = 0..<start.count
    self.isOver = isOver
  }

  deinit { memory.deallocate() }

  var unread: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: memory[range]) }

  func consume(_ count: Int) { range = range.lowerBound + count..<range.upperBound }

  /// Reads more bytes, and says whether there were any. There has to be room: what is unread is less than the size.
  func fill(_ read: (UnsafeMutableRawBufferPointer) throws -> Int) rethrows -> Bool {
    guard !isOver else { return false }
    if range.lowerBound > 0 {
      memory.copyMemory(from: unread)
      range = 0..<range.count
    }
    let count = try read(UnsafeMutableRawBufferPointer(rebasing: memory[range.upperBound...]))
    isOver = count == 0
    range = 0..<range.upperBound + count
    return count > 0
  }

  /// Moves as many bytes as fit to the start of `buffer`, and returns how many they are.
  func take(into buffer: UnsafeMutableRawBufferPointer) -> Int {
    let count = min(buffer.count, range.count)
    buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: unread[..<count]))
    consume(count)
    return count
  }
}
