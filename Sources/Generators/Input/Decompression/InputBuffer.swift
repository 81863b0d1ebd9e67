/// Bytes that were read and are not used yet.
final class InputBuffer {
  private let memory: UnsafeMutableRawBufferPointer
  private var range: Range<Int>
  /// Whether there are no more bytes to be read.
  private(set) var isOver: Bool
  /// The error that ended the reading. It comes after the bytes that were read before it.
  private(set) var failure: (any Error)?

  /// - Parameters:
  ///   - start: What was read already.
  ///   - isOver: Whether there is nothing more.
  ///   - failure: The error because of which there is nothing more, if there was one.
  init(start: some Collection<UInt8>, isOver: Bool, failure: (any Error)?, size: Int = 128 * 1024) {
    memory = .allocate(byteCount: max(size, start.count), alignment: 64)
    memory.copyBytes(from: start)
    range = 0..<start.count
    self.isOver = isOver
    self.failure = failure
  }

  deinit { memory.deallocate() }

  var unread: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: memory[range]) }

  func consume(_ count: Int) { range = range.lowerBound + count..<range.upperBound }

  /// Reads more bytes, and says whether there were any. There has to be room: what is unread is less than the size.
  ///
  /// - Throws: `Starved`. Every other error becomes the ``failure``.
  func fill(_ read: (UnsafeMutableRawBufferPointer) throws -> Int) throws -> Bool {
    guard !isOver else { return false }
    if range.lowerBound > 0 {
      memory.copyMemory(from: unread)
      range = 0..<range.count
    }
    let (count, failure) = try readKeepingError(
      UnsafeMutableRawBufferPointer(rebasing: memory[range.upperBound...]),
      read
    )
    self.failure = failure
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

/// Reads some bytes into `buffer`: how many, and the error instead of which there are none.
///
/// - Throws: `Starved`, because there may be more bytes later.
func readKeepingError(
  _ buffer: UnsafeMutableRawBufferPointer,
  _ read: (UnsafeMutableRawBufferPointer) throws -> Int
) throws -> (count: Int, failure: (any Error)?) {
  do {
    return (try read(buffer), nil)
  } catch let starved as Starved {
    throw starved
  } catch {
    return (0, error)
  }
}
